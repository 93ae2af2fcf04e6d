"""Rules about what stands behind the text: whose it was, and that it is over."""

from __future__ import annotations

import re

from pipelines.label.context import Context
from pipelines.lexicon import split_labels
from pipelines.lexicon.phrases import is_phrase
from schemas.article import BlockType
from schemas.block import Block
from schemas.role import Role

# A name, a paper and an address.
LONGEST_SIGNATURE = 90
SIGNED_BEHIND = 2
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
# "(AB/CD)", "ab/PAP", "###": who wrote an agency's report, and that it is over.
INITIALS = re.compile(r"\W*[A-Za-z]{2,4}(?:[/,]\s?[A-Za-z]{2,4})+\W*|[#*\-–—=~\s]+")
LONGEST_END = 25
DASHES = ("—", "–", "-")
LONGEST_SOURCE_LINE = 100


def source_line(block: Block, context: Context) -> Role | None:
    """A line behind the text that says in brackets, or as a whole, whose it was ("(theo Báo Mới)")."""
    if block.position < context.last or block.weight > LONGEST_SOURCE_LINE or block.type is not BlockType.PARAGRAPH:
        return None
    hit = context.opening[block.position]
    if not (hit and hit.has(Role.SOURCE)) and not block.text.rstrip(".").endswith((")", "）")):
        return None
    return Role.BYLINE if any(part.role is Role.SOURCE for part in split_labels(block.text, context.language)) else None


def signature(block: Block, context: Context) -> Role | None:
    """A line behind the text with its writer's e-mail address, or anywhere one with a dash before a writer's label."""
    if block.weight > LONGEST_SIGNATURE or block.position <= context.first:
        return None
    hit = context.opening[block.position]
    signed = block.text.startswith(DASHES) and hit is not None and hit.has(Role.AUTHOR)
    late = block.position >= context.last - SIGNED_BEHIND
    return Role.BYLINE if signed or (late and MAIL.search(block.text)) else None


def end_mark(block: Block, context: Context) -> Role | None:
    """What agencies write under the last line: initials, "###", "the end"."""
    if block.position < context.last or len(block.text) > LONGEST_END or block.type is not BlockType.PARAGRAPH:
        return None
    over = is_phrase("end", block.text.strip(" ()（）[]【】/-–—.。*#"))
    return Role.BOILERPLATE if over or INITIALS.fullmatch(block.text) else None
