"""Rules about questions and their answers."""

from __future__ import annotations

from pipelines.label.chrome import NEVER_TEXT
from pipelines.label.context import Context
from schemas.article import BlockType
from schemas.block import Block, Hint
from schemas.role import Role

# "Q", "Frage", "Pergunta": longer pieces are the question itself.
SHORT_LETTER = 12


def question_section(block: Block, context: Context) -> Role | None:
    """In a section of questions a block asks or answers."""
    section = context.sections.get(block.position)
    if section is None or section.role is not Role.QA_HEADING:
        return None
    if not section.contained and context.hints[block.position] & NEVER_TEXT:
        return None
    if block.position == section.opener:
        return Role.QA_HEADING
    return Role.QUESTION if asks(block, context) else Role.ANSWER


def question_in_text(block: Block, context: Context) -> Role | None:
    """Questions that the author wrote into the text, under headings like the others, are asked there and stay there."""
    section = context.sections.get(block.position)
    blocks = context.segments.blocks
    if section is None or not (context.in_main(block) and context.in_main(blocks[section.end - 1])):
        return None
    # A heading that says what the questions are about ("FAQ about staking") is the author's, in whatever element.
    if not context.lexicon.exact(blocks[section.opener].text):
        return question_section(block, context)
    if section.contained:
        return None
    first = blocks[min(section.start, len(blocks) - 1)]
    lettered = context.lexicon.strip_letter(first.text, Role.QUESTION) is not None or first.tag in ("summary", "dt")
    if blocks[section.opener].type is not BlockType.HEADING or lettered:
        return None
    return question_section(block, context)


def asks(block: Block, context: Context) -> bool:
    """Tell whether a block of a question section is a question: by its element, its letter or its mark."""
    if block.type is BlockType.HEADING or block.tag in ("summary", "dt") or block.hints & Hint.QUESTION:
        return True
    regions = context.segments.regions
    if regions[block.region].hints & Hint.QUESTION:
        return True
    if regions[block.region].hints & Hint.ANSWER:
        return False
    first = block.pieces[0] if len(block.pieces) > 1 else block.text
    letters = {label.role for label in context.lexicon.exact(first)} if len(first) < SHORT_LETTER else set()
    if Role.QUESTION in letters or Role.ANSWER in letters:
        return Role.QUESTION in letters
    if context.lexicon.strip_letter(first, Role.QUESTION) is not None:
        return True
    if context.lexicon.strip_letter(first, Role.ANSWER) is not None:
        return False
    return block.weight < 300 and block.text.rstrip(" *").endswith(("?", "？", "؟"))
