"""A document cut into blocks; the only difference between a page with markup and one without."""

from __future__ import annotations

from pipelines.decode import Document, TextDocument
from pipelines.segment.html import segment_html
from pipelines.segment.text import segment_text
from schemas.block import Segments

__all__ = ["segment"]


def segment(document: Document) -> Segments:
    """Return the blocks of a page in reading order."""
    if isinstance(document, TextDocument):
        return segment_text(document.text)
    return segment_html(document.root)
