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

DECLARING = ("script", "meta", "link", "title", "base")


def read_metadata(document: Document, page: Page) -> Metadata:
    """Return everything that the page declares, most trusted reader first."""
    if isinstance(document, TextDocument):
        return Metadata()
    found = _elements(document.root)
    scripts = found["script"]
    readers = [
        read_json_ld(scripts, page.url),
        read_microdata(document.root),
        read_meta(document.root, found, page),
    ]
    titles = tuple(title.value for part in readers for title in part.titles)
    return merged([*readers, read_page_state(scripts, page.url, titles)])


def _elements(root: HtmlElement) -> dict[str, list[HtmlElement]]:
    """Return the elements that declare something, by tag; one pass over the tree finds them all."""
    found: dict[str, list[HtmlElement]] = {tag: [] for tag in DECLARING}
    for element in root.iter(*DECLARING):
        found[element.tag].append(element)
    return found
