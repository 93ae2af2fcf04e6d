"""Rules about lines of names and dates around the title."""

from __future__ import annotations

import re

from pipelines.label.context import Context, is_running
from pipelines.label.date_lines import DATE_BEFORE
from pipelines.lexicon import split_labels
from pipelines.lexicon.phrases import is_phrase
from schemas.article import BlockType
from schemas.block import Block, Hint
from schemas.role import Role

# A line of names and dates is short.
LONGEST_BYLINE = 200
# A label is so far from its colon at most. Of several lines, each with its label.
LONGEST_LED = 40
LONGEST_LINES = 500
COLON = re.compile(r"\s*[:：]")
NAMED_BEFORE = (Role.AUTHOR, Role.EDITOR, Role.TRANSLATOR, Role.REPORTER)
BYLINE_LABELS = frozenset(
    (
        Role.AUTHOR,
        Role.EDITOR,
        Role.TRANSLATOR,
        Role.REPORTER,
        Role.PUBLISHED,
        Role.UPDATED,
        Role.SOURCE,
        Role.READING_TIME,
        Role.VIEWS,
    )
)


def byline(block: Block, context: Context) -> Role | None:
    """A line of names and dates around the title, by its element's name or its label."""
    if block.weight > LONGEST_BYLINE or block.type is BlockType.HEADING:
        return None
    hints = context.hints[block.position]
    if hints & Hint.AUTHOR_BOX:
        return Role.BYLINE
    early = block.position <= context.first + 2
    sentence = is_running(block, context.prose[block.position])
    if hints & Hint.BYLINE and not sentence:
        return Role.BYLINE
    if sentence or not (early or block.position >= context.last - 1):
        return None
    return Role.BYLINE if has_byline_label(block, context) else None


def has_byline_label(block: Block, context: Context) -> bool:
    """Tell whether a line has a byline's labels in it."""
    return any(part.role in BYLINE_LABELS for part in split_labels(block.parted, context.language))


def labelled_lines(block: Block, context: Context) -> Role | None:
    """Lines set off from the text that each begin with a label: original title, author, translator of a translation."""
    if block.type not in (BlockType.PARAGRAPH, BlockType.QUOTE, BlockType.LIST) or block.weight > LONGEST_LINES:
        return None
    early = context.first - 1 <= block.position <= context.first + 2
    if not early and block.position < context.last:
        return None
    if not COLON.search(block.text, 0, LONGEST_LED):
        return None
    lines = block.text.split("\n")
    said = [_said_in(line, context) for line in lines]
    return Role.BYLINE if all(said) and (len(lines) > 1 or said[0] is not Role.SOURCE) else None


def _said_in(line: str, context: Context) -> Role | None:
    """Return what a line gives behind its label: a name or date of a byline, or the title of the original."""
    hit = context.lexicon.prefix(line)
    if hit and hit.marked and (known := next((one.role for one in hit.labels if one.role in BYLINE_LABELS), None)):
        return known
    before, *rest = COLON.split(line, maxsplit=1)
    return Role.TITLE if rest and is_phrase("original_title", before) else None


def before_text(block: Block, context: Context) -> Role | None:
    """What stands in the region before the title is no text; right before it, a labelled name may be the article's."""
    if context.title is None or block.position >= context.title or not context.in_main(block):
        return None
    hit = context.opening[block.position]
    named = hit is not None and hit.has(*NAMED_BEFORE) and block.weight <= LONGEST_BYLINE
    return Role.BYLINE if named and context.title - block.position <= DATE_BEFORE else Role.BOILERPLATE


def wordless(block: Block, context: Context) -> Role | None:
    """Between the title and the text, a paragraph without a letter is a count, or a dot between two names."""
    is_between = context.title is not None and context.title < block.position < context.first
    if not is_between or block.type is not BlockType.PARAGRAPH or any(map(str.isalpha, block.text)):
        return None
    return Role.BOILERPLATE
