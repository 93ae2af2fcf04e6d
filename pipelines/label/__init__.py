"""Says what each block of a page is."""

from __future__ import annotations

from dataclasses import replace

from pipelines.label.announced import section_member
from pipelines.label.context import Context, is_running, make_context
from pipelines.label.rules import RULES
from pipelines.label.sections import find_sections
from pipelines.label.titles import subtitle
from pipelines.lexicon import Lexicon
from schemas.article import BlockType
from schemas.block import Block, LabelledBlock, Segments
from schemas.metadata import Metadata
from schemas.role import Role

__all__ = ["Context", "context_of", "label"]


# Behind an article's tags or comments there is so little of its prose.
TAIL_SHARE = 0.1
# Between a standfirst and the text a byline has so many blocks, with its buttons and a summary.
BYLINE_BLOCKS = 15
IN_TEXT = frozenset((Role.BODY, Role.HEADING, Role.CAPTION))


def label(segments: Segments, metadata: Metadata, lexicon: Lexicon, url: str | None) -> tuple[LabelledBlock, ...]:
    """Return every block with its role and the rule that gave it."""
    context = context_of(segments, metadata, lexicon, url)
    labelled = tuple(judge(block, context) for block in segments.blocks)
    return without_empty_headings(without_tail(labelled, context))


def context_of(segments: Segments, metadata: Metadata, lexicon: Lexicon, url: str | None) -> Context:
    """Return what the rules know of a page, its sections and the borders of its text found."""
    context = make_context(segments, metadata, lexicon, url)
    context = replace(context, sections=find_sections(context))
    context = replace(context, first=first_text(context), last=last_text(context))
    return without_standfirst(context)


def without_standfirst(context: Context) -> Context:
    """Return a context whose text begins behind the standfirst: a byline may stand between the two."""
    if context.first >= context.last:
        return context
    lead = context.segments.blocks[context.first]
    if lead.type is BlockType.HEADING or subtitle(lead, context) is None:
        return context
    later = replace(context, first=context.first + 1)
    first = first_text(later)
    found = first < context.last and is_running(context.segments.blocks[first], context.prose[first])
    return replace(context, first=first) if found and first - lead.position <= BYLINE_BLOCKS else context


def first_text(context: Context) -> int:
    """Return where the body begins: at the first running text that is in no section and behind no label."""
    for block in context.segments.blocks[context.first : context.main.end]:
        if not is_running(block, context.prose[block.position]) or block.position in context.sections:
            continue
        hit = context.opening[block.position]
        if hit is None or not hit.marked:
            return block.position
    return context.first


def last_text(context: Context) -> int:
    """Return the position of the last running text that is in no section: where the body ends."""
    for block in reversed(context.segments.blocks[context.first + 1 : context.last + 1]):
        if is_running(block, context.prose[block.position]) and block.position not in context.sections:
            return block.position
    return context.last


def judge(block: Block, context: Context) -> LabelledBlock:
    """Give the block the role of the first rule that speaks, and sign for it."""
    for rule in RULES:
        if role := rule(block, context):
            return LabelledBlock(block, role, why=rule.__name__, hints=context.hints[block.position])
    return LabelledBlock(block, Role.UNKNOWN, why="no rule spoke")


def without_tail(labelled: tuple[LabelledBlock, ...], context: Context) -> tuple[LabelledBlock, ...]:
    """Take out of the body what little stands behind the article's tags or comments: who wrote it, what to do next."""
    room = context.prose_between(context.main.start, context.main.end) * TAIL_SHARE
    end, behind = len(labelled), 0.0
    for item in reversed(labelled):
        if item.role is Role.BODY:
            behind += context.prose[item.block.position]
        if behind > room:
            break
        closes = item.role is Role.TAG or (item.role is Role.COMMENTS and item.why == section_member.__name__)
        if closes and item.block.position > context.first:
            end = item.block.position
    return tuple(
        LabelledBlock(item.block, Role.BOILERPLATE, why="without_tail", hints=item.hints)
        if item.block.position > end and item.role in IN_TEXT
        else item
        for item in labelled
    )


def without_empty_headings(labelled: tuple[LabelledBlock, ...]) -> tuple[LabelledBlock, ...]:
    """Take headings out of the body that have no text under them: their sections were not the article's."""
    return tuple(
        LabelledBlock(item.block, Role.BOILERPLATE, why="empty_heading")
        if item.role is Role.HEADING and not has_text_under(position, labelled)
        else item
        for position, item in enumerate(labelled)
    )


def has_text_under(position: int, labelled: tuple[LabelledBlock, ...]) -> bool:
    """Tell whether body text, or at once another heading, comes before the next one of the same rank or a higher.

    Under a heading right over it, a picture's caption is all the text that there is.
    """
    level = labelled[position].block.level or 6
    beneath = labelled[position + 1 : position + 2]
    if beneath and beneath[0].role is Role.CAPTION and beneath[0].block.type is BlockType.FIGURE:
        return True
    dropped = False
    # (By index: a slice for every heading would copy the page as often.)
    for later in range(position + 1, len(labelled)):
        item = labelled[later]
        if item.role is Role.BODY:
            return True
        if item.role is Role.HEADING and (item.block.level or 6) <= level and dropped:
            return False
        dropped = dropped or item.role not in (Role.HEADING, Role.CAPTION)
    return False
