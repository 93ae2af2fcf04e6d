"""What the lines around the title say: names and dates with their labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.dates import find_dates
from pipelines.lexicon import split_labels
from pipelines.lexicon.split import is_name
from schemas.block import Block, Hint, LabelledBlock
from schemas.role import LabelPart, Role

# Without a time of fetching, dates are read as of a day so far ahead that what counts from it shows.
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)


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
    names: tuple[str, ...] = ()
    """Names without a label, in elements that are named after the author."""

    def values(self, role: Role) -> list[str]:
        """Return the values that bear a role's label."""
        return [said.part.value for said in self.said if said.part.role is role and said.part.value]


def read_evidence(labelled: tuple[LabelledBlock, ...], interface: str, now: datetime | None) -> Evidence:
    """Return what byline blocks say, in reading order."""
    lines = [item for item in labelled if item.role is Role.BYLINE]
    bylines = [item.block for item in lines]
    said: list[Said] = []
    shown: list[str] = []
    for block in bylines:
        parts = split_labels(block.parted, interface)
        said += [Said(part, block.position) for part in parts]
        labelled_dates = [part.value for part in parts if part.role in (Role.PUBLISHED, Role.UPDATED)]
        dates = [block.parted[date.start : date.end] for date in find_dates(block.parted, interface, now or FAR_AHEAD)]
        shown += [date for date in dates if not any(date in value for value in labelled_dates)]
    times = tuple(moment for block in bylines for moment in block.times)
    names = tuple(name for item in lines if item.hints & Hint.AUTHOR for name in _names(item.block, interface))
    return Evidence(tuple(said), times, tuple(shown), names)


def _names(block: Block, interface: str) -> list[str]:
    """The names in an author's element: what is left of it without labels and dates."""
    parts = [part.value for part in split_labels(block.parted, interface) if part.role is Role.BODY]
    pieces = [piece.strip(" ·•,-–—") for value in parts for piece in value.split("|")]
    return [piece for piece in pieces if is_name(piece) and not find_dates(piece, interface, FAR_AHEAD)]
