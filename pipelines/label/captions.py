"""Rules about the words under pictures."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from operator import attrgetter

from pipelines.label.context import Context
from pipelines.label.main_region import FOREIGN
from pipelines.lexicon.credits import caption_and_credit
from pipelines.segment.weight import SENTENCE_END
from schemas.article import BlockType
from schemas.block import Block, Hint
from schemas.role import Role

# A caption is a few sentences; what shares an element with a picture is its caption and its credit.
LONGEST_CAPTION = 400
LONGEST_BESIDE = 160
MOST_CAPTION_LINES = 2


def caption(block: Block, context: Context) -> Role | None:
    """Words under a picture: in a caption's element, or a label that says so."""
    if block.type is BlockType.FIGURE:
        return Role.CAPTION
    announced = context.announced[block.position]
    if announced and announced[0] in (Role.AI_GENERATED_NOTICE, Role.IMAGE_CREDIT, Role.FIGURE_CAPTION):
        return Role.CAPTION
    # A box to subscribe has a caption, too (Substack's `cta-caption`, in an article that is a `newsletter-post`).
    own = context.segments.regions[block.region].hints
    if own & Hint.CAPTION and own & Hint.NEWSLETTER:
        return Role.NEWSLETTER
    named = context.hints[block.position] & (Hint.CAPTION | Hint.CREDIT)
    return Role.CAPTION if block.weight < LONGEST_CAPTION and (named or beside_picture(block, context)) else None


def beside_picture(block: Block, context: Context) -> bool:
    """Tell whether a block shares a small element with a picture and nothing else: one with words under it."""
    # (Of a flash or a teaser before a paywall, all the text may stand under the picture.)
    only_text = context.first == context.last == block.position
    foreign = context.hints[block.position] & (FOREIGN | Hint.AUTHOR_BOX) or only_text
    if block.type is not BlockType.PARAGRAPH or block.links or block.weight > LONGEST_BESIDE or foreign:
        return False
    if _within_picture(block, context):
        return True
    parent = context.segments.regions[block.region].parent
    region = context.segments.regions[parent]
    if (
        not context.segments.pictures
        or region.end - region.start > MOST_CAPTION_LINES
        or region.tag in ("td", "li", "body")
        or block.region == parent
    ):
        return False
    return any(
        region.start <= placed.before <= block.position and parent in islice(context.around(placed.region), 3)
        for placed in context.segments.pictures
    )


def _within_picture(block: Block, context: Context) -> bool:
    """Tell whether a line comes right behind a picture: in one paragraph with it, or naming at its end whose it is."""
    pictures = context.segments.pictures
    place = bisect_left(pictures, block.position, key=attrgetter("before"))
    if place == len(pictures) or pictures[place].before != block.position:
        return False
    if block.position == context.first or block.position >= context.last:
        return False
    inside = pictures[place].region == block.region and block.position > context.first
    together = inside and not SENTENCE_END.match(block.text[-1])
    return together or bool(caption_and_credit(block.text, context.lexicon)[1])
