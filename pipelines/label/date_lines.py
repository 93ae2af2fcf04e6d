"""Rules about lines that say when: the date of the article, the times of a live blog."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from pipelines.dates import find_dates
from pipelines.label.context import Context
from pipelines.lexicon import split_labels
from schemas.article import BlockType
from schemas.block import Block, Hint
from schemas.role import Role

# A line with the article's date: so short, and so few blocks before its title.
LONGEST_DATE_LINE = 120
DATE_BEFORE = 3
DATE_AFTER = 3
# A line that begins with a date's label may stand further up, in a bar over the title.
LABELLED_BEFORE = 8
# Beside the title a date is the article's, whatever else the element around both is named after.
DATE_BESIDE = 2
DATE_LABELS = frozenset((Role.PUBLISHED, Role.UPDATED))
LONGEST_REST = 25
NEVER_DATE = (
    Hint.RELATED | Hint.NAVIGATION | Hint.COMMENTS | Hint.FOOTER | Hint.ASIDE | Hint.ADVERTISEMENT | Hint.COOKIES
)
DIGIT = re.compile(r"\d")
# Only whether a date is there matters, not which day it is.
ANY_DAY = datetime(2100, 1, 1, tzinfo=UTC)
# "21:40", "5:20 PM, 25 November 2026"; what is left of such a line is "PM" or a zone.
CLOCK = re.compile(r"\b\d{1,2}[:.：]\d{2}(?:[:：]\d{2})?\b")
LONGEST_TIME = 50
LONGEST_PERIOD = 6
# A live blog has so many entries, and each of them fills so many blocks at most.
FEWEST_ENTRIES = 3
ENTRIES_NEAR = 30


def dated_line(block: Block, context: Context) -> Role | None:
    """A short line with a date beside the title, or a date alone before or after the text, belongs to the article."""
    if context.title is None or block.position == context.title or block.weight > LONGEST_DATE_LINE:
        return None
    if block.type not in (BlockType.PARAGRAPH, BlockType.HEADING) or not DIGIT.search(block.text):
        return None
    position, hints = block.position, context.hints[block.position]
    hit = context.opening[position]
    says_so = hit is not None and hit.has(*DATE_LABELS)
    hints &= ~Hint.NAVIGATION if says_so else ~0
    early = context.title - (LABELLED_BEFORE if says_so else DATE_BEFORE) <= position <= context.first + DATE_AFTER
    late = context.last < position <= context.last + DATE_AFTER
    beside = -DATE_BESIDE <= position - context.title <= DATE_BESIDE
    if not (early or late) or (hints & NEVER_DATE and not beside) or hints & Hint.HIDDEN:
        return None
    # Cards of a related section have dates of their own.
    if position in context.sections and not beside:
        return None
    found = find_dates(block.parted, context.language, ANY_DAY)
    if not found:
        return None
    rest = len(block.parted) - sum(date.end - date.start for date in found)
    # A day without a year may be a street's name.
    dated = any(date.parsed.at.year < ANY_DAY.year - 1 for date in found) or rest < LONGEST_REST
    labelled = any(part.role in DATE_LABELS for part in split_labels(block.parted, context.language))
    alone = rest < LONGEST_REST or labelled
    inside = position > context.first + 1 or block.type is BlockType.HEADING
    return Role.BYLINE if dated and (alone or not inside) else None


def entry_time(block: Block, context: Context) -> Role | None:
    """A line that is nothing but a time of day, among more of them, says when an entry of a live blog was made."""
    if not _is_time(block, context.language) or not context.in_main(block):
        return None
    near = context.segments.blocks[max(0, block.position - ENTRIES_NEAR) : block.position + ENTRIES_NEAR]
    times = sum(_is_time(other, context.language) for other in near)
    return Role.BOILERPLATE if times >= FEWEST_ENTRIES else None


def _is_time(block: Block, language: str) -> bool:
    if block.weight > LONGEST_TIME or block.type not in (BlockType.PARAGRAPH, BlockType.HEADING):
        return False
    rest, clocks = CLOCK.subn("", block.parted)
    if not clocks:
        return False
    for date in reversed(find_dates(rest, language, ANY_DAY)):
        rest = rest[: date.start] + rest[date.end :]
    return sum(map(str.isalpha, rest)) <= LONGEST_PERIOD
