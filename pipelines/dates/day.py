"""Reads the day, month and year of a line from which the time was taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.dates.grammar import date_matches
from pipelines.dates.line import Line, base_language
from pipelines.dates.order import YEAR_FIRST_LANGUAGES, date_of_numbers
from pipelines.dates.vocabulary import MASKS, Role
from pipelines.dates.years import EARLIEST, Year, full_year
from schemas.date import Precision

# Where "27.06." is a day: the stop makes a number the so-manieth.
STOPPED_NUMBER_LANGUAGES = frozenset(("de", "cs"))


@dataclass(frozen=True, slots=True)
class Day:
    """A date, and which of its parts the text tells."""

    date: date
    precision: Precision
    has_year: bool = True


def read_day(line: Line, today: date) -> Day | None:
    """Return the day that a line tells, if it tells nothing else."""
    return next((day for match in date_matches(line.symbols) if (day := _day(line, match, today))), None)


def _day(line: Line, match: re.Match[str], today: date) -> Day | None:
    groups = match.re.groupindex
    if "c" in groups:
        return _of_numbers(line, match, today)
    if "a" in groups:
        return _of_two_numbers(line, match, today)
    month, is_persian = _month(line, match)
    if month is None and ("n" in groups or "m" in groups):
        return None
    return _of_parts(line, match, today, month, is_persian)


def _of_parts(line: Line, match: re.Match[str], today: date, month: int | None, is_persian: bool) -> Day | None:
    day, written = line.digits(match, "d"), line.digits(match, "y")
    if len(day) > 2 or (month is None and len(written) != 4 and not _era(line, match)):
        return None
    if not written:
        return _of_this_year(month or 0, int(day), today, is_persian)
    year = full_year(written, _era(line, match), today.year + 1, line.language, _is_thai(line))
    if is_persian != year.is_persian or (not day and len(written) == 2 and not _era(line, match)):
        return None
    first = year.date(month or 1, int(day or 1))
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return Day(first, precision) if first else None


def _month(line: Line, match: re.Match[str]) -> tuple[int | None, bool]:
    if number := line.digits(match, "m"):
        return int(number) if len(number) <= 2 else None, False
    if "n" not in match.re.groupindex:
        return None, False
    position = match.start("n")
    word = line.tokens[position].word
    role = Role.MONTH if word and Role.MONTH in word.meanings else Role.PERSIAN_MONTH
    value = line.value(position, role)
    return value if isinstance(value, int) else None, role is Role.PERSIAN_MONTH


def _of_numbers(line: Line, match: re.Match[str], today: date) -> Day | None:
    numbers = (line.digits(match, "a"), line.digits(match, "b"), line.digits(match, "c"))
    latest = today.year + 1
    if era := _era(line, match):
        place = 2 if era in ("be", "ce") and len(numbers[0]) <= 2 else 0
        found = full_year(numbers[place], era, latest, line.language).date(int(numbers[1]), int(numbers[2 - place]))
    else:
        found = date_of_numbers(numbers, match["sep"], line.language, latest)
    return Day(found, Precision.DAY) if found else None


def _of_two_numbers(line: Line, match: re.Match[str], today: date) -> Day | None:
    first, second = line.digits(match, "a"), line.digits(match, "b")
    if len(first) == 4 and len(second) == 2 and match["sep"] != ".":
        return _of_month(first, second, today)
    if len(second) == 4 and len(first) <= 2:
        return _of_month(second, first, today)
    if base_language(line.language) in YEAR_FIRST_LANGUAGES and len(first) == len(second) == 2 and match["sep"] != ".":
        return _of_this_year(int(first), int(second), today, is_persian=False)
    if match[0].rstrip(",").endswith(".") and base_language(line.language) in STOPPED_NUMBER_LANGUAGES:
        return _of_this_year(int(second), int(first), today, is_persian=False) if len(first + second) <= 4 else None
    return None


def _of_month(year: str, month: str, today: date) -> Day | None:
    number = int(year)
    if not EARLIEST <= number <= today.year + 1:
        return None
    first = Year(number).date(int(month), 1)
    return Day(first, Precision.MONTH) if first else None


def _of_this_year(month: int, day: int, today: date, is_persian: bool) -> Day | None:
    """Without a year, the nearest past day is meant; tomorrow is today further east."""
    for year in (today.year, today.year - 1):
        candidates = (Year(year - 621, True), Year(year - 622, True)) if is_persian else (Year(year),)
        for candidate in candidates:
            found = candidate.date(month, day)
            if found and found <= today + timedelta(days=1):
                return Day(found, Precision.DAY, has_year=False)
    return None


def _era(line: Line, match: re.Match[str]) -> str | None:
    for group in ("era", "era2"):
        if group in match.re.groupindex and match[group]:
            value = line.value(match.start(group), Role.ERA)
            return str(value) if value else None
    return None


def _is_thai(line: Line) -> bool:
    return any(token.word and token.word.mask == MASKS["th"] for token in line.tokens)
