"""Finds the places at which labels of names, dates and counts part a line."""

from __future__ import annotations

from pipelines.lexicon.borders import Border
from pipelines.lexicon.closing import closing_cut
from pipelines.lexicon.dated import date_before_cut, date_cut
from pipelines.lexicon.labels import Label, LabelHit, Lexicon
from pipelines.lexicon.line import Cut, Line
from pipelines.lexicon.named import count_cut, name_cut
from pipelines.lexicon.shapes import CASED
from schemas.role import LabelForm, Role

DATED = frozenset((Role.PUBLISHED, Role.UPDATED))
NAMED = frozenset((Role.AUTHOR, Role.EDITOR, Role.TRANSLATOR, Role.REPORTER, Role.SOURCE, Role.IMAGE_CREDIT))
COUNTED = frozenset((Role.READING_TIME, Role.VIEWS))


def find_cuts(line: Line, lexicon: Lexicon) -> list[Cut]:
    """Return what labels announce in a line, left to right. It looks from the right: a value ends at the next label."""
    cuts: list[Cut] = []
    for place in reversed(_places(line)):
        if not lexicon.may_begin(line.folded, place):
            continue
        cut = _cut_at(line, lexicon, place, cuts)
        if cut:
            cuts = [cut, *(later for later in cuts if later.start >= cut.end)]
    return cuts[1:] if cuts and _is_loose(line, cuts[0]) else cuts


def _is_loose(line: Line, cut: Cut) -> bool:
    """Tell whether a name's label follows running words ("Streaming Sources: …"), with nothing that parts it off."""
    cased = CASED.match(line.text, cut.start)
    return bool(cased) and cut.role in NAMED and line.border(cut.start, cut.start) is Border.SPACED


def _places(line: Line) -> list[int]:
    """Return where a label may begin: not within a character that became two, nor inside a word."""
    text, last, found = line.text, -1, []
    # (The offsets end with the text's end, where no letter is.)
    for place, (folded, start) in enumerate(zip(line.folded, line.offsets, strict=False)):
        is_inner = start and text[start].islower() and text[start - 1].islower()
        if folded != " " and start != last and not is_inner:
            found.append(place)
        last = start
    return found


def _cut_at(line: Line, lexicon: Lexicon, place: int, later: list[Cut]) -> Cut | None:
    hit = lexicon.at(line.text, line.folded, line.offsets, place)
    if hit is not None and (border := line.border(hit.start, hit.end)) is not Border.NONE:
        limit = next((cut.start for cut in later if cut.start >= hit.end), len(line.text))
        for label in line.ordered(hit):
            if cut := _announced(line, hit, label, border, limit):
                return cut
    return closing_cut(line, lexicon, place, next((cut.start for cut in later), len(line.text)))


def _announced(line: Line, hit: LabelHit, label: Label, border: Border, limit: int) -> Cut | None:
    if label.form is not LabelForm.PREFIX:
        return None
    if label.role in DATED:
        return date_cut(line, hit, label, border, limit) or date_before_cut(line, hit, label, limit)
    if label.role in COUNTED:
        return count_cut(line, hit, label, border, limit)
    if label.role in NAMED:
        return name_cut(line, hit, label, border, limit)
    return None
