"""Bytes to a tree, once. Everything later reads that tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree, html

from pipelines.encoding import decode_bytes, without_mojibake
from pipelines.media_type import is_no_page
from schemas.page import NotAnArticle, Page, Rejection

# Ten times the largest article page seen; a body beyond it is a download or an attack.
MAX_BYTES = 16 * 1024 * 1024

# What files that are no pages begin with.
BINARY_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00\x20ftyp",
    b"ID3",
    b"OggS",
    b"wOFF",
    b"wOF2",
    b"\x7fELF",
    b"\x1f\x8b",
    b"BZh9",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf",
    b"SQLite format 3",
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A page with a few stray control bytes is a page. Noise has a tenth of them, the legacy charsets have none.
STRAY_CONTROLS = 4
CONTROL_SHARE = 0.03
SAMPLE_BYTES = 4096

MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|article|section|main|meta|title|table|script|h[1-6]|br|span)\b",
    re.I,
)
# Controls that no HTML parser accepts as text, NUL first among them. Deleting bytes is a fifth of a search for them.
FORBIDDEN = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\f\r")
# Templates put together carelessly close the page after its menu; browsers go on reading there, libxml2 does not.
EARLY_ENDS = (b"</body>", b"</html>", b"</BODY>", b"</HTML>")
# (One expression for all is a quarter of four searches.)
ANY_END = re.compile(b"|".join(EARLY_ENDS))
OPENING = re.compile(rb"<[a-zA-Z]")
# (The parser of `lxml.html` asks a Python function for the class of each element, each time that one is visited. A new
# parser for each page would cost a quarter of the parse. Nobody asks for elements by their ids.)
PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False)
PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))

SOFT_HYPHEN: Final = "\xad"
# As nearly all pages write it.
ESCAPED_SOFT_HYPHEN = re.compile("&(?:shy|#173);")


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """A parsed page."""

    root: html.HtmlElement
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A page that came as plain text."""

    text: str
    warnings: tuple[str, ...] = ()


Document = HtmlDocument | TextDocument


def decode(page: Page) -> Document:
    """Return the page as a tree (or as text, where it has no markup), or raise NotAnArticle."""
    _reject_what_is_no_page(page)
    text, encoding = decode_bytes(page.body, page.content_type)
    text = without_soft_hyphens(without_mojibake(text))
    if not text or text.isspace():
        raise NotAnArticle(Rejection.EMPTY, "the page has no characters")
    warnings: tuple[str, ...] = ("broken_encoding",) if encoding in ("utf-8-broken", "unknown") else ()
    if is_plain_text(page, text):
        return TextDocument(text.encode("utf-8", "replace").translate(None, FORBIDDEN).decode(), warnings)
    root = parse_html(text)
    if root is None:
        raise NotAnArticle(Rejection.EMPTY, "the page has no elements")
    if truncated(text):
        warnings += ("truncated_html",)
    return HtmlDocument(root, warnings)


def without_soft_hyphens(text: str) -> str:
    """Take out where words may be parted at a line's end: such marks are no letters, and hide words from search."""
    if SOFT_HYPHEN in text:
        text = text.replace(SOFT_HYPHEN, "")
    return ESCAPED_SOFT_HYPHEN.sub("", text)


def parse_html(text: str) -> html.HtmlElement | None:
    """Parse markup leniently; None where there is no element in it."""
    data = text.encode("utf-8", "replace").translate(None, FORBIDDEN)
    if (first := ANY_END.search(data)) and OPENING.search(data, first.start()):
        data = _without_early_ends(data)
    try:
        root = html.document_fromstring(data, parser=PARSER)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return root if len(root) else None


def _without_early_ends(data: bytes) -> bytes:
    for end in EARLY_ENDS:
        if (found := data.find(end)) >= 0 and OPENING.search(data, found):
            data = data.replace(end, b"")
    return data


def is_plain_text(page: Page, text: str) -> bool:
    """Tell whether the page is text without markup, by its type or, without one, by its characters."""
    if page.content_type.lower().startswith("text/plain"):
        return True
    return MARKUP.search(text) is None


def truncated(text: str) -> bool:
    """Tell whether the page opens an `html` or `body` element and ends without closing either."""
    tail = text[-2000:].lower()
    return "</html" not in tail and "</body" not in tail and ("<body" in text or "<BODY" in text)


def _reject_what_is_no_page(page: Page) -> None:
    if page.status >= 400:
        raise NotAnArticle(Rejection.HTTP_ERROR, f"status {page.status}")
    if not page.body or page.body.isspace():
        raise NotAnArticle(Rejection.EMPTY, "the page has no bytes")
    if len(page.body) > MAX_BYTES:
        raise NotAnArticle(Rejection.TOO_LARGE, f"{len(page.body)} bytes, the limit is {MAX_BYTES}")
    if _is_binary(page.body[:SAMPLE_BYTES]):
        raise NotAnArticle(Rejection.BINARY, "the bytes are no text")
    if is_no_page(page.content_type, page.body):
        raise NotAnArticle(Rejection.NOT_HTML, f"served as {page.content_type}")


def _is_binary(sample: bytes) -> bool:
    if sample.startswith(BINARY_MAGIC):
        return True
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or sample[1:20:2].count(0) > 8 or sample[:20:2].count(0) > 8:
        return False
    return len(CONTROL.findall(sample)) > STRAY_CONTROLS + len(sample) * CONTROL_SHARE
