"""Blocks get their roles from where they stand, what they are named, and the lexicon, in any language."""

from __future__ import annotations

import pytest

from pipelines.decode import TextDocument
from pipelines.label import label
from pipelines.lexicon import load_lexicon
from pipelines.segment import segment
from schemas.metadata import Declared, Metadata
from schemas.role import Role
from tests.pipelines.label.layout import PROSE, TEXT, TITLE, article, roles


def test_title_and_prose() -> None:
    """The first heading is the title, running text the body."""
    found = roles(article())
    assert found[TITLE] is Role.TITLE
    assert [role for text, role in found.items() if text.startswith(PROSE)] == [Role.BODY] * 5


def test_declared_title_beats_the_site_name() -> None:
    """Where the page's first heading is the site's name, the declared title's own heading is the title."""
    page = f"<h1>Wire Post</h1><h2>{TITLE}</h2>{TEXT}"
    found = roles(
        page, Metadata(titles=(Declared(f"{TITLE} | Wire Post", "html"),), publishers=(Declared("Wire Post", "meta"),))
    )
    assert found[TITLE] is Role.TITLE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>Por Ana Lima | Publicado em 27/06/2026</p>", Role.BYLINE),
        ("<p>文｜林昱辰　編輯｜陳思妤</p>", Role.BYLINE),
        ("<p>Автор: Иван Петров</p>", Role.BYLINE),
        ("<div class='share-buttons'>Tweet this now</div>", Role.SHARE),
        ("<p>27. Juni 2026, 14:05 Uhr</p>", Role.BYLINE),
    ],
)
def test_lines_around_the_title(line: str, expected: Role) -> None:
    """Names, dates and buttons between title and text are no text, in any language."""
    (text,) = roles(line)
    assert roles(article(before=line))[text] is expected


@pytest.mark.parametrize(
    "line",
    [
        "<p>Leia também: <a href='/x'>Preço do bitcoin sobe de novo</a></p>",
        "<p>Читайте также: <a href='/x'>Биткоин снова растёт</a></p>",
        "<p>あわせて読みたい：<a href='/x'>ビットコインが再び上昇</a></p>",
        "<p><a href='/x'>Bitcoin rises again as traders return</a></p>",
        "<p><b>Les også: <a href='/x'>Bitcoin stiger igjen når handlerne vender tilbake</a></b></p>",
    ],
)
def test_pointers_inside_the_text(line: str) -> None:
    """A line that points to another article is not of this one; the text after it is."""
    (text,) = roles(line)
    found = roles(article(inside=line))
    assert found[text] is Role.RELATED
    assert sum(role is Role.BODY for role in found.values()) == 5


@pytest.mark.parametrize(
    "heading", ["Leituras Relacionadas", "相关阅读", "関連記事", "관련 기사", "Related articles", "NOTAS RELACIONADAS"]
)
def test_related_section(heading: str) -> None:
    """A heading of any language opens a section of related cards, and none of them is body."""
    title, teaser = "Another story about exchanges", "Its teaser says a little, and then a little more."
    cards = f"<h3><a href='/a'>{title}</a></h3><p>{teaser}</p>"
    found = roles(article(after=f"<section><h2>{heading}</h2>{cards}</section>"))
    assert (found[title], found[teaser]) == (Role.RELATED, Role.RELATED)


def test_questions_in_a_box() -> None:
    """Questions in a box of their own ask and answer."""
    pair = "<div>QWhat did the court say?</div><div>AThat it may open.</div>"
    found = roles(article(after=f"<section><h2>Perguntas relacionadas</h2>{pair}</section>"))
    assert found["QWhat did the court say?"] is Role.QUESTION
    assert found["AThat it may open."] is Role.ANSWER


def test_prose_that_begins_like_a_label() -> None:
    """A paragraph that begins with a label's word is a paragraph."""
    traps = (
        "Summary judgment was denied on Friday, said the clerk.",
        "AI models are not a risk, said the clerk of it.",
    )
    found = roles(article(inside="".join(f"<p>{trap}</p>" for trap in traps)))
    assert [found[trap] for trap in traps] == [Role.BODY, Role.BODY]


def test_comments_never_count() -> None:
    """However long the comments are, the article is the article."""
    comments = "".join(f"<li><p>{PROSE} I do not agree, number {number}.</p></li>" for number in range(30))
    found = roles(article() + f"<div class='comments'><ul>{comments}</ul></div>")
    assert all(role is not Role.BODY for text, role in found.items() if "I do not agree" in text)


def test_a_table_of_links_stays() -> None:
    """A table of prices is text, though each of its cells is a link."""
    rows = "".join(f"<tr><td><a href='/{coin}'>{coin}</a></td><td>1</td></tr>" for coin in ("BTC", "ETH", "SOL"))
    found = roles(article(inside=f"<table>{rows}</table>"))
    assert found["BTC | 1\nETH | 1\nSOL | 1"] is Role.BODY


def test_heading_without_text_is_none() -> None:
    """A heading with nothing under it is left over from a part that is no text."""
    assert roles(article(inside="", after="<h2>Our partners</h2>"))["Our partners"] is Role.BOILERPLATE


def test_navigation_that_was_never_closed() -> None:
    """A page swallowed by a navigation that its author forgot to close is still read."""
    assert roles(f"<nav><ul><li>Menu</li></ul>{article()}</nav>")[TITLE] is Role.TITLE


def test_text_page() -> None:
    """A plain text goes through the same rules: title, byline, numbered headings, sections."""
    text = f"{TITLE}\n\n链捕手Publicado em 2026-06-27\n\n{PROSE}\n\n01 What now?\n\n{PROSE} More.\n\nTrading\n\nSpot"
    labelled = label(segment(TextDocument(text)), Metadata(), load_lexicon(), None)
    assert [item.role for item in labelled] == [
        Role.TITLE,
        Role.BYLINE,
        Role.BODY,
        Role.HEADING,
        Role.BODY,
        Role.BOILERPLATE,
        Role.BOILERPLATE,
    ]


def test_every_block_is_signed_for() -> None:
    """Every block says which rule gave its role."""
    labelled = label(segment(TextDocument(f"{TITLE}\n\n{PROSE}")), Metadata(), load_lexicon(), None)
    assert [item.why for item in labelled] == ["title", "prose"]


def cards(host: str) -> str:
    """Three linked titles with a teaser each, which no heading announces."""
    return "".join(
        f"<h3><a href='{host}/{name}'>The story of the {name} and what came of it</a></h3><p>Teaser {name}.</p>"
        for name in ("first day", "second day", "third day")
    )


def test_cards_that_nobody_announces() -> None:
    """Linked titles in a row with teasers under them, after the text, are other articles."""
    found = roles(f"<main><h1>{TITLE}</h1><div>{TEXT}{cards('')}</div></main>")
    assert found["Teaser first day."] is Role.RELATED
    assert found["The story of the third day and what came of it"] is Role.RELATED


def test_a_card_whose_address_nobody_can_read() -> None:
    """A link that is no address costs nothing but itself."""
    found = roles(f"<main><h1>{TITLE}</h1><div>{TEXT}{cards('http://[::1')}</div></main>")
    assert [role for text, role in found.items() if text.startswith(PROSE)] == [Role.BODY] * 5


def test_products_that_an_article_lists() -> None:
    """Linked titles that lead to other sites are what the article is about."""
    found = roles(f"<main><h1>{TITLE}</h1><div>{TEXT}{cards('https://shop.example')}</div></main>")
    assert found["Teaser first day."] is Role.BODY


def test_a_section_of_the_article_called_further_reading() -> None:
    """Running text right under a related heading is the author's own."""
    own = "I have read many of these reports, and the two that I would give to a friend are older than this one."
    found = roles("<a href='/'>Home</a>" + article(inside=f"<h2>Further reading</h2><p>{own}</p>"))
    assert found[own] is Role.BODY


def test_the_only_sentence_of_a_page() -> None:
    """What stands alone under a picture is the text where there is no other."""
    only = "The exchange will open again on Monday, said the court in Lisbon."
    found = roles(f"<main><h1>{TITLE}</h1><div><img src='a.jpg'><p>{only}</p></div></main>")
    assert found[only] is Role.BODY


def test_what_stands_behind_the_text() -> None:
    """A few sentences in an element of their own behind the text are the page's; the text's next part is not."""
    end = "Our company was founded in 1990, and its lawyers ask you to read all of its terms with care."
    text = f"<div><div>{TEXT}</div><p>{PROSE} Is it?</p></div>"
    found = roles(f"<h1>{TITLE}</h1>{text}<div><div><p>{end}</p></div></div>")
    assert found[end] is Role.BOILERPLATE
    parted = "".join(f"<p>{PROSE} Number {number} of the second part goes on.</p>" for number in range(4))
    found = roles(f"<main><h1>{TITLE}</h1><div>{TEXT}</div><div class='ad'>Buy now</div><div>{parted}</div></main>")
    assert [role for text, role in found.items() if "second part" in text] == [Role.BODY] * 4


@pytest.mark.parametrize(
    "line",
    ["© 2026 Wire Post, all rights reserved", "Copyright 2026 Wire Post", "{{ article.footer }}"],
)
def test_notices(line: str) -> None:
    """A copyright line or a template's placeholder is no text, wherever it stands."""
    assert roles(article(inside=f"<p>{line}</p>"))[line] is not Role.BODY


def test_consent_apart_from_the_text() -> None:
    """A consent box is none of the article; an article's own paragraph on cookies is."""
    box = "We use cookies so that our site remembers you, and so do our partners, as the law demands that we say."
    own = "The court had to decide whether cookies are data about a person, and it said that they are."
    found = roles(article(inside=f"<p>{own}</p>", after=f"<div><p>{box}</p></div>"))
    assert (found[own], found[box] is Role.BODY) == (Role.BODY, False)


def test_names_inside_a_sentence() -> None:
    """A tooltip or an anchor in a sentence or heading says nothing of it."""
    page = "<h2><span class='toc'></span>What now?</h2><p>{} <span class='tooltip'>Note</span> and it goes on.</p>"
    found = roles(article(inside=page.format(PROSE)))
    assert found["What now?"] is Role.HEADING
    assert found[f"{PROSE} Note and it goes on."] is Role.BODY


def test_an_authors_list_of_links() -> None:
    """A list of links after a paragraph, in the middle of the text, is the author's; one of anchors is not."""
    link = "<li><a href='{0}1'>First guide</a></li><li><a href='{0}2'>Second guide</a></li>"
    intro = f"<p>{PROSE} These are the guides that the court named, in the order in which it did.</p>"
    found = roles(article(inside=f"{intro}<ul>{link.format('/guide')}</ul><p>{PROSE} And after.</p>"))
    assert found["First guide\nSecond guide"] is Role.BODY
    found = roles(article(inside=f"{intro}<ul>{link.format('#part')}</ul><p>{PROSE} And after.</p>"))
    assert found["First guide\nSecond guide"] is Role.RELATED


def test_a_summary_at_the_end_is_text() -> None:
    """What an author calls the summary, at the end of a long text, is the author's text."""
    closing = "So the court let the exchange open again, and nobody knows for how long."
    found = roles(article(inside=f"<h2>Summary</h2><p>{closing}</p>"))
    assert found[closing] is Role.BODY
    assert roles(article(before=f"<h2>Summary</h2><p>{closing}</p>"))[closing] is Role.SUMMARY


@pytest.mark.parametrize("name", ["paywall", "caption", "byline", "sidebar", "widget"])
def test_names_that_cover_the_article(name: str) -> None:
    """A name on the elements that hold most of a page's prose means something else there."""
    paragraphs = "".join(f"<div class='{name}'><p>{PROSE} Part {number} goes on.</p></div>" for number in range(6))
    found = roles(f"<main><article><h1>{TITLE}</h1>{paragraphs}</article></main>")
    assert [role for text, role in found.items() if text.startswith(PROSE)] == [Role.BODY] * 6


def test_a_table_above_the_text() -> None:
    """A table between title and text is the article's; a menu there is not."""
    table = "<table><tr><td>Flour</td><td>200 g</td></tr><tr><td>Butter</td><td>100 g</td></tr></table>"
    found = roles(f"<main><h1>{TITLE}</h1>{table}<div>{TEXT}</div></main>")
    assert found["Flour | 200 g\nButter | 100 g"] is Role.BODY


def test_share_buttons_beside_the_title() -> None:
    """Share buttons that stand in one element with the title, or with text, take neither with them."""
    lead = "The exchange had been closed since May, when its licence ended. Its owners had gone to court at once."
    buttons = "<div><p>Share this article</p><ul><li>E-Mail</li><li>Copy</li></ul>{}</div>"
    found = roles(
        f"<main><article><header>{buttons.format(f'<h1>{TITLE}</h1><p>{lead}</p>')}</header>{TEXT}</article></main>"
    )
    assert (found[TITLE], found[lead]) == (Role.TITLE, Role.SUBTITLE)
    assert found["E-Mail\nCopy"] is not Role.BODY
    assert roles(article(before=buttons.format(f"<p>{lead}</p>")))[lead] is Role.BODY


def test_text_under_the_title_that_is_named_a_teaser() -> None:
    """Running text right under the title is the article's own, although its element is named as other articles' are."""
    lead = "The exchange had been closed since May, when its licence ended. Its owners had gone to court at once."
    assert roles(article(before=f"<div class=teaser><p>{lead}</p></div>"))[lead] is Role.SUBTITLE
    assert roles(article(after=f"<div class=teaser><p>{lead}</p></div>"))[lead] is Role.RELATED


def test_a_standfirst_behind_a_long_byline() -> None:
    """A standfirst that is named as one may stand behind several lines of the byline."""
    lead = "What the ruling says of the licences of others"
    lines = "<p>By Ann Lee</p><p>Published on 5 May 2026</p><p>5 min read</p><p>Listen</p>"
    assert roles(article(before=f"{lines}<h2 class=standfirst>{lead}</h2>"))[lead] is Role.SUBTITLE
    assert roles(article(before=f"{lines}<h2>{lead}</h2>"))[lead] is not Role.SUBTITLE


def test_an_article_that_is_filed_under_comments() -> None:
    """What an article is filed under, which themes write into its classes, says nothing of its text."""
    filed = "post-7 type-post hentry category-comments tag-newsletter"
    menu = "<ul class=menu><li><a href=/a>All of the news of today</a></li></ul>"
    page = f"<article class='{filed}'><h1>{TITLE}</h1>{TEXT}</article><p>{PROSE * 5}</p>{menu}"
    assert [role for text, role in roles(page).items() if "Paragraph" in text] == [Role.BODY] * 5


@pytest.mark.parametrize(
    "line",
    [
        "Disclaimer: this is no advice to buy or sell.",
        "Tuyên bố miễn trừ trách nhiệm: Bài viết không phải lời khuyên đầu tư.",
    ],
)
def test_disclaimer_at_the_end(line: str) -> None:
    """A line that begins with a disclaimer's label is one behind the text, and text in its midst."""
    assert roles(f"<main><article><h1>{TITLE}</h1>{TEXT}<p>{line}</p></article></main>")[line] is Role.DISCLAIMER
    assert roles(article(inside=f"<p>{line}</p>"))[line] is Role.BODY


def test_note_on_reprints() -> None:
    """A short line whose last clause is a label of rights is a note on rights; one that speaks of it is text."""
    note, text = "本文来自星球日报，转载请注明出处。", "编辑部表示，转载请注明出处的规定将在下月修改，届时另行通知。"
    found = roles(f"<main><article><h1>{TITLE}</h1>{TEXT}<p>{text}</p><p>{note}</p></article></main>")
    assert (found[note], found[text]) == (Role.COPYRIGHT, Role.BODY)


def test_caption_of_a_box_to_subscribe() -> None:
    """The caption of a box to subscribe is no picture's, in an article that is itself called a newsletter's."""
    words = "This paper lives by its readers. To get new posts, consider to become a subscriber."
    box = f'<div class="subscription-widget"><p class="cta-caption">{words}</p></div>'
    page = f'<main><article class="newsletter-post"><h1>{TITLE}</h1>{TEXT}{box}{TEXT}</article></main>'
    assert roles(page)[words] is Role.NEWSLETTER


@pytest.mark.parametrize("line", ["Symbolbild: Eine Halle voller Geräte", "Abbildung 3: Gebühren seit Mai"])
def test_captions_without_an_element(line: str) -> None:
    """A line that a caption's label opens is a caption, wherever it stands."""
    assert roles(article(inside=f"<p>{line}</p>"))[line] is Role.CAPTION
