"""The rules that say what a block is. Their order is their precedence; the first that speaks signs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import islice

from pipelines.dates import find_dates
from pipelines.label.context import Context, is_running
from pipelines.label.main_region import FOREIGN
from pipelines.label.notices import disclaimer, notice
from pipelines.lexicon import fold, split_labels
from pipelines.lexicon.phrases import phrases
from pipelines.lexicon.split import is_name
from pipelines.segment.weight import SENTENCE_END
from schemas.article import BlockType
from schemas.block import Block, Hint
from schemas.role import LabelForm, Role

# A line of names and dates is short.
LONGEST_BYLINE = 200
# Running text of this weight inside the article's element is the article's, whatever page builders call it.
SURE_PROSE = 200
NEVER_TEXT = Hint.COMMENTS | Hint.COOKIES | Hint.PAYWALL | Hint.NEWSLETTER | Hint.AUTHOR_BOX | Hint.FOOTER
# Of several, each with its label.
LONGEST_LINES = 500
# A standfirst is a paragraph at most.
LONGEST_SUBTITLE = 500
SHORTEST_SUBTITLE = 30
# So far behind the title a standfirst begins, and so far before the text.
SUBTITLE_BEHIND = 3
# One that its element names as such may have more lines of a byline before it.
NAMED_BEHIND = 6
SUBTITLE_BEFORE_TEXT = 10
# Of a line with some words and a colon before a link, the link is the larger part.
LED_LINK = 0.7
# A list or table of more links than this is a menu.
LINKED = 0.3
# A line with a link that points elsewhere ("Read also: …") is a line, not a paragraph.
LONGEST_POINTER = 250
# "Q", "Frage", "Pergunta": longer pieces are the question itself.
SHORT_LETTER = 12
# A line with the article's date: so short, and so few blocks before its title.
LONGEST_DATE_LINE = 90
DATE_BEFORE = 3
DATE_AFTER = 3
# Beside the title a date is the article's, whatever else the element around both is named after.
DATE_BESIDE = 2
DATE_LABELS = frozenset((Role.PUBLISHED, Role.UPDATED))
LONGEST_REST = 25
NEVER_DATE = (
    Hint.RELATED | Hint.NAVIGATION | Hint.COMMENTS | Hint.FOOTER | Hint.ASIDE | Hint.ADVERTISEMENT | Hint.COOKIES
)
DIGIT = re.compile(r"\d")
COLON = re.compile(r"\s*[:：]")
# Only whether a date is there matters, not which day it is.
ANY_DAY = datetime(2100, 1, 1, tzinfo=UTC)
# A caption is a few sentences; what shares an element with a picture is its caption and its credit.
LONGEST_CAPTION = 400
LONGEST_CREDIT = 150
LONGEST_BESIDE = 160
MOST_CAPTION_LINES = 2
# An element behind the text that holds more of the article's prose is its next part.
OWN_SHARE = 0.25
# A heading without a tag of its own is shorter than a sentence.
LONGEST_HEADING = 100

NUMBERED = re.compile(
    r"^(?:0\d|\d{1,2}(?=[.、)）:：\s])|[IVX]{1,4}(?=\.)|[一二三四五六七八九十]{1,3}(?=[、.，])|第[一二三四五六七八九十\d]+[章节節部])[.、)）:：]?\s*\S"
)

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
SECTION_CONTENT = {
    Role.SUMMARY: Role.SUMMARY,
    Role.KEY_POINTS: Role.KEY_POINTS,
    Role.RELATED_HEADING: Role.RELATED,
    Role.COMMENTS: Role.COMMENTS,
    Role.TAGS_HEADING: Role.TAG,
    Role.AUTHOR: Role.BOILERPLATE,
    Role.TABLE_OF_CONTENTS: Role.TABLE_OF_CONTENTS,
    Role.DISCLAIMER: Role.DISCLAIMER,
    Role.RISK_WARNING: Role.RISK_WARNING,
    Role.TRADING_WIDGET: Role.TRADING_WIDGET,
    Role.NEWSLETTER: Role.NEWSLETTER,
    Role.SHARE: Role.SHARE,
    Role.FOLLOW_US: Role.FOLLOW_US,
}
# Labels that stand alone and open nothing.
LONE_LABELS = frozenset(
    (
        Role.SHARE,
        Role.SUBSCRIBE,
        Role.ADVERTISEMENT,
        Role.LOGIN_REGISTER,
        Role.DOWNLOAD_APP,
        Role.COPYRIGHT,
        Role.NEXT_PREVIOUS,
        Role.FOLLOW_US,
        Role.BREADCRUMBS_HOME,
        Role.TRADING_WIDGET,
        Role.TRANSLATION_NOTICE,
        Role.RISK_WARNING,
        Role.DISCLAIMER,
        Role.READING_TIME,
        Role.VIEWS,
        Role.NEWSLETTER,
        Role.COMMENTS,
    )
)
BYLINE_LABELS = frozenset(
    (
        Role.AUTHOR,
        Role.EDITOR,
        Role.TRANSLATOR,
        Role.REPORTER,
        Role.PUBLISHED,
        Role.UPDATED,
        Role.SOURCE,
        Role.READING_TIME,
        Role.VIEWS,
    )
)


def hidden(block: Block, context: Context) -> Role | None:
    """Text that is never shown is no part of the article; folded answers are."""
    section = context.sections.get(block.position)
    if section and section.role is Role.QA_HEADING:
        return None
    return Role.BOILERPLATE if context.hints[block.position] & Hint.HIDDEN else None


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
    heads = bool(block.level) and (apart or _only_heading(block, context))
    return Role.SUBTITLE if (named or heads) and block.weight > SHORTEST_SUBTITLE else None


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


def question_section(block: Block, context: Context) -> Role | None:
    """In a section of questions a block asks or answers."""
    section = context.sections.get(block.position)
    if section is None or section.role is not Role.QA_HEADING:
        return None
    if block.position == section.opener:
        return Role.QA_HEADING
    return Role.QUESTION if asks(block, context) else Role.ANSWER


def question_in_text(block: Block, context: Context) -> Role | None:
    """Questions that the author wrote into the text, under headings like the others, are asked there and stay there."""
    section = context.sections.get(block.position)
    if section is None or section.contained or not context.in_main(block):
        return None
    blocks = context.segments.blocks
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


def section_member(block: Block, context: Context) -> Role | None:
    """A block in an announced section has the section's role."""
    section = context.sections.get(block.position)
    if section is None or section.role not in SECTION_CONTENT:
        return None
    if block.position == section.opener:
        return Role.RELATED_HEADING if section.role is Role.RELATED_HEADING else Role.BOILERPLATE
    if section.role is Role.SUMMARY and block.type is BlockType.LIST:
        # Languages have words that head both ("Das Wichtigste in Kürze"); bullets are points.
        return Role.KEY_POINTS
    return SECTION_CONTENT[section.role]


def labelled_line(block: Block, context: Context) -> Role | None:
    """A line that begins with the label of a summary, of tags, of a caption or a credit is one."""
    if glued := _glued(block, context):
        return glued
    hit = context.opening[block.position]
    if hit is None or not hit.marked:
        return None
    roles = {label.role for label in hit.labels}
    if Role.IMAGE_CREDIT in roles and is_name(block.text[hit.end_of_mark :]):
        return Role.IMAGE_CREDIT
    if Role.SUMMARY in roles and block.position <= context.first and block.type is BlockType.PARAGRAPH:
        return Role.SUMMARY
    if Role.TAGS_HEADING in roles and block.links:
        return Role.TAG
    if Role.FIGURE_CAPTION in roles and block.weight < 300 and block.type is BlockType.PARAGRAPH:
        return Role.CAPTION
    if Role.IMAGE_CREDIT in roles and block.weight < LONGEST_CREDIT and block.type is not BlockType.FIGURE:
        return Role.IMAGE_CREDIT
    return None


def _glued(block: Block, context: Context) -> Role | None:
    """Return what a block is whose first piece is a label by itself: in an element of its own, no mark behind it."""
    if len(block.pieces) < 2 or block.type is not BlockType.PARAGRAPH:
        return None
    roles = {label.role for label in context.lexicon.exact(block.pieces[0])}
    if Role.TAGS_HEADING in roles and block.links:
        return Role.TAG
    if Role.ADVERTISEMENT in roles and (block.links or not is_running(block, context.prose[block.position])):
        return Role.ADVERTISEMENT
    stated = [role for role in (Role.SUMMARY, Role.KEY_POINTS) if role in roles]
    return Role.SUMMARY if stated and block.position <= context.first else None


def labelled_lines(block: Block, context: Context) -> Role | None:
    """Lines set off from the text that each begin with a label: original title, author, translator of a translation."""
    if block.type not in (BlockType.PARAGRAPH, BlockType.QUOTE, BlockType.LIST) or block.weight > LONGEST_LINES:
        return None
    if not context.first - 1 <= block.position <= context.first + 2 and block.position < context.last:
        return None
    lines = block.text.split("\n")
    said = [_said_in(line, context) for line in lines]
    return Role.BYLINE if all(said) and (len(lines) > 1 or said[0] is not Role.SOURCE) else None


def _said_in(line: str, context: Context) -> Role | None:
    """Return what a line gives behind its label: a name or date of a byline, or the title of the original."""
    hit = context.lexicon.prefix(line)
    if hit and hit.marked and (known := next((one.role for one in hit.labels if one.role in BYLINE_LABELS), None)):
        return known
    before, *rest = COLON.split(line, maxsplit=1)
    return Role.TITLE if rest and fold(before) in phrases("original_title") else None


def caption(block: Block, context: Context) -> Role | None:
    """Words under a picture: in a caption's element, or a label that says so."""
    if block.type is BlockType.FIGURE:
        return Role.CAPTION
    announced = context.announced[block.position]
    if announced and announced[0] in (Role.AI_GENERATED_NOTICE, Role.IMAGE_CREDIT, Role.FIGURE_CAPTION):
        return Role.CAPTION
    # A box to subscribe has a caption, too (Substack's `cta-caption`, in an article that is a `newsletter-post`).
    own = context.segments.regions[block.region].hints
    if own & Hint.CAPTION and own & Hint.NEWSLETTER:
        return Role.NEWSLETTER
    named = context.hints[block.position] & (Hint.CAPTION | Hint.CREDIT)
    return Role.CAPTION if block.weight < LONGEST_CAPTION and (named or beside_picture(block, context)) else None


def beside_picture(block: Block, context: Context) -> bool:
    """Tell whether a block shares a small element with a picture and nothing else: one with words under it."""
    # (Of a flash or a teaser before a paywall, all the text may stand under the picture.)
    only_text = context.first == context.last == block.position
    foreign = context.hints[block.position] & (FOREIGN | Hint.AUTHOR_BOX) or only_text
    if block.type is not BlockType.PARAGRAPH or block.links or block.weight > LONGEST_BESIDE or foreign:
        return False
    parent = context.segments.regions[block.region].parent
    region = context.segments.regions[parent]
    if (
        not context.segments.pictures
        or region.end - region.start > MOST_CAPTION_LINES
        or region.tag in ("td", "li", "body")
        or block.region == parent
    ):
        return False
    return any(
        region.start <= placed.before <= block.position and parent in islice(context.around(placed.region), 3)
        for placed in context.segments.pictures
    )


def dated_line(block: Block, context: Context) -> Role | None:
    """A short line with a date beside the title, or a date alone before or after the text, belongs to the article."""
    if context.title is None or block.position == context.title or block.weight > LONGEST_DATE_LINE:
        return None
    if block.type not in (BlockType.PARAGRAPH, BlockType.HEADING) or not DIGIT.search(block.text):
        return None
    position, hints = block.position, context.hints[block.position]
    early = context.title - DATE_BEFORE <= position <= context.first + DATE_AFTER
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


def outside(block: Block, context: Context) -> Role | None:
    """A block outside the article's region is not of it; what stands there may still be a byline or related."""
    if context.in_main(block):
        return None
    hints = context.hints[block.position]
    near = context.title is not None and context.title < block.position <= context.first
    if near and not hints & (Hint.NAVIGATION | Hint.SHARE | Hint.RELATED | Hint.COMMENTS | Hint.ADVERTISEMENT):
        if hints & Hint.BYLINE and block.weight <= LONGEST_BYLINE:
            return Role.BYLINE
        structured = block.type in (BlockType.TABLE, BlockType.LIST) and block.link_density < LINKED
        return Role.BODY if structured or is_running(block, context.prose[block.position]) else Role.BYLINE
    for hint, role in CHROME_ROLES:
        if hints & hint:
            return role
    return Role.BOILERPLATE


def byline(block: Block, context: Context) -> Role | None:
    """A line of names and dates around the title, by its element's name or its label."""
    if block.weight > LONGEST_BYLINE or block.type is BlockType.HEADING:
        return None
    hints = context.hints[block.position]
    if hints & Hint.AUTHOR_BOX:
        return Role.BYLINE
    early = block.position <= context.first + 2
    sentence = is_running(block, context.prose[block.position])
    if hints & Hint.BYLINE and not sentence:
        return Role.BYLINE
    if sentence or not (early or block.position >= context.last - 1):
        return None
    parts = split_labels(block.parted, context.language)
    return Role.BYLINE if any(part.role in BYLINE_LABELS for part in parts) else None


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
            return role
    return None


def pointer(block: Block, context: Context) -> Role | None:
    """A line that points to another article ("Read also: …")."""
    if block.weight > LONGEST_POINTER or (not block.links and context.has_links):
        return None
    hit = context.opening[block.position]
    if hit is None or not any(label.role is Role.RELATED_HEADING for label in hit.labels):
        return None
    return Role.RELATED if hit.marked or block.link_density > 0.4 else None


def lone_label(block: Block, context: Context) -> Role | None:
    """A block that is nothing but a button's or a notice's words."""
    announced = context.announced[block.position]
    if announced is None or announced[0] not in LONE_LABELS:
        return None
    if block.type is BlockType.HEADING and announced[1] in (LabelForm.BUTTON, LabelForm.PREFIX, LabelForm.SUFFIX):
        return None
    return announced[0]


def link_list(block: Block, context: Context) -> Role | None:
    """A block which is mostly links is a list of other stories."""
    if block.type in (BlockType.TABLE, BlockType.EMBED, BlockType.HEADING, BlockType.FIGURE, BlockType.CODE):
        return None
    if block.type is BlockType.LIST:
        linked = block.link_density > 0.85 and len(block.items) > 1
        return Role.RELATED if linked and not _is_prose_list(block) and not _is_authors(block, context) else None
    if block.weight >= LONGEST_POINTER or block.link_density < LED_LINK:
        return None
    return Role.RELATED if block.link_density > 0.9 or _leads_to_link(block) else None


def _leads_to_link(block: Block) -> bool:
    """A word or two and a colon before a link that is the rest of the line point elsewhere, in any language."""
    before, link, after = block.text.partition(block.links[0].text)
    return bool(link) and before.rstrip().endswith((":", "：")) and not after.strip()


def _is_authors(block: Block, context: Context) -> bool:
    """Links between paragraphs, beside them in one element, are the author's; a table of contents is not."""
    if not context.first < block.position < context.last or all(link.href.startswith("#") for link in block.links):
        return False
    before = context.segments.blocks[block.position - 1]
    regions = context.segments.regions
    beside = regions[before.region].parent == regions[block.region].parent
    return (
        beside and before.type is BlockType.PARAGRAPH and before.link_density < 0.5 and before.weight > LONGEST_HEADING
    )


def _is_prose_list(block: Block) -> bool:
    """Items that are sentences, or long, are the article's even when each is a link."""
    return block.weight > 60 * len(block.items) and bool(SENTENCE_END.search(block.text))


def before_text(block: Block, context: Context) -> Role | None:
    """What stands in the region before the title is no text."""
    if context.title is not None and block.position < context.title and context.in_main(block):
        return Role.BOILERPLATE
    return None


def wordless(block: Block, context: Context) -> Role | None:
    """Between the title and the text, a paragraph without a letter is a count, or a dot between two names."""
    is_between = context.title is not None and context.title < block.position < context.first
    if not is_between or block.type is not BlockType.PARAGRAPH or any(map(str.isalpha, block.text)):
        return None
    return Role.BOILERPLATE


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


def prose(block: Block, context: Context) -> Role | None:
    """What is left in the article's region is its text."""
    return Role.BODY


RULES = (
    hidden,
    title,
    dated_line,
    question_in_text,
    question_section,
    section_member,
    subtitle,
    labelled_line,
    labelled_lines,
    disclaimer,
    caption,
    outside,
    before_text,
    byline,
    wordless,
    author_box,
    named_chrome,
    pointer,
    lone_label,
    notice,
    link_list,
    behind_core,
    heading,
    prose,
)
