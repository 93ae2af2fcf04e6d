"""Rules about the title and the standfirst under it."""

from __future__ import annotations

from pipelines.label.bylines import has_byline_label
from pipelines.label.context import Context, is_running, says_again
from pipelines.label.main_region import FOREIGN
from pipelines.lexicon import fold
from pipelines.lexicon.phrases import says
from schemas.article import BlockType
from schemas.block import Block, Hint
from schemas.role import Role

# A standfirst is a paragraph at most.
LONGEST_SUBTITLE = 500
SHORTEST_SUBTITLE = 30
# So far behind the title a standfirst begins, and so far before the text.
SUBTITLE_BEHIND = 3
SUBTITLE_BEFORE_TEXT = 10
# One that its element names as such may have more lines of a byline before it.
NAMED_BEHIND = 6


def title(block: Block, context: Context) -> Role | None:
    """The title's block, and every later heading with the same words."""
    if block.position == context.title:
        return Role.TITLE
    if context.title is None or len(block.text) > 400 or block.position > context.first:
        return None
    same = fold(block.text) == fold(context.segments.blocks[context.title].text)
    return Role.TITLE if same else None


def subtitle(block: Block, context: Context) -> Role | None:
    """The standfirst: between title and text, named as one, declared as one, or what the page's description repeats."""
    if context.title is None or not context.title < block.position <= context.first or block.weight > LONGEST_SUBTITLE:
        return None
    named = bool(context.hints[block.position] & Hint.SUBTITLE)
    beside = block.position == context.title + 1
    if context.sections.get(block.position) and not (named and beside):
        return None
    text = fold(block.text)
    if any(text == fold(declared.value) for declared in context.metadata.subtitles):
        return Role.SUBTITLE
    if block.position - context.title > (NAMED_BEHIND if named else SUBTITLE_BEHIND):
        return None
    # What is all the text that there is, is the text.
    apart = block.type is not BlockType.LIST and block.position < context.last and _apart(block, context)
    described = any(text == fold(declared.value) for declared in context.metadata.descriptions)
    if described and (apart or block.level):
        return Role.SUBTITLE
    if _is_teaser(block, context):
        return Role.SUBTITLE
    if beside and _in_head(block, context):
        return Role.SUBTITLE
    heads = bool(block.level) and (apart or _only_heading(block, context))
    return Role.SUBTITLE if (named or heads) and block.weight > SHORTEST_SUBTITLE else None


def _in_head(block: Block, context: Context) -> bool:
    """Tell whether a paragraph right under the title shares its element with it, and the text stands elsewhere.

    Or a byline parts it from the text; neither is it one itself.
    """
    if block.type is not BlockType.PARAGRAPH or block.links or block.weight <= SHORTEST_SUBTITLE:
        return False
    hit = context.opening[block.position]
    if (hit and hit.marked) or context.hints[block.position] & (FOREIGN | Hint.BYLINE | Hint.CAPTION):
        return False
    if len(block.pieces) > 1 or has_byline_label(block, context) or says("sponsored", block.text):
        return False
    above = context.segments.blocks[block.position - 1].text
    if not all(says_again(declared.value, above) for declared in context.metadata.subtitles):
        # (It is another paragraph than this one, or this would have been taken for it.)
        return False
    blocks, regions = context.segments.blocks, context.segments.regions
    head = regions[block.region].parent
    if head != regions[blocks[block.position - 1].region].parent:
        return block.position < context.last and _apart(block, context)
    later = blocks[block.position + 1 : context.last + 1]
    text = next((other for other in later if is_running(other, context.prose[other.position])), None)
    return text is not None and regions[text.region].parent != head


def _is_teaser(block: Block, context: Context) -> bool:
    """Tell whether running text right under the title is in an element named after teasers: it is the article's own."""
    named = context.hints[block.position] & FOREIGN == Hint.RELATED
    return named and not block.links and is_running(block, context.prose[block.position])


def _only_heading(block: Block, context: Context) -> bool:
    """Tell whether no later block of the article is a heading of the same level: sections come in several."""
    later = context.segments.blocks[block.position + 1 : context.last]
    return bool(block.level) and all(other.level != block.level for other in later)


def _apart(block: Block, context: Context) -> bool:
    """Tell whether a block is set off from the text: by a byline between them, or by standing in the page's head.

    (A description that repeats the first paragraph leaves it a paragraph; a heading over it is a section's.)
    """
    own = context.hints[block.position]
    for other in context.segments.blocks[block.position + 1 : block.position + 1 + SUBTITLE_BEFORE_TEXT]:
        theirs = context.hints[other.position]
        if theirs & Hint.BYLINE:
            return True
        if is_running(other, context.prose[other.position]):
            return bool(own & Hint.HEADER & ~theirs or theirs & Hint.ARTICLE & ~own)
    return False
