"""What the lines around the title say: names and dates with their labels."""

from __future__ import annotations

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
VALUED = WRITERS | DATES | {Role.EDITOR, Role.TRANSLATOR, Role.SOURCE}
LABEL_EDGES = " :：|"


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
    times: list[str] = []
    for block, line in zip(bylines, _lines(bylines), strict=True):
        parts = split_labels(line, interface)
        own = any(part.role in WRITERS for part in parts)
        named = parts if own else [*parts, *behind_labels(block, interface)]
        said += [Said(part, block.position) for part in named if part.role in DATES or block.position not in others]
        # A `datetime` beside nothing but "Updated" tells when that was.
        # Of two without labels the earlier one is the publication's: themes print both, and hide the one by style.
        times += [] if {part.role for part in parts} & DATES == {Role.UPDATED} else sorted(block.times)
        labelled_dates = [part.value for part in parts if part.role in DATES]
        found = sorted(find_dates(line, interface, now or FAR_AHEAD), key=lambda date: date.parsed.at.date())
        dates = [line[date.start : date.end] for date in found]
        shown += [date for date in dates if not any(date in value for value in labelled_dates)]
    names = tuple(
        Said(LabelPart(Role.AUTHOR, "", name), item.block.position)
        for item in lines
        if item.hints & Hint.AUTHOR and item.block.position not in others
        for name in _names(item.block, interface)
    )
    return Evidence(tuple(said), tuple(times), tuple(shown), names)


def _lines(bylines: list[Block]) -> list[str]:
    """Return the bylines' lines, each with the label that is all of the block right before it (a term of a `dl`)."""
    lines = [block.parted for block in bylines]
    for place, (block, value) in enumerate(pairwise(bylines)):
        label = block.text.strip(LABEL_EDGES)
        if value.position == block.position + 1 and _opens_value(label) and not load_lexicon().exact(value.text):
            lines[place : place + 2] = "", f"{label}: {value.parted}"
    return lines


def _opens_value(text: str) -> bool:
    """Tell whether a text is nothing but a label of a byline that stands before its value."""
    return any(label.role in VALUED and label.form is LabelForm.PREFIX for label in load_lexicon().exact(text))


def behind_labels(block: Block, interface: str) -> list[LabelPart]:
    """The names behind a writer's label in an element of its own ("by", then "gizzmo"), in whatever letters."""
    return [
        LabelPart(Role.AUTHOR, label, value)
        for label, value in pairwise(block.pieces)
        if is_author_label(label) and not find_dates(value, interface, FAR_AHEAD)
    ]


def is_author_label(text: str) -> bool:
    """Tell whether a text is nothing but a label before an author's name."""
    labels = load_lexicon().exact(text.strip(LABEL_EDGES))
    return any(label.role is Role.AUTHOR and label.form is LabelForm.PREFIX for label in labels)


def _names(block: Block, interface: str) -> list[str]:
    """The names in an author's element: what is left of it without labels and dates."""
    parts = [part.value for part in split_labels(block.parted, interface) if part.role is Role.BODY]
    pieces = [without_dates(piece, interface) for value in parts for piece in value.split("|")]
    return [piece for piece in pieces if is_name(piece)]


def without_dates(text: str, interface: str) -> str:
    """Return a text without its dates and the marks around them ("Ann Lee, 1.12.2021")."""
    for date in reversed(list(find_dates(text, interface, FAR_AHEAD))):
        text = text[: date.start] + text[date.end :]
    return text.strip(" ,;·•|-–—")
