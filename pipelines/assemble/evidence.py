"""What the lines around the title say: names and dates with their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from pipelines.dates import find_dates
from pipelines.lexicon import load_lexicon, split_labels
from pipelines.lexicon.split import is_name
from schemas.block import Block, Hint, LabelledBlock
from schemas.role import LabelForm, LabelPart, Role

# Without a time of fetching, dates are read as of a day so far ahead that what counts from it shows.
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
WRITERS = frozenset((Role.AUTHOR, Role.REPORTER))
DATES = frozenset((Role.PUBLISHED, Role.UPDATED))
# An author's page, as content systems name it.
AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:e[ns]?|i)?|auteurs?|redakteure?|redactie|writers?|contributors?|columnists?|journalists?|reporters?"
    r"|profiles?|people|bylines?|experts?|by)/[^/?#]+(?:/?$|/?[?#])|[?&]author=",
    re.I,
)
# So many blocks before the title and behind the text an author is named; behind the title, up to the text.
AROUND = 3
FAR_BEHIND = 10


@dataclass(frozen=True, slots=True)
class Said:
    """A labelled part of a byline, and where its block stands."""

    part: LabelPart
    position: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that byline blocks say."""

    said: tuple[Said, ...]
    times: tuple[str, ...]
    """`datetime` attributes in byline blocks."""
    shown: tuple[str, ...]
    """Dates without a label, as shown."""
    names: tuple[Said, ...] = ()
    """Names without a label, in elements that are named after the author."""
    linked: tuple[Said, ...] = ()
    """Names in links to authors' pages beside the text."""

    def values(self, role: Role) -> list[str]:
        """Return the values that bear a role's label."""
        return [said.part.value for said in self.said if said.part.role is role and said.part.value]


def read_evidence(labelled: tuple[LabelledBlock, ...], interface: str, now: datetime | None) -> Evidence:
    """Return what byline blocks say, in reading order."""
    lines = [item for item in labelled if item.role is Role.BYLINE]
    bylines = [item.block for item in lines]
    end = max((item.block.position for item in labelled if item.role is Role.BODY), default=len(labelled))
    # Names of those who comment.
    others = {item.block.position for item in lines if item.hints & Hint.COMMENTS and item.block.position > end}
    said: list[Said] = []
    shown: list[str] = []
    for block in bylines:
        parts = split_labels(block.parted, interface)
        own = any(part.role in WRITERS for part in parts)
        named = parts if own else [*parts, *_behind_labels(block, interface)]
        said += [Said(part, block.position) for part in named if part.role in DATES or block.position not in others]
        labelled_dates = [part.value for part in parts if part.role in DATES]
        dates = [block.parted[date.start : date.end] for date in find_dates(block.parted, interface, now or FAR_AHEAD)]
        shown += [date for date in dates if not any(date in value for value in labelled_dates)]
    times = tuple(moment for block in bylines for moment in block.times)
    names = tuple(
        Said(LabelPart(Role.AUTHOR, "", name), item.block.position)
        for item in lines
        if item.hints & Hint.AUTHOR and item.block.position not in others
        for name in _names(item.block, interface)
    )
    return Evidence(tuple(said), times, tuple(shown), names, tuple(_linked(labelled)))


def _behind_labels(block: Block, interface: str) -> list[LabelPart]:
    """The names behind a writer's label in an element of its own ("by", then "gizzmo"), in whatever letters."""
    lexicon = load_lexicon()
    found = []
    for label, value in pairwise(block.pieces):
        if any(hit.role is Role.AUTHOR and hit.form is LabelForm.PREFIX for hit in lexicon.exact(label.strip(" :：|"))):
            if not find_dates(value, interface, FAR_AHEAD):
                found.append(LabelPart(Role.AUTHOR, label, value))
    return found


def _linked(labelled: tuple[LabelledBlock, ...]) -> Iterator[Said]:
    """The words of links to authors' pages, right around the title and right behind the text."""
    title = next((item.block.position for item in labelled if item.role is Role.TITLE), None)
    text = [item.block.position for item in labelled if item.role is Role.BODY]
    if not text:
        return
    start = text[0] if title is None else title
    for first, end in ((start - AROUND, max(start + 1, min(text[0], start + FAR_BEHIND)) + 1), (text[-1] + 1, text[-1] + 1 + AROUND)):
        for item in labelled[max(0, first) : end]:
            if not item.hints & (Hint.RELATED | Hint.NAVIGATION) or item.hints & Hint.AUTHOR:
                for words, href in item.block.links:
                    if AUTHOR_PATH.search(href):
                        yield Said(LabelPart(Role.AUTHOR, "", words), item.block.position)


def _names(block: Block, interface: str) -> list[str]:
    """The names in an author's element: what is left of it without labels and dates."""
    parts = [part.value for part in split_labels(block.parted, interface) if part.role is Role.BODY]
    pieces = [piece.strip(" ·•,-–—") for value in parts for piece in value.split("|")]
    return [piece for piece in pieces if is_name(piece) and not find_dates(piece, interface, FAR_AHEAD)]
