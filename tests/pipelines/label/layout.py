"""A page around an article, for tests of labels."""

from __future__ import annotations

from lxml import html

from pipelines.decode import HtmlDocument
from pipelines.label import label
from pipelines.lexicon import load_lexicon
from pipelines.segment import segment
from schemas.metadata import Metadata
from schemas.role import Role

TITLE = "The court lets the exchange open again"
PROSE = "The court said on Friday that the exchange, which had been closed since May, may open its doors again."
TEXT = "".join(f"<p>{PROSE} Paragraph {number} goes on for a while, as paragraphs do.</p>" for number in range(5))


def roles(markup: str, metadata: Metadata | None = None) -> dict[str, Role]:
    """Return the role of every block by its text."""
    root = html.document_fromstring(f"<html><body>{markup}</body></html>")
    labelled = label(segment(HtmlDocument(root)), metadata or Metadata(), load_lexicon(), None)
    return {item.block.text: item.role for item in labelled}


def article(after: str = "", before: str = "", inside: str = "") -> str:
    """Return a page with an article; something stands before, inside or behind its text."""
    return f"<main><article><h1>{TITLE}</h1>{before}<div>{TEXT}{inside}{TEXT}</div>{after}</article></main>"
