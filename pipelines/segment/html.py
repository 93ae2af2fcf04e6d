"""Cuts a tree into blocks in one walk: text between the borders of block elements, with what stands around it."""

from __future__ import annotations

import functools
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from pipelines.segment.hints import KEPT, OF_PROPERTY, OF_ROLE, OF_TAG, hints_of_name
from pipelines.segment.pictures import picture_of
from pipelines.segment.tables import data_rows
from pipelines.segment.weight import weight
from schemas.article import BlockType
from schemas.block import Block, BlockLink, Hint, Picture, PlacedPicture, Region, Segments

# Nothing inside is text that a reader sees.
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "mat-icon",
        "canvas",
        "object",
        "embed",
        "applet",
        "select",
        "option",
        "optgroup",
        "textarea",
        "input",
        "datalist",
        "head",
        "map",
        "area",
        "audio",
        "progress",
        "meter",
        "rp",
        "rt",
        "math",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "ruby",
        "rb",
        "nobr",
        "blink",
        "picture",
        "source",
        "button",
        "output",
        "font-face",
        "o:p",
        "g-emoji",
        "slot",
        "bold",
        "amp-ad",
        "x-small",
        "relative-time",
    ]
)
EMPHASIS = frozenset(("b", "strong", "mark"))
HEADINGS = {f"h{level}": level for level in range(1, 7)}
READ_WHOLE = frozenset(("table", "pre", "figure"))
# Editors leave a character without width in an empty paragraph.
INVISIBLE = " \n\t\r\xa0\u200b\u200c\u200d\u2060\ufeff"
FEW = 10
ICON_FONTS = ("material-icons", "material-symbols")
# (AMP writes pictures with a tag of its own.)
PICTURES = frozenset(("img", "amp-img"))
NO_REGION = PICTURES | {"br", "iframe"}
# Attributes that say what an element is for.
TELLING = frozenset(("class", "id", "itemprop", "role", "hidden", "style", "rel"))
TYPE_OF_TAG = {
    "blockquote": BlockType.QUOTE,
    "pre": BlockType.CODE,
    **dict.fromkeys(HEADINGS, BlockType.HEADING),
}
EMBED_CLASSES = (
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "threads-post",
    "fb-post",
    "telegram-post",
    "reddit-embed",
    "reddit-card",
)
LAZY_ADDRESS = ("src", "data-src", "data-lazy-src")

# Pieces are kept of blocks that may be labels, names and dates; prose is longer.
LONGEST_PIECED = 240
# (What `Region._make` does, without a call in Python for each element.)
AS_REGION: Callable[[tuple[int, str, int, int, int]], Region] = functools.partial(tuple.__new__, Region)
EMPTY_REGION = Region(0, "body", 0, 0, 0)
LONG_ITEM = 700
# "(Read also: …)"
LONGEST_POINTING = 30
BRACKETS = ("(", "（", "[", "【")


def segment_html(root: HtmlElement) -> Segments:
    """Return the blocks, regions and pictures of a page in reading order."""
    walk = Walk(body_of(root))
    walk.run()
    return Segments(tuple(walk.blocks), walk.finished_regions(), tuple(walk.pictures))


def body_of(root: HtmlElement) -> HtmlElement:
    """Return `body`; a page cut off in its head has none."""
    bodies = root.findall("body") if root.tag == "html" else []
    return bodies[0] if len(bodies) == 1 else root


@functools.lru_cache(maxsize=KEPT)
def is_embed(name: str) -> bool:
    """Tell whether a class is one that other sites' posts are embedded with."""
    bare = name.lower()
    return any(words in bare for words in EMBED_CLASSES)


class Walk:
    """The walk's state. It lives for one page; what leaves it is immutable."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.blocks: list[Block] = []
        # (The regions by columns: most elements open one, and an object for each would cost as much as the walk.)
        self.parents: list[int] = []
        self.tags: list[str] = []
        self.hints: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.pictures: list[PlacedPicture] = []
        self.path: list[int] = []
        self.text: list[str] = []
        self.links: list[tuple[int, int, str]] = []
        self.open_link: tuple[int, str] | None = None
        self.emphasis = 0
        self.emphasised = 0
        self.inline_hints = 0
        self.unseen: list[int] = []
        self.times: list[str] = []
        self.touched = True

    def run(self) -> None:
        """Visit every element once, in document order."""
        root, gathered = self.root, self.text
        walker = etree.iterwalk(root, events=("start", "end"))
        inline, skipped = INLINE, SKIPPED
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if tag in inline:
                    self.open_inline(element, tag)
                elif tag in skipped or not isinstance(tag, str) or self.open_block(element, tag):
                    walker.skip_subtree()
                continue
            if tag in inline:
                self.close_inline(tag)
            elif tag not in skipped and isinstance(tag, str):
                self.close_block(element, tag)
            if (tail := element.tail) and element is not root:
                gathered.append(tail)

    def open_inline(self, element: HtmlElement, tag: str) -> None:
        """Note where a link, emphasis or a hint begins."""
        self.touched = True
        if tag == "a":
            # (An anchor without an address is a place, not a link.)
            href = element.get("href")
            self.open_link = (len(self.text), href) if href else None
        elif tag in EMPHASIS:
            self.emphasis += 1
            self.emphasised = (
                len(self.text) if self.emphasis == 1 and not "".join(self.text).strip() else self.emphasised
            )
        elif tag == "time" and (moment := element.get("datetime")):
            self.times.append(moment)
        if attributes := element.items():
            said = _said(attributes, tag)
            if said & Hint.HIDDEN:
                said = self.note_hidden(element, said)
            self.inline_hints |= said
        if (text := element.text) and not (attributes and _is_icon(attributes)):
            self.text.append(text)

    def note_hidden(self, element: HtmlElement, said: int) -> int:
        """Note which text an inline element hides; what has none hides nothing."""
        if not element.text and len(element) == 0:
            return said & ~Hint.HIDDEN
        self.unseen.append(len(self.text))
        return said

    def close_inline(self, tag: str) -> None:
        """Note where it ends."""
        self.touched = True
        if tag == "a" and self.open_link is not None:
            start, href = self.open_link
            self.links.append((start, len(self.text), href))
            self.open_link = None
        elif tag in EMPHASIS and self.emphasis:
            self.emphasis -= 1
            if self.emphasis == 0 and self.emphasised == 0:
                self.emphasised = -len(self.text)

    def open_block(self, element: HtmlElement, tag: str) -> bool:
        """Begin a block element; True if its inside needs no visit."""
        if tag in NO_REGION:
            return self.add_childless(element, tag)
        if self.text or self.touched:
            self.flush()
        # (A navigation that was never closed swallows the page behind it.)
        if tag == "nav" and next(element.iterdescendants("main", "article", "h1"), None) is None:
            self.enter(tag, Hint.NAVIGATION)
            return True
        attributes = element.items()
        own = _said(attributes, tag) if attributes else OF_TAG.get(tag, 0)
        self.enter(tag, own)
        if tag in READ_WHOLE and self.add_whole(element, tag):
            return True
        if attributes and (tag == "blockquote" or own == 0) and (name := element.get("class")) and is_embed(name):
            self.add_embed(element)
            return True
        if text := element.text:
            self.text.append(text)
        return False

    def add_childless(self, element: HtmlElement, tag: str) -> bool:
        """Add a line break, a picture or a frame; True if its inside needs no visit."""
        if tag == "br":
            self.text.append("\n")
        elif tag in PICTURES:
            self.place(picture_of(element), element)
        else:
            if self.text or self.touched:
                self.flush()
            self.embed_frame(element)
        return tag == "iframe"

    def add_whole(self, element: HtmlElement, tag: str) -> bool:
        """Add a table, code or a figure as one block; False if it only lays out what is inside."""
        if tag == "table" and (rows := data_rows(element)):
            self.add_table(element, rows)
            return True
        if tag == "pre":
            self.add_code(element)
            return True
        return tag == "figure" and self.add_figure(element)

    def close_block(self, element: HtmlElement, tag: str) -> None:
        """End a block element: its text is a block, its list items are one list."""
        if tag in NO_REGION:
            return
        if self.text or self.touched:
            self.flush()
        region = self.leave()
        if tag in ("ul", "ol"):
            self.join_list(element, region)
        elif tag == "blockquote":
            self.join_quote(region)

    def enter(self, tag: str, own: int) -> None:
        """Open a region."""
        path, start = self.path, len(self.blocks)
        self.parents.append(path[-1] if path else 0)
        path.append(len(self.tags))
        self.tags.append(tag)
        self.hints.append(own)
        self.starts.append(start)
        self.ends.append(start)

    def leave(self) -> int:
        """Close the innermost region and return its index."""
        index = self.path.pop()
        self.ends[index] = len(self.blocks)
        return index

    def flush(self) -> None:
        """Make blocks of the text gathered since the last border; an empty line parts two."""
        if self.text:
            raw = self.text[0] if len(self.text) == 1 else "".join(self.text)
            if not raw.isspace() and not (len(raw) < FEW and not raw.strip(INVISIBLE)):
                self.add_gathered(raw)
            self.text.clear()
        if self.touched:
            self.forget_inline()

    def forget_inline(self) -> None:
        """Begin a block's links, times and emphasis anew; an open link goes on in it."""
        self.links.clear()
        self.times.clear()
        self.inline_hints = 0
        self.unseen.clear()
        self.emphasised = 0 if self.emphasis else 1
        self.touched = False
        if self.open_link is not None:
            self.open_link = (0, self.open_link[1])

    def add_gathered(self, raw: str) -> None:
        """Add the gathered text, in one block or cut at its line breaks."""
        if self.unseen:
            raw = self.seen(raw)
        links = self.block_links() if self.links or self.open_link is not None else []
        bold = self.emphasised < 0 and not "".join(self.text[-self.emphasised :]).strip()
        bold = bold or (self.emphasis > 0 and self.emphasised == 0)
        if "\n" in raw and "\n" in self.text:
            self.add_broken(links, bold)
            return
        text = " ".join(raw.split())
        pieces: tuple[str, ...] = ()
        if len(raw) < LONGEST_PIECED * 3:
            pieces = (text,) if len(self.text) == 1 else self.pieces()
        self.add_text(text, links, bold, pieces)

    def seen(self, raw: str) -> str:
        """Take out what inline elements hide (words for screen readers, a date for machines) beside what is shown."""
        hidden = {place for place in self.unseen if place < len(self.text)}
        if not any(node.strip() for place, node in enumerate(self.text) if place not in hidden):
            return raw
        for place in hidden:
            self.text[place] = ""
        self.inline_hints &= ~Hint.HIDDEN
        return "".join(self.text)

    def pieces(self) -> tuple[str, ...]:
        """The gathered text nodes, each by itself."""
        return tuple(piece for piece in (" ".join(node.split()) for node in self.text) if piece)

    def block_links(self) -> list[BlockLink]:
        """The links in the gathered text, one that is still open included."""
        spans = [*self.links]
        if self.open_link is not None:
            spans.append((self.open_link[0], len(self.text), self.open_link[1]))
        found = []
        for start, end, href in spans:
            if words := " ".join("".join(self.text[start:end]).split()):
                found.append(BlockLink(words, href))
        return found

    def add_broken(self, links: list[BlockLink], bold: bool) -> None:
        """Add text with line breaks: an empty line ends a block, a single break ends a line."""
        lines: list[str] = [""]
        for node in self.text:
            if node == "\n":
                lines.append("")
            else:
                lines[-1] += node
        paragraphs: list[list[str]] = [[]]
        for line in (" ".join(line.split()) for line in lines):
            if line and links and _points_elsewhere(line, links):
                paragraphs += [[line], []]
            elif line:
                paragraphs[-1].append(line)
            elif paragraphs[-1]:
                paragraphs.append([])
        for paragraph in filter(None, paragraphs):
            text = "\n".join(paragraph)
            inside = [link for link in links if link.text in text]
            self.add_text(text, inside, bold, tuple(paragraph))

    def add_text(self, text: str, links: list[BlockLink], bold: bool, pieces: tuple[str, ...]) -> None:
        """Add a block of the innermost element's type."""
        region = self.path[-1]
        tag = self.tags[region]
        self.blocks.append(
            Block(
                len(self.blocks),
                TYPE_OF_TAG.get(tag, BlockType.PARAGRAPH),
                text,
                tag,
                region,
                HEADINGS.get(tag),
                weight(text),
                sum([weight(link.text) for link in links]) if links else 0,
                bold,
                tuple(links),
                pieces=pieces if len(text) <= LONGEST_PIECED else (),
                times=tuple(self.times),
                hints=self.inline_hints,
            )
        )

    def add_structured(
        self,
        type_: BlockType,
        text: str,
        links: list[BlockLink],
        *,
        rows: tuple[tuple[str, ...], ...] = (),
        url: str = "",
        hints: int = 0,
    ) -> None:
        """Add a block that was read whole from its element."""
        if not text and not url:
            return
        region = self.path[-1] if self.path else 0
        size = weight(text)
        linked = min(size, sum(weight(link.text) for link in links))
        tag = self.tags[region] if self.tags else "body"
        self.blocks.append(
            Block(
                position=len(self.blocks),
                type=type_,
                text=text,
                tag=tag,
                region=region,
                weight=size,
                link_weight=linked,
                links=tuple(links),
                rows=rows,
                hints=hints,
                url=url,
            )
        )

    def add_table(self, table: HtmlElement, rows: tuple[tuple[str, ...], ...]) -> None:
        """Add a data table as one block, its rows a line each."""
        text = "\n".join(" | ".join(row) for row in rows)
        self.add_structured(BlockType.TABLE, text, _links_in(table), rows=rows)

    def add_code(self, element: HtmlElement) -> None:
        """Add preformatted text as it stands."""
        for line_break in element.iterdescendants("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        self.add_structured(BlockType.CODE, element.text_content().strip("\n").rstrip(), _links_in(element))

    def add_embed(self, element: HtmlElement) -> None:
        """Add an embedded post: its words, and the address of the post, which is the last link in it."""
        links = _links_in(element)
        for line_break in element.iterdescendants("br"):
            line_break.tail = " " + (line_break.tail or "")
        words = [" ".join(part.text_content().split()) for part in element.iterdescendants("p")]
        address = element.get("cite") or element.get("data-instgrm-permalink") or (links[-1].href if links else "")
        text = "\n".join(filter(None, words)) or " ".join(element.text_content().split())
        self.add_structured(BlockType.EMBED, text, links, url=address)

    def embed_frame(self, frame: HtmlElement) -> None:
        """Add what an `iframe` shows of another site, with its title as text."""
        address = next(
            (value for name in LAZY_ADDRESS if (value := frame.get(name)) and not value.startswith("about:")),
            "",
        )
        if "//" in address:
            self.add_structured(BlockType.EMBED, " ".join((frame.get("title") or "").split()), [], url=address)

    def add_figure(self, figure: HtmlElement) -> bool:
        """Add a figure's pictures and its caption as one block; False if it holds text of another kind."""
        if (
            next(figure.iterdescendants("blockquote", "pre", "table", "iframe", "ul", "ol", "h1", "h2"), None)
            is not None
        ):
            return False
        caption = next(figure.iterdescendants("figcaption"), None)
        outside = (
            sum(len(paragraph.text_content()) for paragraph in figure.iterdescendants("p")) if caption is None else 0
        )
        if outside > LONG_ITEM:
            return False
        holder = figure if caption is None else caption
        credit = _credit_in(holder)
        words = _spaced_text(holder)
        plain = words.replace(credit, "").strip(" |·–—-/,") if credit else words
        for image in figure.iterdescendants(*PICTURES):
            picture = picture_of(image)
            self.place(picture._replace(caption=plain, credit=credit) if picture else None, image)
        self.add_structured(BlockType.FIGURE, plain or words, _links_in(holder), hints=Hint.CAPTION)
        return True

    def place(self, picture: Picture | None, element: HtmlElement) -> None:
        """Note a picture and where it stands."""
        if picture is not None:
            region = self.path[-1] if self.path else 0
            self.pictures.append(PlacedPicture(picture, len(self.blocks), region, _own_hints(element, "img")))

    def drop(self, start: int, region: int) -> None:
        """Take back blocks that become one; the regions inside hold nothing any more."""
        del self.blocks[start:]
        for inner in range(region + 1, len(self.tags)):
            self.starts[inner] = self.ends[inner] = start
        self.ends[region] = start + 1

    def join_list(self, element: HtmlElement, region: int) -> None:
        """Make one list block of plain items; items with headings, pictures or several paragraphs stay apart."""
        start = self.starts[region]
        parts = self.blocks[start:]
        if not parts or len(parts) > self.tags[region + 1 :].count("li") or not all(map(_is_item, parts)):
            return
        if any(picture.before >= start for picture in self.pictures[-len(parts) - 1 :]):
            return
        items = tuple(line for part in parts for line in (part.items or (part.text,)))
        self.drop(start, region)
        self.blocks.append(
            Block(
                position=start,
                type=BlockType.LIST,
                text="\n".join(items),
                tag=element.tag,
                region=region,
                weight=sum(part.weight for part in parts),
                link_weight=sum(part.link_weight for part in parts),
                links=tuple(link for part in parts for link in part.links),
                items=items,
                pieces=items if len(items) < 12 else (),
            )
        )

    def join_quote(self, region: int) -> None:
        """Make one quote of the paragraphs inside; one with headings or lists of its own stays apart."""
        start = self.starts[region]
        parts = self.blocks[start:]
        if not parts or any(part.type not in (BlockType.PARAGRAPH, BlockType.QUOTE) for part in parts):
            return
        if sum(part.weight for part in parts) > LONG_ITEM * 4:
            return
        first = parts[0]
        self.drop(start, region)
        self.blocks.append(
            first._replace(
                type=BlockType.QUOTE,
                tag="blockquote",
                region=region,
                text="\n".join(part.text for part in parts),
                weight=sum(part.weight for part in parts),
                link_weight=sum(part.link_weight for part in parts),
                links=tuple(link for part in parts for link in part.links),
                pieces=tuple(part.text for part in parts) if len(parts) > 1 else first.pieces,
            )
        )

    def finished_regions(self) -> tuple[Region, ...]:
        """Return the regions; joined lists have fewer blocks, so inner borders are cut to what is left."""
        columns = zip(self.parents, self.tags, self.hints, self.starts, self.ends, strict=True)
        return tuple(map(AS_REGION, columns)) or (EMPTY_REGION,)


def _points_elsewhere(line: str, links: list[BlockLink]) -> bool:
    """Tell whether a line in brackets is a few words, a colon and a link: it says where to read on."""
    if not line.startswith(BRACKETS):
        return False
    head, mark, rest = line.partition("：" if "：" in line else ":")
    bare = rest.strip(" )）]】")
    return bool(mark) and len(head) <= LONGEST_POINTING and any(bare == link.text for link in links)


def _is_item(part: Block) -> bool:
    return part.type in (BlockType.PARAGRAPH, BlockType.LIST) and part.weight < LONG_ITEM * (1 + len(part.items))


def _own_hints(element: HtmlElement, tag: str) -> int:
    """What an element's own tag and attributes say."""
    return _said(element.items(), tag)


def _is_icon(attributes: list[tuple[str, str]]) -> bool:
    """Tell whether an element's word is drawn as a picture: icon fonts write "schedule" for a clock."""
    return any(name == "class" and value.startswith(ICON_FONTS) for name, value in attributes)


def _said(attributes: list[tuple[str, str]], tag: str) -> int:
    own = OF_TAG.get(tag, 0)
    for name, value in attributes:
        if name == "class":
            own |= hints_of_name(value)
        elif name not in TELLING:
            continue
        elif name == "id":
            # (A heading's id is made of its words: "how-to-subscribe".)
            own |= 0 if tag in HEADINGS else hints_of_name(value)
        elif name == "itemprop":
            own |= OF_PROPERTY.get(value.lower(), 0)
        elif name == "role":
            own |= OF_ROLE.get(value, 0)
        elif name == "hidden" or (name == "style" and "display:none" in value.replace(" ", "").lower()):
            own |= Hint.HIDDEN
        elif name == "rel" and value == "author":
            own |= Hint.BYLINE | Hint.AUTHOR
    return own


def _links_in(element: HtmlElement) -> list[BlockLink]:
    found = ((" ".join(link.text_content().split()), link.get("href") or "") for link in element.iterdescendants("a"))
    return [BlockLink(words, href) for words, href in found if words]


def _spaced_text(element: HtmlElement) -> str:
    """The text of an element with a blank at every element's border, so that caption and credit do not run together."""
    return " ".join(" ".join(element.itertext()).split())


def _credit_in(holder: HtmlElement) -> str:
    """The part of a caption that an element of its own marks as the credit."""
    for child in holder.iterdescendants():
        if isinstance(child.tag, str) and _own_hints(child, child.tag) & Hint.CREDIT:
            return _spaced_text(child)
    return ""
