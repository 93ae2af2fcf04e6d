"""What a page declares: JSON-LD, microdata, meta elements and links, page state."""

from __future__ import annotations

from lxml.html import HtmlElement

from pipelines.decode import Document, TextDocument
from pipelines.metadata.json_ld import read_json_ld
from pipelines.metadata.meta import read_meta
from pipelines.metadata.microdata import read_microdata
from pipelines.metadata.page_state import read_page_state
from schemas.metadata import Metadata, merged
from schemas.page import Page

__all__ = ["read_metadata"]


def read_metadata(document: Document, page: Page) -> Metadata:
    """Return everything that the page declares, most trusted reader first."""
    if isinstance(document, TextDocument):
        return Metadata()
    scripts: list[HtmlElement] = list(document.root.iter("script"))
    readers = [
        read_json_ld(scripts, page.url),
        read_microdata(document.root),
        read_meta(document.root, page),
    ]
    titles = tuple(title.value for part in readers for title in part.titles)
    return merged([*readers, read_page_state(scripts, page.url, titles)])
