"""Rules about notices: whose text it is, what it is not, and what a page asks its readers to agree to."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.label.context import ALL_LINK, Context, is_running
from pipelines.lexicon import fold, split_labels
from pipelines.lexicon.phrases import phrases, says
from schemas.article import BlockType
from schemas.block import Block
from schemas.role import LabelForm, Role

# Said at an article's end ("Disclaimer: this is no advice"); in its midst they may be the subject. Longer ones are by
# the article's author ("Disclosure: …", on the development pages), and readers want them.
DISCLAIMERS = (Role.DISCLAIMER, Role.RISK_WARNING)
LONGEST_DISCLAIMER = 250
# One that says what it is not ("no investment advice") may be a paragraph; longer texts have it as their subject.
LONGEST_NO_ADVICE = 500
# So many of them follow one another at most.
MOST_NOTICES = 3
# "Follow us on Telegram, so that you miss nothing." Without a link, shorter.
LONGEST_CALL = 160
SHORT_CALL = 90
# A name, a paper and an address.
LONGEST_SIGNATURE = 90
SIGNED_BEHIND = 2
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
# One look through a line for all that it may say.
CALLING = "feedback sponsored follow tools"
# What tools do is said in a few words.
LONGEST_TOOL = 60
# Behind the text so much of its prose may still follow a notice: other notices, and who wrote it.
MOST_BEHIND = 0.1
# A correction is a few sentences, and stands at the text's end or before it.
LONGEST_CORRECTION = 600
CORRECTION_BEHIND = 4
# "(AB/CD)", "ab/PAP", "###": who wrote an agency's report, and that it is over.
INITIALS = re.compile(r"\W*[A-Za-z]{2,4}(?:[/,]\s?[A-Za-z]{2,4})+\W*|[#*\-–—=~\s]+")
LONGEST_END = 25
DASHES = ("—", "–", "-")
# "HPT/USDT-38.61%", "CRCL$88.40+6.2%"
QUOTE = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:/[A-Z]{3,5})?\s*(?:[$€£¥₩₹]\s?[\d.,]*\d)?\s*[-+−▲▼]?\s?\d[\d.,]*\s?%")
LONGEST_QUOTE = 40
# A picture, two lines and a button; more around a button is text with a button in it.
BOX_DEPTH = 3
MOST_IN_BOX = 5
MOST_PROSE_IN_BOX = 200
FEWEST_IN_BOX = 2
OFFERS_NEAR = 15
MOST_OFFERS = 2
LONGEST_BUTTON = 40
CALLS = frozenset((Role.TRADING_WIDGET, Role.SUBSCRIBE, Role.DOWNLOAD_APP, Role.LOGIN_REGISTER))
# Whose text it is, in a line of its own ("© 2026 Wire Post"): an article on copyright has longer ones.
COPYRIGHT = re.compile(r"©\s*(?:copyright\b)?\W*(?:\d{4}|\w)|copyright\W{1,3}(?:\d{4}|©)|\(c\)\s*\d{4}", re.I)
COPYRIGHT_SIGNS = ("©", "copyr", "(c)")
LONGEST_COPYRIGHT = 250
# A line on reprints names a paper and says what to do; longer ones speak of rights as their subject.
LONGEST_CLAIM = 120
CLAUSE_END = re.compile(r"[,;.،，、；。！!]")
LONGEST_SOURCE_LINE = 100
BRACKETED = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
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


def follow_call(block: Block, context: Context) -> Role | None:
    """A short line that has readers follow the paper, asks whether the text was of use, or says that somebody paid."""
    if block.weight > LONGEST_CALL or block.type not in (BlockType.PARAGRAPH, BlockType.HEADING, BlockType.LIST):
        return None
    if not says(CALLING, block.text):
        return None
    if says("feedback", block.text) or (block.weight <= LONGEST_TOOL and says("tools", block.text)):
        return Role.BOILERPLATE
    if says("sponsored", block.text):
        return Role.ADVERTISEMENT
    called = says("follow", block.text) and says("network", block.text)
    return Role.FOLLOW_US if called and (block.links or not context.has_links or block.weight < SHORT_CALL) else None


def correction(block: Block, context: Context) -> Role | None:
    """A note at the text's end or before it that says how it was mended; so is its label in a line of its own."""
    if block.weight > LONGEST_CORRECTION or not context.in_main(block):
        return None
    if context.first < block.position < context.last - CORRECTION_BEHIND:
        return None
    if _names_correction(block.text):
        return Role.BOILERPLATE
    before = context.segments.blocks[block.position - 1] if block.position else block
    return Role.BOILERPLATE if before.weight < LONGEST_TOOL and _is_correction(before.text) else None


def _names_correction(text: str) -> bool:
    """Tell whether a line is a correction's label, or begins with one and its mark."""
    head, mark, _ = text.partition(":") if ":" in text[:LONGEST_TOOL] else text.partition("：")
    return _is_correction(head) and (bool(mark) or len(text) < LONGEST_TOOL)


def _is_correction(text: str) -> bool:
    return len(text) < LONGEST_TOOL and fold(BRACKETED.sub("", text)).strip(" 【】[]*※:：") in phrases("correction")


def end_mark(block: Block, context: Context) -> Role | None:
    """What agencies write under the last line: initials, "###", "the end"."""
    if block.position < context.last or len(block.text) > LONGEST_END or block.type is not BlockType.PARAGRAPH:
        return None
    over = fold(block.text).strip(" ()（）[]【】/-–—.。*#") in phrases("end")
    return Role.BOILERPLATE if over or INITIALS.fullmatch(block.text) else None


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


def call_box(block: Block, context: Context) -> Role | None:
    """A small element around a button that has readers buy, subscribe or install something is nothing but that."""
    regions = context.segments.regions
    for index in islice(context.around(block.region), BOX_DEPTH):
        box = regions[index]
        if box.end - box.start > MOST_IN_BOX or context.prose_between(box.start, box.end) > MOST_PROSE_IN_BOX:
            return None
        for place in range(box.start, box.end):
            announced = context.announced[place]
            if announced and announced[0] in CALLS and announced[1] is LabelForm.BUTTON:
                return announced[0]
    return None


def offer_box(block: Block, context: Context) -> Role | None:
    """A small element between paragraphs that ends in a link of a few words is an offer, whatever it offers.

    (Several near one another are what the article lists, with a link under each.)
    """
    if not context.first < block.position < context.last or not context.in_main(block):
        return None
    regions, blocks = context.segments.regions, context.segments.blocks
    for index in islice(context.around(block.region), BOX_DEPTH):
        box = regions[index]
        inside = blocks[box.start : box.end]
        if not FEWEST_IN_BOX <= len(inside) <= MOST_IN_BOX or not _is_button(inside[-1]):
            continue
        plain = all(other.type is BlockType.PARAGRAPH and not other.items for other in inside)
        alone = all(not other.links for other in inside[:-1])
        near = blocks[max(0, box.start - OFFERS_NEAR) : box.end + OFFERS_NEAR]
        few = sum(_is_button(other) for other in near) <= MOST_OFFERS
        if plain and alone and few and context.prose_between(box.start, box.end) <= MOST_PROSE_IN_BOX:
            return Role.ADVERTISEMENT
    return None


def _is_button(block: Block) -> bool:
    """Tell whether a block is one link of a few words that leads somewhere."""
    one = len(block.links) == 1 and block.link_density > ALL_LINK
    return one and block.weight <= LONGEST_BUTTON


def quote_line(block: Block, context: Context) -> Role | None:
    """A market's or coin's sign with its price or its change, and nothing else: a ticker's."""
    plain = block.type is BlockType.PARAGRAPH and block.weight <= LONGEST_QUOTE
    return Role.TRADING_WIDGET if plain and QUOTE.fullmatch(block.text) else None


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
