"""A page's markup made harmless, with marks at its blocks: text and structure stay, whatever acts or loads goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree
from lxml.html import HtmlElement

from pipelines.segment.elements import Elements

# Nothing of these is shown: they run, load, style or hold what no reader sees.
DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "link", "meta", "base"),
        *("object", "embed", "applet", "param", "svg", "math", "canvas", "audio", "video", "source", "track"),
        *("frame", "frameset", "noframes", "noembed", "map", "area", "input", "select", "textarea", "datalist"),
    )
)
# Something else stands for these.
NOT_OPENED = DROPPED | {"img", "iframe"}
# Elements that only say how text is set. All others become `div` or, if they stand in lines, `span`.
KEPT_BLOCKS = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "hr"),
        *("main", "article", "section", "nav", "aside", "header", "footer", "address", "center"),
    )
)
KEPT_INLINE = frozenset(
    (
        *("b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "mark", "code", "kbd", "samp", "q", "cite"),
        *("ruby", "rt", "rp", "bdi", "bdo", "br", "wbr", "del", "ins", "abbr", "time", "span"),
    )
)
SPANS = frozenset(("a", "font", "label", "button", "picture", "tt", "big", "acronym", "dfn", "var", "data", "output"))
EMPTY = frozenset(("br", "wbr", "hr"))
# No text may stand between the parts of a table: a mark is put before it.
MARKED_BEFORE = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
KEPT_ATTRIBUTES = {
    "dir": re.compile(r"ltr|rtl|auto", re.I),
    "lang": re.compile(r"[A-Za-z0-9-]{1,35}"),
    "colspan": re.compile(r"\d{1,3}"),
    "rowspan": re.compile(r"\d{1,3}"),
}
INLINE_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
# Larger pictures would make the file many times the page.
LONGEST_PICTURE = 50_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What is shown at the beginning of a block's element."""

    position: int
    kind: str
    """Of its role: the class that gives the mark its colour."""
    told: str


def inert_markup(elements: Elements, marks: Mapping[int, Sequence[Mark]]) -> str:
    """Return the markup of a page with marks at some of its regions."""
    marked = {elements.of_regions[region]: found for region, found in marks.items()}
    return "".join(_pieces(elements.root, marked))


def _pieces(root: HtmlElement, marked: Mapping[HtmlElement, Sequence[Mark]]) -> Iterator[str]:
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        is_open = isinstance(element.tag, str) and element.tag not in NOT_OPENED
        if event == "start" and is_open:
            yield _opening(element, marked.get(element, ()))
            yield escape(element.text or "")
        elif event == "start":
            yield _instead(element)
            walker.skip_subtree()
        else:
            yield f"</{_shown_tag(element.tag)}>" if is_open and element.tag not in EMPTY else ""
            yield escape(element.tail or "") if element is not root else ""


def _instead(element: HtmlElement) -> str:
    """Return what is shown instead of an element that is not opened."""
    if element.tag == "img":
        return _picture(element)
    return "[frame]" if element.tag == "iframe" else ""


def _opening(element: HtmlElement, marks: Sequence[Mark]) -> str:
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.items()
        if name in KEPT_ATTRIBUTES and KEPT_ATTRIBUTES[name].fullmatch(value)
    )
    if marks:
        # Parted by line breaks, blocks share an element; the first one's colour is its colour.
        attributes += f' class="marked kind-{marks[0].kind}"'
    badges = "".join(
        f'<b class="mark kind-{mark.kind}" id="b{mark.position}" dir="ltr">{escape(mark.told)}</b>' for mark in marks
    )
    opening = f"<{_shown_tag(element.tag)}{attributes}>"
    return badges + opening if element.tag in MARKED_BEFORE else opening + badges


def _shown_tag(tag: str) -> str:
    if tag in KEPT_BLOCKS or tag in KEPT_INLINE:
        return tag
    return "span" if tag in SPANS else "div"


def _picture(image: HtmlElement) -> str:
    address, words = image.get("src") or "", escape(image.get("alt") or "")
    if len(address) <= LONGEST_PICTURE and INLINE_PICTURE.fullmatch(address):
        return f'<img src="{escape(address)}" alt="{words}">'
    return f"[picture: {words}]" if words else "[picture]"
