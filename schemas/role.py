"""The roles that a piece of a page can play."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a block, or a labelled part of a line, is. The first group are the lexicon's roles."""

    PUBLISHED = "published"
    UPDATED = "updated"
    SOURCE = "source"
    AUTHOR = "author"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    REPORTER = "reporter"
    SUMMARY = "summary"
    KEY_POINTS = "key_points"
    FIGURE_CAPTION = "figure_caption"
    IMAGE_CREDIT = "image_credit"
    QUESTION = "question"
    ANSWER = "answer"
    QA_HEADING = "qa_heading"
    RELATED_HEADING = "related_heading"
    SHARE = "share"
    COMMENTS = "comments"
    NEWSLETTER = "newsletter"
    SUBSCRIBE = "subscribe"
    ADVERTISEMENT = "advertisement"
    DISCLAIMER = "disclaimer"
    RISK_WARNING = "risk_warning"
    TRADING_WIDGET = "trading_widget"
    LOGIN_REGISTER = "login_register"
    DOWNLOAD_APP = "download_app"
    COPYRIGHT = "copyright"
    TAGS_HEADING = "tags_heading"
    READING_TIME = "reading_time"
    VIEWS = "views"
    TABLE_OF_CONTENTS = "table_of_contents"
    BREADCRUMBS_HOME = "breadcrumbs_home"
    NEXT_PREVIOUS = "next_previous"
    FOLLOW_US = "follow_us"
    AI_GENERATED_NOTICE = "ai_generated_notice"
    TRANSLATION_NOTICE = "translation_notice"

    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    """A line of names, dates and reading times around the title."""
    BODY = "body"
    HEADING = "heading"
    """A heading of the body."""
    CAPTION = "caption"
    RELATED = "related"
    TAG = "tag"
    BOILERPLATE = "boilerplate"
    UNKNOWN = "unknown"


class LabelForm(StrEnum):
    """Where a label stands to what it announces."""

    PREFIX = "prefix"
    SUFFIX = "suffix"
    HEADING = "heading"
    BUTTON = "button"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class LabelPart:
    """A piece of a line: what it is, the label that says so, and the value from the original text."""

    role: Role
    """A role of the lexicon, or `body` where no label speaks."""
    label: str
    """The label in the lexicon's form; empty where none speaks."""
    value: str
    """The original text without the label, blanks and separators at its ends taken off."""
