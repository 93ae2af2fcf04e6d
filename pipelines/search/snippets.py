"""Cuts from the texts of a record, as they are written, what shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import category

from pipelines.search.query import Query, Term
from pipelines.search.tokens import ARTICLES, composed, is_unspaced, offsets_of_folded, search_fold

# Two lines of a result; characters of unspaced scripts say about twice as much.
SNIPPET: Final = 180
SNIPPET_UNSPACED: Final = 90
# Words before the first hit, so that it can be read.
LEAD: Final = 0.25
# A cut is moved to a blank so near.
BLANK_NEAR: Final = 15
# A body of any length has its best place among so many hits.
MOST_MARKS: Final = 500
ARABIC: Final = re.compile("[\u0620-\u06ff]")


@dataclass(frozen=True, slots=True)
class Highlight:
    """A text, or a piece of one, and where in it the words of the query stand."""

    field: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Beginning and end of each, in characters of the text."""

    def parts(self) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of the text in order, and whether each is marked."""
        place = 0
        for start, end in self.marks:
            yield self.text[place:start], False
            yield self.text[start:end], True
            place = end
        yield self.text[place:], False


def highlighted(field: str, text: str, query: Query) -> Highlight:
    """Return a whole text with its marks."""
    normal = composed(text)
    marks = [(start, end) for start, end, _ in _marks(normal, query)]
    return Highlight(field, normal, tuple(marks))


def snippet_of(record: dict[str, Any], query: Query) -> Highlight | None:
    """Return the piece of a record's summary, answers or body that shows most of the query's words."""
    cuts = [_best_cut(field, text, query) for field, text in _texts(record)]
    # The first of equals: the summary is made to be read alone.
    best = max(cuts, key=lambda cut: cut[0], default=None)
    return best[1] if best else None


def _texts(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field in ("summary", "body"):
        if record.get(field):
            yield field, record[field]
    for pair in record.get("qa") or ():
        yield "qa", f"{pair['question']} {pair['answer']}"


def _best_cut(field: str, text: str, query: Query) -> tuple[int, Highlight]:
    """Return how many of the query's words a text has near each other, and the piece that has these."""
    normal = composed(text)
    marks = _marks(normal, query)
    length = SNIPPET_UNSPACED if any(is_unspaced(character) for character in normal[:40]) else SNIPPET
    room = int(length * (1 - LEAD))
    best, first = 0, 0
    for place, (start, _, _) in enumerate(marks):
        near = {term for at, end, term in marks[place : place + len(query.wanted) * 4] if end - start <= room}
        if len(near) > best:
            best, first = len(near), start
    return best, _cut(Highlight(field, normal, tuple((start, end) for start, end, _ in marks)), first, length)


def _cut(whole: Highlight, first: int, length: int) -> Highlight:
    text = whole.text
    start = _to_blank(text, max(0, min(first - int(length * LEAD), len(text) - length)))
    end = _to_blank(text, min(len(text), start + length))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    marks = tuple((at + shift, to + shift) for at, to in whole.marks if at >= start and to <= end)
    # One character for one, so that the marks stay where they are.
    piece = re.sub(r"\s", " ", text[start:end])
    return Highlight(whole.field, f"{before}{piece}{after}", marks)


def _to_blank(text: str, place: int) -> int:
    """Return a place near by where a word ends; the place itself where words have no ends."""
    if place == 0:
        return 0
    if len(text) - place < BLANK_NEAR:
        return len(text)
    blank = text.find(" ", place, place + BLANK_NEAR)
    if blank >= 0:
        return blank + 1
    # A letter's signs stay with it.
    return next(at for at in range(place, len(text) + 1) if at == len(text) or not category(text[at]).startswith("M"))


def _marks(text: str, query: Query) -> list[tuple[int, int, int]]:
    """Return beginning, end and number of the term of each hit in a text, in order and apart from each other."""
    if not query.wanted:
        return []
    folded = search_fold(text)
    offsets = offsets_of_folded(text, folded)
    pattern = re.compile("|".join(f"({_pattern(term)})" for term in query.wanted))
    marks: list[tuple[int, int, int]] = []
    for hit in pattern.finditer(folded):
        number = (hit.lastindex or 1) - 1
        end = _end_of_word(folded, hit.end()) if _is_open(query.wanted[number]) else hit.end()
        if _stands_alone(folded, hit.start(), end):
            marks.append((offsets[hit.start()], offsets[end], number))
        if len(marks) == MOST_MARKS:
            break
    return marks


def _pattern(term: Term) -> str:
    runs = [*term.runs[:-1], term.stem or term.runs[-1]]
    return " *".join(f"{ARTICLES if ARABIC.match(run) else ''}{re.escape(run)}" for run in runs)


def _is_open(term: Term) -> bool:
    return term.is_prefix or term.stem is not None


def _end_of_word(folded: str, end: int) -> int:
    while end < len(folded) and _is_inside(folded, end):
        end += 1
    return end


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Tell whether a piece of a folded text begins and ends where words do; unspaced scripts have no such places."""
    return not _is_inside(folded, start) and not (end < len(folded) and _is_inside(folded, end))


def _is_inside(folded: str, place: int) -> bool:
    """Tell whether the character at a place goes on with the spaced word before it."""
    return place > 0 and not (
        folded[place] == " " or folded[place - 1] == " " or is_unspaced(folded[place]) or is_unspaced(folded[place - 1])
    )
