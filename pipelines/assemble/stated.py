"""What the page states beside its text: summary, key points, subtitle, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.assemble.evidence import FAR_AHEAD
from pipelines.assemble.questions import plain
from pipelines.dates import parse_date
from pipelines.label.context import STATED, says_again
from pipelines.lexicon import Lexicon, fold, load_lexicon
from pipelines.segment.weight import weight
from schemas.block import Block, Hint, LabelledBlock
from schemas.metadata import Declared, Metadata
from schemas.role import Role

# A tag is a few words; more is a sentence that stood beside them.
LONGEST_TAG = 60
FOR_ENGINES = ("keywords", "news_keywords")
# "Iowa (92)" says how much else is filed under it.
COUNT = re.compile(r"\s*[(（]\d+(?: \w+)?[)）]$")
HASHTAG = re.compile(r"#[^\s#,、]+")
# So many blocks before the title and behind the text an article's tags stand at most; a site's stand anywhere.
BEFORE_TITLE = 3
BEHIND_TEXT = 20
# The rule that signs for tags behind a label of their own.
LABELLED = "labelled_line"
OF_SITE = Hint.ASIDE | Hint.NAVIGATION


def summary_of(labelled: tuple[LabelledBlock, ...], metadata: Metadata, lexicon: Lexicon) -> Declared | None:
    """Return the summary that the page shows or declares as one, its labels taken off. Never made up."""
    shown = [
        without_label(_without_glued(item.block, lexicon), lexicon) for item in labelled if item.role is Role.SUMMARY
    ]
    text = "\n".join(part for part in shown if part)
    if text:
        return Declared(text, "label", "summary")
    return next((Declared(text, item.by, item.key) for item in metadata.summaries if (text := plain(item.value))), None)


def _without_glued(block: Block, lexicon: Lexicon) -> str:
    """Return a block's text without the labels that are text nodes of their own before it."""
    text = block.text
    for piece in block.pieces[:-1]:
        if not any(label.role in STATED for label in lexicon.exact(piece)):
            break
        text = text.removeprefix(piece).lstrip()
    return text


def without_label(text: str, lexicon: Lexicon) -> str:
    """Take every summary label off the head of a text: a page's own and the translator's stand one after the other."""
    while (hit := lexicon.prefix(text)) and any(label.role is Role.SUMMARY for label in hit.labels):
        if not hit.marked:
            break
        text = text[hit.end_of_mark :].strip()
    return text


def key_points_of(labelled: tuple[LabelledBlock, ...], metadata: Metadata) -> list[str]:
    """Return the points that the page lists, or else declares, as its key points."""
    blocks = [item.block for item in labelled if item.role is Role.KEY_POINTS]
    return [point for block in blocks for point in (block.items or (block.text,))] or list(metadata.key_points)


def subtitle_of(labelled: tuple[LabelledBlock, ...], metadata: Metadata, title: str) -> Declared | None:
    """Return the standfirst: shown, or declared under its own name and not the title in other words."""
    shown = next((item.block.text for item in labelled if item.role is Role.SUBTITLE), None)
    if shown:
        return Declared(" ".join(shown.split()), "layout", "subtitle")
    return next((item for item in metadata.subtitles if not says_again(item.value, title)), None)


def tags_of(labelled: tuple[LabelledBlock, ...], metadata: Metadata) -> list[str]:
    """Return the article's tags: shown ones first, then declared ones, each once; dates and buttons are none.

    Where tags are shown, what a page tells search engines besides is no tag of the article.
    """
    shown = [
        COUNT.sub("", word.lstrip("#").strip())
        for item in _tags_beside_text(labelled)
        for word in ([link.text for link in item.block.links] or HASHTAG.findall(item.block.text))
        if not load_lexicon().exact(word) and not parse_date(word, None, FAR_AHEAD)
    ]
    declared = [item.value for item in metadata.tags if not (shown and item.key in FOR_ENGINES)]
    tags = [*shown, *declared]
    return _distinct([tag for tag in tags if weight(tag) <= LONGEST_TAG])


def _tags_beside_text(labelled: tuple[LabelledBlock, ...]) -> Iterator[LabelledBlock]:
    """Yield the blocks of tags that stand around the article and not in the site's columns and menus."""
    title = next((item.block.position for item in labelled if item.role is Role.TITLE), 0)
    last = max((item.block.position for item in labelled if item.role is Role.BODY), default=len(labelled))
    for item in labelled[max(0, title - BEFORE_TITLE) : last + BEHIND_TEXT + 1]:
        if item.role is Role.TAG and (item.why == LABELLED or not item.hints & OF_SITE):
            yield item


def categories_of(metadata: Metadata) -> list[str]:
    """Return the sections that the page declares to stand in."""
    return _distinct([item.value for item in metadata.categories])


def _distinct(words: list[str]) -> list[str]:
    return list({fold(word): word for word in reversed(words) if word}.values())[::-1]
