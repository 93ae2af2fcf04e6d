"""The rules that say what a block is. Their order is their precedence; the first that speaks signs."""

from __future__ import annotations

from pipelines.label.announced import labelled_line, lone_label, section_member
from pipelines.label.bylines import before_text, byline, labelled_lines, wordless
from pipelines.label.calls import call_box, follow_call, offer_box, quote_line
from pipelines.label.captions import caption
from pipelines.label.chrome import author_box, behind_core, hidden, named_chrome, outside
from pipelines.label.context import Context
from pipelines.label.date_lines import dated_line, entry_time
from pipelines.label.headings import contents, heading
from pipelines.label.links import link_list, pointer
from pipelines.label.notices import correction, disclaimer, notice
from pipelines.label.questions import question_in_text, question_section
from pipelines.label.signatures import end_mark, signature, source_line
from pipelines.label.titles import subtitle, title
from schemas.block import Block
from schemas.role import Role


def prose(block: Block, context: Context) -> Role | None:
    """What is left in the article's region is its text."""
    return Role.BODY


RULES = (
    hidden,
    title,
    dated_line,
    question_in_text,
    question_section,
    contents,
    section_member,
    subtitle,
    labelled_line,
    labelled_lines,
    disclaimer,
    caption,
    outside,
    entry_time,
    before_text,
    byline,
    wordless,
    author_box,
    named_chrome,
    pointer,
    lone_label,
    call_box,
    offer_box,
    quote_line,
    source_line,
    signature,
    end_mark,
    correction,
    follow_call,
    notice,
    link_list,
    behind_core,
    heading,
    prose,
)
