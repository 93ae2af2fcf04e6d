"""Rules about the article's headings, and the list of them that is its table of contents."""

from __future__ import annotations

import re

from pipelines.label.context import Context, is_running
from pipelines.segment.weight import SENTENCE_END
from schemas.article import BlockType
from schemas.block import Block
from schemas.role import Role

# A heading without a tag of its own is shorter than a sentence.
LONGEST_HEADING = 100
NUMBERED = re.compile(
    r"^(?!\d{1,2}[:：]\d|\d{1,2}\.\d\d(?:\s*\S{1,4})?$)(?:0\d|\d{1,2}(?=[.、)）:：\s])|[IVX]{1,4}(?=\.)|[一二三四五六七八九十]{1,3}(?=[、.，])|第[一二三四五六七八九十\d]+[章节節部])[.、)）:：]?\s*\S"
)
# A table of contents has so many lines at least, and these are nearly all headings.
FEWEST_CONTENTS = 2
CONTENTS_SHARE = 0.7
LONGEST_CONTENTS = 2000
# It stands at the text's head. (Shorter beginnings of headings are looked up than compared.)
CONTENTS_BEHIND = 10
HEADING_START = 6
RANK = re.compile(r"^\s*\d+(?:\.\d+)*\s*[.)、．]?\s*")


def heading(block: Block, context: Context) -> Role | None:
    """A heading of the article: by its element, all in bold, or numbered and short."""
    if block.type is BlockType.HEADING:
        return Role.HEADING
    if block.type is not BlockType.PARAGRAPH or block.weight > LONGEST_HEADING or "\n" in block.text:
        return None
    if SENTENCE_END.match(block.text[-1]) and block.text[-1] not in "?？؟!！":
        return None
    if block.bold and block.text[-1] not in ":：":
        return Role.HEADING
    return Role.HEADING if NUMBERED.match(block.text) and not _in_numbered_run(block, context) else None


def _in_numbered_run(block: Block, context: Context) -> bool:
    """Numbered lines right after one another are a list, not headings."""
    blocks = context.segments.blocks
    beside = (block.position - 1, block.position + 1)
    return any(0 <= i < len(blocks) and NUMBERED.match(blocks[i].text) for i in beside)


def contents(block: Block, context: Context) -> Role | None:
    """A list of the article's own headings is its table of contents; so is the line that stands over it."""
    if context.title is None or not context.title < block.position <= context.first + CONTENTS_BEHIND:
        return None
    if block.type is BlockType.LIST:
        return Role.TABLE_OF_CONTENTS if _lists_headings(block, context) else None
    if block.weight > LONGEST_HEADING or block.links or is_running(block, context.prose[block.position]):
        return None
    following = context.segments.blocks[block.position + 1 : block.position + 2]
    heads = block.type in (BlockType.PARAGRAPH, BlockType.HEADING)
    return Role.BOILERPLATE if heads and any(_lists_headings(other, context) for other in following) else None


def _lists_headings(block: Block, context: Context) -> bool:
    """Tell whether most items of a list are headings of the page, or the beginnings of some."""
    if len(block.items) < FEWEST_CONTENTS or block.weight > LONGEST_CONTENTS:
        return False
    items = [RANK.sub("", line) for item in block.items for line in item.split("\n")]
    starts = {heading[:HEADING_START] for heading in context.headings}
    likely = [item for item in items if item[:HEADING_START] in starts]
    if len(likely) < CONTENTS_SHARE * len(items):
        return False
    known = sum(any(heading.startswith(item) for heading in context.headings) for item in likely)
    return known >= CONTENTS_SHARE * len(items)
