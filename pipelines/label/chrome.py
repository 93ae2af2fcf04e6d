"""Rules about what is not the article's: outside its region, hidden, or in an element named after another part."""

from __future__ import annotations

from pipelines.label.bylines import LONGEST_BYLINE, has_byline_label
from pipelines.label.context import Context, has_full_items, is_running
from pipelines.label.links import LINKED, are_tags
from pipelines.lexicon.phrases import says
from schemas.article import BlockType
from schemas.block import Block, Hint
from schemas.role import Role

# Running text of this weight inside the article's element is the article's, whatever page builders call it.
SURE_PROSE = 200
NEVER_TEXT = Hint.COMMENTS | Hint.COOKIES | Hint.PAYWALL | Hint.NEWSLETTER | Hint.AUTHOR_BOX | Hint.FOOTER
# An element behind the text that holds more of the article's prose is its next part.
OWN_SHARE = 0.25
CHROME_ROLES = (
    (Hint.COMMENTS, Role.COMMENTS),
    (Hint.SHARE, Role.SHARE),
    (Hint.NEWSLETTER, Role.NEWSLETTER),
    (Hint.ADVERTISEMENT, Role.ADVERTISEMENT),
    (Hint.RELATED, Role.RELATED),
    (Hint.TAGS, Role.TAG),
    (Hint.NAVIGATION, Role.BOILERPLATE),
    (Hint.COOKIES, Role.BOILERPLATE),
    (Hint.PAYWALL, Role.BOILERPLATE),
    (Hint.WIDGET, Role.BOILERPLATE),
    (Hint.FOOTER, Role.BOILERPLATE),
    (Hint.ASIDE, Role.BOILERPLATE),
)


def hidden(block: Block, context: Context) -> Role | None:
    """Text that is never shown is no part of the article; folded answers are."""
    section = context.sections.get(block.position)
    if section and section.role is Role.QA_HEADING:
        return None
    return Role.BOILERPLATE if context.hints[block.position] & Hint.HIDDEN else None


def outside(block: Block, context: Context) -> Role | None:
    """A block outside the article's region is not of it; what stands there may still be a byline or related."""
    if context.in_main(block):
        return None
    hints = context.hints[block.position]
    if context.is_under_title(block) and not hints & (
        Hint.NAVIGATION | Hint.SHARE | Hint.RELATED | Hint.COMMENTS | Hint.ADVERTISEMENT
    ):
        if block.weight <= LONGEST_BYLINE and (hints & Hint.BYLINE or has_byline_label(block, context)):
            return Role.BYLINE
        structured = (block.type is BlockType.TABLE or has_full_items(block)) and block.link_density < LINKED
        return Role.BODY if structured or is_running(block, context.prose[block.position]) else Role.BYLINE
    for hint, role in CHROME_ROLES:
        if hints & hint:
            return role
    return Role.TAG if are_tags(block) else Role.BOILERPLATE


def author_box(block: Block, context: Context) -> Role | None:
    """What a page says about its author is not what the author says."""
    return Role.BOILERPLATE if context.hints[block.position] & Hint.AUTHOR_BOX else None


def named_chrome(block: Block, context: Context) -> Role | None:
    """A block in an element named after a part of the page's furniture, unless it is a paragraph like the article's."""
    hints = context.hints[block.position]
    if hints & Hint.ARTICLE and not hints & NEVER_TEXT and context.prose[block.position] > SURE_PROSE:
        return None
    for hint, role in CHROME_ROLES:
        if hints & hint:
            return None if hint is Hint.PAYWALL and _fades(block, context) else role
    return None


def _fades(block: Block, context: Context) -> bool:
    """Tell whether a paragraph under a paywall's name is the article's last free one: it asks for nothing."""
    free = is_running(block, context.prose[block.position]) and not block.links
    return free and bool(context.hints[block.position] & Hint.ARTICLE) and not says("paywall follow", block.text)


def behind_core(block: Block, context: Context) -> Role | None:
    """What follows the element with most of the text, neither beside it nor long, is the page's end."""
    if block.position < context.core.end:
        return None
    regions = context.segments.regions
    behind = [index for index in context.around(block.region) if regions[index].start >= context.core.end]
    outermost = regions[behind[-1]] if behind else regions[block.region]
    inside = context.prose_between(outermost.start, outermost.end)
    total = context.prose_between(context.main.start, context.main.end)
    beside = outermost.parent == context.core.parent
    return None if beside or inside > total * OWN_SHARE else Role.BOILERPLATE
