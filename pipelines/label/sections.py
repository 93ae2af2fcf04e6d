"""Finds the sections that a short block announces: summary, questions, related reading, comments …"""

from __future__ import annotations

from itertools import islice

from pipelines.label.cards import find_cards
from pipelines.label.context import LONGEST_LABEL, STATED, Context, Section, has_full_items, is_running
from pipelines.lexicon.phrases import says
from schemas.article import BlockType
from schemas.block import Block, Hint, Region
from schemas.role import LabelForm, Role

# Roles whose label, alone in a block, opens a section.
OPENERS = frozenset(
    (
        Role.SUMMARY,
        Role.KEY_POINTS,
        Role.QA_HEADING,
        Role.RELATED_HEADING,
        Role.COMMENTS,
        Role.TAGS_HEADING,
        Role.TABLE_OF_CONTENTS,
        Role.DISCLAIMER,
        Role.RISK_WARNING,
        Role.TRADING_WIDGET,
        Role.NEWSLETTER,
        Role.AUTHOR,
        Role.SHARE,
        Role.FOLLOW_US,
    )
)
# Buttons to press or follow have no running text among them.
BUTTONS = frozenset((Role.SHARE, Role.FOLLOW_US))
# A container with more of the page's prose than this is the article, not a section of it.
LARGEST_SHARE = {Role.SUMMARY: 0.4, Role.KEY_POINTS: 0.4, Role.QA_HEADING: 0.6, Role.RELATED_HEADING: 0.6}
OTHER_SHARE = 0.3
# Two paragraphs must have gone by before a heading may close the body.
BODY_BEFORE_CLOSING = 2
LOOKED_AT = 40
# "In short", over a box's list. With it stand a note and a button at most.
LONGEST_OPENER = 50
MOST_IN_BOX = 4
# Before a card's linked title stand its section and a time at most.
CARD_BEGINS = 3
CARD_LINKED = 0.6
# A heading made of a `div` stands in another with its ornament, and that in the section's.
OPENED_DEPTH = 4
# Links behind a disclaimer are the page's, as its tags.
LISTED = 0.6
# A card's teaser is shorter.
LONGEST_TEASER = 250
# What a page states of its article stands at its top; an author's own "Summary" comes at the end, or under each part.
TEXT_BEFORE_STATED = 4
CLOSING = frozenset((Role.RELATED_HEADING, Role.COMMENTS, Role.TRADING_WIDGET))


def find_sections(context: Context) -> dict[int, Section]:
    """Return the section of each block that stands in one."""
    found = find_cards(context)
    for block in context.segments.blocks:
        if (role := opened_role(block, context)) is None:
            continue
        section = _extent(block, role, context)
        for position in range(section.opener, section.end):
            found[position] = section
    return found


def opened_role(block: Block, context: Context) -> Role | None:
    """Return the role of the section that a block opens, None if it opens none."""
    announced = context.announced[block.position]
    if announced is None and _heads_points(block, context):
        return Role.KEY_POINTS
    if announced is None and _heads_something(block, context):
        if _heads_cards(block, context):
            return Role.RELATED_HEADING
        return Role.NEWSLETTER if says("paywall", block.text) else None
    if announced is None or announced[0] not in OPENERS or block.position == context.title:
        return None
    role, form = announced
    if role is Role.AUTHOR and (form is LabelForm.PREFIX or context.is_under_title(block)):
        return None
    if form is not LabelForm.HEADING and block.type is not BlockType.HEADING and role in CLOSING and context.has_links:
        return None
    if block.link_density > 0.5 and block.type is not BlockType.HEADING:
        return None
    if role in STATED and _text_before(block, context) > TEXT_BEFORE_STATED:
        return None
    return role


def _heads_points(block: Block, context: Context) -> bool:
    """Tell whether a few words stand over a list in a box of its own before the text: its points, however called."""
    if not context.is_under_title(block) or block.weight > LONGEST_OPENER or block.links:
        return False
    if block.position + 1 >= context.main.end:
        return False
    points = context.segments.blocks[block.position + 1]
    if not has_full_items(points) or len(points.items) < 2 or points.link_density > 0:
        return False
    regions = context.segments.regions
    box = regions[next(i for i in context.around(block.region) if regions[i].end > points.position)]
    return box.start == block.position and box.end - box.start <= MOST_IN_BOX


def _heads_something(block: Block, context: Context) -> bool:
    """Tell whether a few words behind the text's beginning are a heading, by their element or as the first in one."""
    if block.weight > LONGEST_LABEL or block.position <= context.first:
        return False
    return block.type is BlockType.HEADING or _opens_element(block, context)


def _heads_cards(block: Block, context: Context) -> bool:
    """Tell whether a line right over links to other articles says, in whatever words, that they relate."""
    if block.links or context.hints[block.position] & Hint.TAGS:
        return False
    under = context.segments.blocks[block.position + 1 : block.position + 1 + CARD_BEGINS]
    if not any(other.links and other.link_density > CARD_LINKED and other.text[0] != "#" for other in under):
        return False
    return says("related", block.text) and not says("popular sponsored", block.text)


def _opens_element(block: Block, context: Context) -> bool:
    """Tell whether a short line is the first block of an element that holds more."""
    if block.type is not BlockType.PARAGRAPH or block.weight > LONGEST_OPENER:
        return False
    regions = context.segments.regions
    around = (regions[index] for index in islice(context.around(block.region), OPENED_DEPTH))
    return any(region.start == block.position and region.end > block.position + 1 for region in around)


def _extent(opener: Block, role: Role, context: Context) -> Section:
    """A section fills the container that it opens; without one it flows until something else begins."""
    end = _container_end(opener, role, context)
    if end is not None:
        return Section(role, opener.position, opener.position + 1, end, contained=True)
    return Section(role, opener.position, opener.position + 1, _flow_end(opener, role, context), contained=False)


def _container_end(opener: Block, role: Role, context: Context) -> int | None:
    """Return the end of the largest container of which the opener is the first block and which is not the article."""
    total = context.totals[-1] or 1.0
    limit = LARGEST_SHARE.get(role, OTHER_SHARE)
    end = None
    for index in context.around(opener.region):
        region = context.segments.regions[index]
        if index == 0 or region.start != opener.position:
            break
        if context.prose_between(region.start, region.end) > total * limit:
            break
        if region.start < context.first < context.last < region.end or _holds_text(region, role, context):
            break
        if region.end > opener.position + 1:
            end = region.end
    return end


def _holds_text(region: Region, role: Role, context: Context) -> bool:
    """Tell whether a container holds what no section of this role does: the title, or among buttons running text."""
    if context.title is not None and region.start <= context.title < region.end:
        return True
    inside = range(region.start, region.end) if role in BUTTONS else ()
    return any(is_running(context.segments.blocks[place], context.prose[place]) for place in inside)


def _flow_end(opener: Block, role: Role, context: Context) -> int:
    blocks = context.segments.blocks
    start = opener.position + 1
    if role in CLOSING and _text_before(opener, context) < BODY_BEFORE_CLOSING:
        return start
    if role in STATED:
        return _stated_end(opener, context)
    if role in (Role.TABLE_OF_CONTENTS, Role.TAGS_HEADING):
        listed = start < len(blocks) and (blocks[start].type is BlockType.LIST or blocks[start].link_density > 0.5)
        return start + 1 if listed else start
    if role in (Role.NEWSLETTER, Role.SHARE, Role.FOLLOW_US):
        return start
    end = _room(opener, context) if role in (Role.RELATED_HEADING, Role.QA_HEADING) else len(blocks)
    for block in blocks[start:end]:
        if _stops(block, opener, role, context):
            return block.position
    return end


def _room(opener: Block, context: Context) -> int:
    """Return where the innermost element around an opener ends that holds more behind it than buttons."""
    for index in context.around(opener.region):
        end = context.segments.regions[index].end
        if any(context.announced[place] is None for place in range(opener.position + 1, end)):
            return end
    return len(context.segments.blocks)


def _text_before(opener: Block, context: Context) -> int:
    """How many blocks of running text stand before an opener, of the article's first few."""
    before = context.segments.blocks[context.main.start : opener.position][:LOOKED_AT]
    return sum(is_running(block, context.prose[block.position]) for block in before)


def _stated_end(opener: Block, context: Context) -> int:
    """A summary is the list or the paragraph after its heading, or those of them that are all bullets."""
    blocks = context.segments.blocks
    start = opener.position + 1
    end = start
    while end < len(blocks) and blocks[end].type is BlockType.LIST:
        end += 1
    return end if end > start else min(start + 1, len(blocks))


def _stops(block: Block, opener: Block, role: Role, context: Context) -> bool:
    """Tell whether a flowing section ends before a block."""
    other = opened_role(block, context)
    if other is not None and other is not role:
        return True
    if opener.level and block.level and block.level <= opener.level:
        return True
    if role is Role.RELATED_HEADING and context.has_links:
        return _goes_on(block, opener, context)
    if role is Role.QA_HEADING and context.segments.blocks[block.position - 1].type is BlockType.PARAGRAPH:
        # Behind the last answer the page says that none of it is advice.
        return block.weight < LONGEST_TEASER and says("disclaimer", block.text)
    if role not in (Role.DISCLAIMER, Role.RISK_WARNING, Role.AUTHOR):
        return False
    return block.type is BlockType.HEADING or (block.link_density > LISTED and block.position > opener.position + 1)


def _goes_on(block: Block, opener: Block, context: Context) -> bool:
    """Running text that does not follow a card's title is the article going on; so is a heading over so much of it."""
    blocks = context.segments.blocks
    before, after = blocks[block.position - 1], blocks[min(block.position + 1, len(blocks) - 1)]
    if block.type is BlockType.HEADING and block.link_density < 0.3 and context.announced[block.position] is None:
        return context.prose[after.position] > LONGEST_TEASER and after.link_density < 0.3
    card = before.type is BlockType.HEADING or before.link_density > 0.5 or context.announced[before.position]
    title = before is not opener and card
    return context.prose[block.position] > 80 and block.link_density < 0.3 and not title
