"""Rules about notices: whose text it is, what it is not, how it was mended, what readers are to agree to."""

from __future__ import annotations

import re

from pipelines.label.context import LONGEST_LABEL, Context, is_running
from pipelines.lexicon.phrases import is_phrase, says
from schemas.article import BlockType
from schemas.block import Block
from schemas.role import Role

# Said at an article's end ("Disclaimer: this is no advice"); in its midst they may be the subject. Longer ones are by
# the article's author ("Disclosure: …", on the development pages), and readers want them.
DISCLAIMERS = (Role.DISCLAIMER, Role.RISK_WARNING)
LONGEST_DISCLAIMER = 250
# One that says what it is not ("no investment advice") may be a paragraph; longer texts have it as their subject.
LONGEST_NO_ADVICE = 500
# So many of them follow one another at most.
MOST_NOTICES = 3
# Behind the text so much of its prose may still follow a notice: other notices, and who wrote it.
MOST_BEHIND = 0.1
# A correction is a few sentences, and stands at the text's end or before it.
LONGEST_CORRECTION = 600
CORRECTION_BEHIND = 4
BRACKETED = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
# Whose text it is, in a line of its own ("© 2026 Wire Post"): an article on copyright has longer ones.
COPYRIGHT = re.compile(r"©\s*(?:copyright\b)?\W*(?:\d{4}|\w)|copyright\W{1,3}(?:\d{4}|©)|\(c\)\s*\d{4}", re.I)
COPYRIGHT_SIGNS = ("©", "copyr", "(c)")
LONGEST_COPYRIGHT = 250
# A line on reprints names a paper and says what to do; longer ones speak of rights as their subject.
LONGEST_CLAIM = 120
CLAUSE_END = re.compile(r"[,;.،，、；。！!]")
# What a script was to fill in.
PLACEHOLDER = re.compile(r"\{\{.+\}\}|\{[|*%#].+[|*%#]\}|<%.+%>")
# An article about cookies has more of its prose beside such a paragraph.
CONSENT_SHARE = 0.25


def disclaimer(block: Block, context: Context) -> Role | None:
    """What is said behind the text: that it is no advice, or only its author's view; by its label or its words."""
    if not context.first < block.position or block.position < context.last - MOST_NOTICES or not context.in_main(block):
        return None
    if block.weight >= LONGEST_NO_ADVICE or block.type is BlockType.CODE:
        return None
    return Role.DISCLAIMER if _disclaims(block, context) and _ends_text(block, context) else None


def _disclaims(block: Block, context: Context) -> bool:
    hit = context.opening[block.position]
    labelled = hit is not None and hit.marked and hit.has(*DISCLAIMERS) and block.weight < LONGEST_DISCLAIMER
    return labelled or says("disclaimer", block.text)


def _ends_text(block: Block, context: Context) -> bool:
    """Tell whether hardly any running text of the article follows a block, but for more of its kind."""
    following = context.segments.blocks[block.position + 1 : context.last + 1]
    behind = sum(
        context.prose[other.position]
        for other in following
        if is_running(other, context.prose[other.position])
        and other.position not in context.sections
        and not (other.weight < LONGEST_NO_ADVICE and _disclaims(other, context))
    )
    return behind <= MOST_BEHIND * context.prose_between(context.main.start, context.main.end)


def correction(block: Block, context: Context) -> Role | None:
    """A note at the text's end or before it that says how it was mended; so is its label in a line of its own."""
    if block.weight > LONGEST_CORRECTION or not context.in_main(block):
        return None
    if context.first < block.position < context.last - CORRECTION_BEHIND:
        return None
    if _names_correction(block.text):
        return Role.BOILERPLATE
    before = context.segments.blocks[block.position - 1] if block.position else block
    return Role.BOILERPLATE if before.weight < LONGEST_LABEL and _is_correction(before.text) else None


def _names_correction(text: str) -> bool:
    """Tell whether a line is a correction's label, or begins with one and its mark."""
    head, mark, _ = text.partition(":") if ":" in text[:LONGEST_LABEL] else text.partition("：")
    return _is_correction(head) and (bool(mark) or len(text) < LONGEST_LABEL)


def _is_correction(text: str) -> bool:
    return len(text) < LONGEST_LABEL and is_phrase("correction", BRACKETED.sub("", text).strip(" 【】[]*※:："))


def notice(block: Block, context: Context) -> Role | None:
    """A copyright line, a template's placeholder, or a consent box apart from the article's text."""
    if block.type is BlockType.CODE:
        return None
    if block.weight < LONGEST_COPYRIGHT and _claims_rights(block.text):
        return Role.COPYRIGHT
    if block.weight < LONGEST_CLAIM and _ends_in_claim(block.text, context):
        return Role.COPYRIGHT
    if "{" in block.text and PLACEHOLDER.search(block.text):
        return Role.BOILERPLATE
    return Role.BOILERPLATE if _is_marginal(block, context) and says("consent", block.text) else None


def _claims_rights(text: str) -> bool:
    bare = text.lower()
    return any(sign in bare for sign in COPYRIGHT_SIGNS) and COPYRIGHT.search(text) is not None


def _ends_in_claim(text: str, context: Context) -> bool:
    """Tell whether the last clause of a line is a label of rights ("From our paper, name it when you reprint")."""
    clauses = [clause for part in CLAUSE_END.split(text) if (clause := part.strip())]
    return len(clauses) > 1 and any(label.role is Role.COPYRIGHT for label in context.lexicon.exact(clauses[-1]))


def _is_marginal(block: Block, context: Context) -> bool:
    """Tell whether the element around a block's holds only a small part of the article's prose."""
    region = context.segments.regions[context.segments.regions[block.region].parent]
    inside = context.prose_between(region.start, region.end)
    return inside < CONSENT_SHARE * context.prose_between(context.main.start, context.main.end)
