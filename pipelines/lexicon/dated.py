"""Labels of dates: "Published: 27 June 2026", "链捕手Publicado em 2026-06-27", "2026年6月27日 更新"."""

from __future__ import annotations

import re

from pipelines.dates import parse_date
from pipelines.lexicon.borders import Border
from pipelines.lexicon.labels import Label, LabelHit
from pipelines.lexicon.line import ANY_DAY, SEPARATOR, Cut, Line, trimmed
from pipelines.lexicon.shapes import UNSPACED, is_sentence, is_source

# A value that is nothing but a date is short.
LONGEST_DATE = 40
BETWEEN = re.compile(r"[\s:：|｜丨·•,，;；(（\[/—–=-]*")
ZONE = re.compile(r"\s*[(（]?(?:[A-Z]{2,4}T?|UTC|GMT)?\s*(?:[+-]\d{1,2}(?::?\d\d)?)?[)）]?(?=\s|$|[|·,，])")
PROSE_AFTER = re.compile(r"\s*[,，、]?\s*(?P<words>\S.*)$", re.S)


def date_cut(line: Line, hit: LabelHit, label: Label, border: Border, limit: int) -> Cut | None:
    gap = BETWEEN.match(line.text, hit.end)
    after = gap.end() if gap else hit.end
    # The date may begin inside the label: "on" is the label's last word and the date's first.
    date = line.date_over(after) if after < limit else None
    if date is None:
        return _dated_alone(line, hit, label, border, limit)
    if border is not Border.HARD and not (line.is_capital(hit.start) and is_source(line.segment_before(hit.start))):
        return None
    zone = ZONE.match(line.text, date.end)
    end = min(limit, zone.end() if zone else date.end)
    if _runs_on(line.text[end:limit], hit.marked):
        return None
    # "há" of "Atualizado há 2 horas" belongs to both.
    start = date.start if date.parsed.relative and date.start > hit.start else max(after, date.start)
    return Cut(hit.start, end, label.role, label.text, trimmed(line.text[start:end]))


def _dated_alone(line: Line, hit: LabelHit, label: Label, border: Border, limit: int) -> Cut | None:
    """A marked label may have a date behind it that no line of prose would have ("Updated: today")."""
    if not hit.marked or border is not Border.HARD:
        return None
    end = line.separator(hit.end_of_mark, limit)
    value = trimmed(line.text[hit.end_of_mark : end])
    if not value or len(value) > LONGEST_DATE or parse_date(value, line.language or None, ANY_DAY) is None:
        return None
    return Cut(hit.start, end, label.role, label.text, value)


def date_before_cut(line: Line, hit: LabelHit, label: Label, limit: int) -> Cut | None:
    """Some sites put the label behind the date ("2026年6月27日 更新")."""
    rest = line.text[hit.end : limit]
    if hit.marked or (rest.strip() and not SEPARATOR.match(rest)):
        return None
    head = line.text[: hit.start].rstrip()
    date = next((found for found in line.dates if found.end == len(head)), None)
    if date is None or line.text[: date.start].rstrip()[-1:] not in ("", *"|｜·•/／—–,、（("):
        return None
    return Cut(date.start, hit.end, label.role, label.text, line.text[date.start : date.end].strip())


def _runs_on(rest: str, marked: bool) -> bool:
    """Tell whether a sentence goes on behind a date."""
    if not rest.strip() or SEPARATOR.match(rest) or rest.lstrip()[0] in "/／([（":
        return False
    found = PROSE_AFTER.match(rest)
    following = found["words"] if found else ""
    if UNSPACED.search(following):
        return len(following) > 8 and (not marked or rest.lstrip()[0] in ",，")
    if marked and rest.lstrip()[0] not in ",，":
        return False
    return len(following.split()) > 2 and (
        following[0].islower() or rest.lstrip()[0] in ",，" or is_sentence(following)
    )
