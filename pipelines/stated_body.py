"""Takes the article from the page's data where the page shows less of it."""

from __future__ import annotations

import re

from pipelines.decode import MARKUP, HtmlDocument, TextDocument, parse_html
from pipelines.label.main_region import prose_weight
from pipelines.segment import segment
from schemas.article import BlockType
from schemas.block import Block, Region, Segments
from schemas.metadata import Metadata

# The page shows the article if it shows this share of what its data holds.
SHOWN_SHARE = 0.5
ESCAPED = re.compile(r"&lt;(?:p|div|h\d|br)\b")


def with_stated_body(shown: Segments, metadata: Metadata) -> Segments:
    """Return the blocks that the page shows, or those of its data if they say more than twice as much."""
    stated = [(segments, body.by) for body in metadata.bodies if (segments := segments_of(body.value))]
    if not stated:
        return shown
    best, by = max(stated, key=lambda pair: prose_of(pair[0]))
    if prose_of(shown) >= prose_of(best) * SHOWN_SHARE:
        return shown
    return _titled(best, metadata, by)


def segments_of(text: str) -> Segments | None:
    """Cut a stated body into blocks: markup, or text with its line breaks."""
    if MARKUP.search(text):
        root = parse_html(text)
        return segment(HtmlDocument(root)) if root is not None else None
    return segment(TextDocument(text))


def prose_of(segments: Segments) -> float:
    """Return how much running text there is, in Latin letters."""
    return sum(prose_weight(block) for block in segments.blocks)


def _titled(segments: Segments, metadata: Metadata, by: str) -> Segments:
    """Put the declared title before the blocks, where the shown page has it: the one that stands beside the text."""
    # (The document's title is the app's where a script sets it.)
    titles = sorted(metadata.titles, key=lambda item: item.by != by)
    title = next((item.value for item in titles), None)
    if title is None:
        return segments
    head = Block(0, BlockType.HEADING, title, "h1", level=1, weight=len(title))
    blocks = tuple(block._replace(position=block.position + 1) for block in segments.blocks)
    regions = tuple(
        Region(region.parent, region.tag, region.hints, region.start + (index > 0), region.end + 1)
        for index, region in enumerate(segments.regions)
    )
    pictures = tuple(placed._replace(before=placed.before + 1) for placed in segments.pictures)
    return Segments((head, *blocks), regions, pictures)
