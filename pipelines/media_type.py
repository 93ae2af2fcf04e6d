"""What a server says that it sends, and whether that can be a page."""

from __future__ import annotations

import re
from typing import Final

HTML_START: Final = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)\b", re.I)
MARKUP_PROLOGUE: Final = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\s+|<\?xml[^>]*>|<!--.*?-->)*", re.S)
# Scripts, styles, feeds and the like, which read as text and are none. Types that nobody knows may be pages.
NO_PAGE: Final = re.compile(
    r"\s*(?:(?:image|audio|video|font)/"
    r"|text/(?:css|csv|calendar|vcard|vtt)\b"
    r"|(?:application|text)/(?!xhtml\b)(?:[\w.-]+[+.-])?(?:javascript|ecmascript|json|xml|pdf|wasm|zip|gzip)\b)",
    re.I,
)


def is_no_page(content_type: str, body: bytes) -> bool:
    """Tell whether a body is something else than a page by its type, and does not begin as an HTML document either."""
    return NO_PAGE.match(content_type) is not None and not starts_as_html(body)


def starts_as_html(head: bytes) -> bool:
    """Tell whether bytes begin as an HTML document does."""
    prologue = MARKUP_PROLOGUE.match(head)
    return HTML_START.match(head, prologue.end() if prologue else 0) is not None
