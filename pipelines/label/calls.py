"""Rules about what a page wants of its readers: to buy, to subscribe, to follow; and about the tickers beside that."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.label.context import ALL_LINK, Context
from pipelines.lexicon.phrases import says
from schemas.article import BlockType
from schemas.block import Block
from schemas.role import LabelForm, Role

# "Follow us on Telegram, so that you miss nothing." Without a link, shorter.
LONGEST_CALL = 160
SHORT_CALL = 90
# One look through a line for all that it may say.
CALLING = "feedback sponsored follow tools"
# What tools do is said in a few words.
LONGEST_TOOL = 60
# "HPT/USDT-38.61%", "CRCL$88.40+6.2%"
QUOTE = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:/[A-Z]{3,5})?\s*(?:[$€£¥₩₹]\s?[\d.,]*\d)?\s*[-+−▲▼]?\s?\d[\d.,]*\s?%")
LONGEST_QUOTE = 40
# A picture, two lines and a button; more around a button is text with a button in it.
BOX_DEPTH = 3
MOST_IN_BOX = 5
MOST_PROSE_IN_BOX = 200
FEWEST_IN_BOX = 2
# A button's words are few; a headline is longer.
LONGEST_BUTTON = 30
# An article has one offer or two between its paragraphs; more of them so near are its own list.
MOST_OFFERS = 2
OFFERS_NEAR = 15
CALLS = frozenset((Role.TRADING_WIDGET, Role.SUBSCRIBE, Role.DOWNLOAD_APP, Role.LOGIN_REGISTER))


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
    if block.position <= context.first or not context.in_main(block):
        return None
    regions, blocks = context.segments.regions, context.segments.blocks
    for index in islice(context.around(block.region), BOX_DEPTH):
        box = regions[index]
        if box.end - box.start > MOST_IN_BOX:
            return None
        inside = blocks[box.start : box.end]
        if len(inside) < FEWEST_IN_BOX or not _is_button(inside[-1]):
            continue
        plain = all(other.type is BlockType.PARAGRAPH and other.position not in context.sections for other in inside)
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
