"""A line in which labels are looked for."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.dates import FoundDate, find_dates
from pipelines.lexicon.borders import SEPARATORS, Border, begins_word
from pipelines.lexicon.fold import fold_with_offsets
from pipelines.lexicon.labels import Label, LabelHit
from schemas.role import LabelForm, Role

# Only whether a date is there matters, not which moment it means.
ANY_DAY = datetime(2026, 7, 1, tzinfo=UTC)
# What ends a name or a date: a bar, a dot, a dash between blanks.
SEPARATOR = re.compile(r"\s*[|｜丨·•∙●]\s*|\s[–—-]{1,2}\s|[\t\n]|\s//?\s")
# A full stop behind a bracket that closes belongs to neither.
CLOSED = (").", "].", "）.", "）。", "】。")
EDGES = " \t\n:：|｜丨·•∙●,，、;；/／—–-=\u3000\u200b\u200e\u200f\ufeff"


@dataclass(frozen=True, slots=True)
class Cut:
    """A labelled part of a line, from `start` to before `end`."""

    start: int
    end: int
    role: Role
    label: str
    value: str


@dataclass(frozen=True)
class Line:
    """A line, its folded form with the way back, and the language whose labels come first."""

    text: str
    folded: str
    offsets: Sequence[int]
    language: str

    @functools.cached_property
    def dates(self) -> list[FoundDate]:
        """The dates in the line, by place. (Looking for them is what costs most here.)"""
        if not any(map(str.isdigit, self.text)):
            return []
        return find_dates(self.text, self.language or None, ANY_DAY)

    def date_over(self, place: int) -> FoundDate | None:
        """Return the date that covers a place."""
        return next((found for found in self.dates if found.start <= place < found.end), None)

    def border(self, start: int, end: int) -> Border:
        """Return how sure it is that a label begins at a place; behind a date, and as a date's last word, one does."""
        border = begins_word(self.text, start)
        if border in (Border.NONE, Border.HARD):
            return border
        places = (len(self.text[:start].rstrip()), end)
        return Border.HARD if any(found.start < start and found.end in places for found in self.dates) else border

    def segment_before(self, start: int) -> str:
        """Return what stands between the last separator or date and a place."""
        begin = max((at + 1 for at in range(start) if self.text[at] in SEPARATORS), default=0)
        begin = max([begin, *(found.end for found in self.dates if found.end <= start)])
        return self.text[begin:start]

    def separator(self, start: int, limit: int) -> int:
        """Return the place of the first separator behind a value's begin, or the limit."""
        found = SEPARATOR.search(self.text, start, limit)
        return found.start() if found and found.start() > start else limit

    def is_capital(self, place: int) -> bool:
        """Tell whether a word begins like a label: in running words it would be small, if its script can be."""
        return not self.text[place].islower()

    def ordered(self, hit: LabelHit) -> list[Label]:
        """Return a hit's labels, those of the line's language first, then those written like it, then proven ones."""
        wanted = self.language.split("-")[0]
        said = self.text[hit.start : hit.end]
        return sorted(
            hit.labels,
            key=lambda label: (
                self.language not in label.languages,
                not any(tag.split("-")[0] == wanted for tag in label.languages),
                label.text != said,
                not label.seen,
                label.form is not LabelForm.PREFIX,
            ),
        )


def read_line(text: str, language: str) -> Line:
    """Return a text as a line."""
    return Line(text, *fold_with_offsets(text), language)


def trimmed(text: str) -> str:
    """Return a value without separators at its ends, and without a bracket that only closes or only opens."""
    text = text.strip(EDGES)
    if text.endswith(CLOSED):
        text = text[:-1]
    for opening, closing in ("()", "[]", "（）", "【】", "〔〕", "「」"):
        if text.endswith(closing) and opening not in text:
            text = text[:-1].rstrip(EDGES)
        if text.startswith(opening) and closing not in text:
            text = text[1:].lstrip(EDGES)
    return text
