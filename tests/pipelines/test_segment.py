"""Pages are cut into blocks at the borders of their elements."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.decode import HtmlDocument, TextDocument
from pipelines.segment import segment
from schemas.article import BlockType
from schemas.block import Block, Hint, Segments


def cut(markup: str) -> Segments:
    return segment(HtmlDocument(html.document_fromstring(f"<html><body>{markup}</body></html>")))


def blocks(markup: str) -> list[tuple[BlockType, str]]:
    return [(block.type, block.text) for block in cut(markup).blocks]


def only(markup: str) -> Block:
    (block,) = cut(markup).blocks
    return block


def test_inline_elements_do_not_cut() -> None:
    """Words in inline elements stay in their paragraph."""
    assert blocks("<p>One <b>bold</b>, <a href='/x'>linked</a> and <span>plain</span>.</p>") == [
        (BlockType.PARAGRAPH, "One bold, linked and plain.")
    ]


def test_text_around_a_block_stays() -> None:
    """Text before and after a block element is text of its own."""
    assert [text for _, text in blocks("<div>before<p>inside</p>after</div>")] == ["before", "inside", "after"]


def test_line_breaks() -> None:
    """Two line breaks end a paragraph, one ends a line."""
    assert [text for _, text in blocks("<div>One.<br><br>Two,<br>three.</div>")] == ["One.", "Two,\nthree."]


def test_plain_list_is_one_block() -> None:
    """A list of words is one block with its items, nested ones too."""
    block = only("<ul><li>One</li><li>Two <ul><li>Two and a half</li></ul></li></ul>")
    assert (block.type, block.items) == (BlockType.LIST, ("One", "Two", "Two and a half"))


def test_list_of_cards_stays_apart() -> None:
    """A list whose items have headings is a list of cards, not of words."""
    kinds = [kind for kind, _ in blocks("<ul><li><h3>A</h3><p>a</p></li><li><h3>B</h3><p>b</p></li></ul>")]
    assert kinds == [BlockType.HEADING, BlockType.PARAGRAPH, BlockType.HEADING, BlockType.PARAGRAPH]


def test_data_table_has_rows() -> None:
    """A table of data is one block with its rows; links in it do not matter."""
    block = only(
        "<table><tr><th>Coin</th><th>Price</th></tr><tr><td><a href='/btc'>BTC</a></td><td>1</td></tr></table>"
    )
    assert block.type is BlockType.TABLE
    assert block.rows == (("Coin", "Price"), ("BTC", "1"))
    assert block.text == "Coin | Price\nBTC | 1"


def test_layout_table_is_no_table() -> None:
    """A table that lays out a page is walked through."""
    page = "<table><tr><td><h1>Title</h1><p>Text of the page.</p></td></tr></table>"
    assert blocks(page) == [(BlockType.HEADING, "Title"), (BlockType.PARAGRAPH, "Text of the page.")]


def test_code_keeps_its_lines() -> None:
    """Preformatted text stays as it stands."""
    assert only("<pre>a = 1\n  b = 2</pre>").text == "a = 1\n  b = 2"


def test_quote_of_two_paragraphs() -> None:
    """A quotation is one block."""
    block = only("<blockquote><p>One.</p><p>Two.</p></blockquote>")
    assert (block.type, block.text) == (BlockType.QUOTE, "One.\nTwo.")


def test_figure_has_caption_credit_and_picture() -> None:
    """A figure's caption is a block; its picture has the largest address, the caption and the credit."""
    segments = cut(
        "<figure><img src='data:x' data-src='/s.jpg' srcset='/m.jpg 400w, /l.jpg 900w' alt='A'>"
        "<figcaption>A mine <span class='credit'>Photo: Ann Lee</span></figcaption></figure>"
    )
    assert [(block.type, block.text) for block in segments.blocks] == [(BlockType.FIGURE, "A mine")]
    picture = segments.pictures[0].picture
    assert (picture.src, picture.alt, picture.caption, picture.credit) == ("/l.jpg", "A", "A mine", "Photo: Ann Lee")


def test_embedded_post() -> None:
    """An embedded post is a block with its words and its address."""
    block = only(
        "<blockquote class='twitter-tweet'><p>Gm.</p>— Ann <a href='https://x.com/ann/status/1'>June 1</a></blockquote>"
    )
    assert (block.type, block.url) == (BlockType.EMBED, "https://x.com/ann/status/1")
    assert block.text == "Gm."


def test_link_around_blocks_counts() -> None:
    """Blocks inside a link are links."""
    first, second = cut("<a href='/x'><h3>Card</h3><p>Teaser of it</p></a>").blocks
    assert (first.link_density, second.link_density) == (1.0, 1.0)


def test_names_are_hints() -> None:
    """Class names say what stands inside, in any of their spellings; a name about something else does not."""
    regions = cut("<div class='relatedPosts-list_2'><p>x</p></div><div class='has-sidebar'><p>y</p></div>").regions
    assert regions[1].hints & Hint.RELATED
    assert not any(region.hints & Hint.ASIDE for region in regions)


def test_dense_scripts_weigh_more() -> None:
    """A Chinese sentence weighs like its English translation, not by its characters."""
    assert only("<p>比特币减半</p>").weight == 12


def test_scripts_and_menus_are_no_text() -> None:
    """What no reader sees as text is left out."""
    assert blocks("<nav>Menu</nav><script>x()</script><style>p{}</style><p>Text</p>") == [(BlockType.PARAGRAPH, "Text")]


def test_text_lines_are_blocks() -> None:
    """In plain text a line is a block, bullets are a list, and lines that a machine wrapped are joined."""
    wrapped = "This line was wrapped by a mail program at some width that\nit found fit, and it goes on here."
    segments = segment(TextDocument(f"Title\n\nLine one\nLine two\n\n- a\n- b\n\n{wrapped}"))
    assert [block.text for block in segments.blocks] == [
        "Title",
        "Line one",
        "Line two",
        "a\nb",
        wrapped.replace("\n", " "),
    ]
    assert segments.blocks[3].items == ("a", "b")


def sources(markup: str) -> list[str]:
    """Return the addresses of a page's pictures."""
    return [placed.picture.src for placed in cut(markup).pictures]


def test_pictures_that_amp_writes() -> None:
    """AMP's own tag for pictures stands for one, in a paragraph and in a figure with its caption."""
    assert sources("<p>متن</p><amp-img src=/a.jpg width=600 height=300></amp-img>") == ["/a.jpg"]
    figure = "<figure><amp-img src=/b.jpg></amp-img><figcaption>Зал биржи в мае</figcaption></figure>"
    (placed,) = cut(figure).pictures
    assert (placed.picture.src, placed.picture.caption) == ("/b.jpg", "Зал биржи в мае")


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ("src='/blank.gif' data-flying='/l/창구.webp?w=900'", ["/l/창구.webp?w=900"]),
        ("src='data:image/gif;base64,R0' data-real-file=/l/a.JPEG", ["/l/a.JPEG"]),
        ("src=/own.jpg data-zoom=/l/a.jpg", ["/own.jpg"]),
        ("data-config='{\"file\":\"/l/a.jpg\"}' data-name='ห้อง ค้า.jpg' data-low=/placeholder.png", []),
        ("data-page=/l/a.html", []),
    ],
)
def test_attributes_of_unknown_lazy_loaders(attributes: str, found: list[str]) -> None:
    """Where no known attribute has an address, any `data-*` that is a picture's has; settings and names are none."""
    assert sources(f"<p>x</p><img {attributes}>") == found


@pytest.mark.parametrize(
    "icon",
    [
        "<i class='material-icons'>schedule</i>",
        "<span class='material-symbols-outlined'>schedule</span>",
        "<mat-icon>schedule</mat-icon>",
    ],
)
def test_words_of_icon_fonts(icon: str) -> None:
    """The word by which a font draws a picture is no text; other words in small elements are."""
    assert [text for _, text in blocks(f"<p>{icon} 5 phút đọc</p>")] == ["5 phút đọc"]
    assert [text for _, text in blocks("<p><i class='icon'>schedule</i> 5 phút đọc</p>")] == ["schedule 5 phút đọc"]


def test_hidden_words_in_a_line() -> None:
    """What an inline element hides is taken out of the line around it; a line that is all hidden stays so marked."""
    line = only("<div>تاریخ انتشار: ۰۴ آذر ۱۴۰۵<span style='display:none'> - 25 November 2026</span></div>")
    assert (line.text, line.hints & Hint.HIDDEN) == ("تاریخ انتشار: ۰۴ آذر ۱۴۰۵", 0)
    assert only("<div><span style='display:none'></span>Опубликовано вчера</div>").text == "Опубликовано вчера"
    assert only("<div><span hidden></span>Опубликовано вчера</div>").hints & Hint.HIDDEN == 0
    assert only("<div><span style='display:none'>Skip to content</span></div>").hints & Hint.HIDDEN


def test_paragraph_of_nothing_to_see() -> None:
    """A paragraph of a blank or a character without width is none."""
    assert blocks("<p>첫 단락</p><p>\u200b</p><p>&nbsp;</p><p>둘째 단락</p>") == [
        (BlockType.PARAGRAPH, "첫 단락"),
        (BlockType.PARAGRAPH, "둘째 단락"),
    ]
