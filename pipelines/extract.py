"""The chain: a page goes in at one end, an article comes out at the other."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.assemble import assemble
from pipelines.decode import Document, decode
from pipelines.label import label
from pipelines.lexicon import load_lexicon
from pipelines.metadata import read_metadata
from pipelines.segment import segment
from pipelines.stated_body import with_stated_body
from schemas.article import Article
from schemas.block import LabelledBlock, Segments
from schemas.metadata import Metadata
from schemas.page import Page

__all__ = ["Reading", "extract", "read_page"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A page after each stage of the chain but the last."""

    document: Document
    metadata: Metadata
    segments: Segments
    labelled: tuple[LabelledBlock, ...]


def extract(page: Page) -> Article:
    """Turn a fetched page into an article, or raise NotAnArticle."""
    read = read_page(page)
    return assemble(page, read.metadata, read.segments, read.labelled, load_lexicon(), read.document.warnings)


def read_page(page: Page) -> Reading:
    """Read what a page declares and shows, or raise NotAnArticle where there is nothing to read."""
    document = decode(page)
    metadata = read_metadata(document, page)
    segments = with_stated_body(segment(document), metadata)
    labelled = label(segments, metadata, load_lexicon(), page.url)
    return Reading(document, metadata, segments, labelled)
