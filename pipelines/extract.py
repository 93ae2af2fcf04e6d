"""The chain: a page goes in at one end, an article comes out at the other."""

from __future__ import annotations

from pipelines.assemble import assemble
from pipelines.decode import decode
from pipelines.label import label
from pipelines.lexicon import load_lexicon
from pipelines.metadata import read_metadata
from pipelines.segment import segment
from pipelines.stated_body import with_stated_body
from schemas.article import Article
from schemas.page import Page

__all__ = ["extract"]


def extract(page: Page) -> Article:
    """Turn a fetched page into an article, or raise NotAnArticle."""
    document = decode(page)
    metadata = read_metadata(document, page)
    segments = with_stated_body(segment(document), metadata)
    lexicon = load_lexicon()
    labelled = label(segments, metadata, lexicon, page.url)
    return assemble(page, metadata, segments, labelled, lexicon, document.warnings)
