"""Reads times that count from now: "Há 7h", "3小时前", "just now", "last week"."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from pipelines.dates.grammar import KEPT, grammar
from pipelines.dates.line import Line, base_language
from pipelines.dates.tokens import NUMBER
from pipelines.dates.vocabulary import Role
from schemas.date import ParsedDate, Precision

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
MONTHS = {"month": 1, "year": 12}
UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
# Beyond, pages go over to the next unit, and "24h", "90d" are spans of a chart.
LONGEST_BARE = {"second": 59, "minute": 59, "hour": 23, "day": 31, "week": 8, "month": 12, "year": 20}
# Where "-5 min" is the shortest way to say "5 minutes ago".
MINUS_LANGUAGES = frozenset(("fr", "ru", "ro", "pt"))
OLDEST_IN_YEARS = 36
Amounts = list[tuple[float | None, str]]
Reader = Callable[[Line, re.Match[str], datetime], ParsedDate | None]
Reading = tuple[Reader, re.Match[str]]


def read_relative(line: Line, now: datetime) -> ParsedDate | None:
    """Return the moment that a text counts from now, or None where it does not."""
    for read, match in _readings(line.symbols):
        if read is not _minus or base_language(line.language) in MINUS_LANGUAGES:
            return read(line, match, now)
    return None


@functools.lru_cache(maxsize=KEPT)
def _readings(symbols: str) -> tuple[Reading, ...]:
    """Return the ways in which symbols count from now; the first that the language has is the one."""
    shapes: tuple[tuple[Reader, re.Pattern[str]], ...] = (
        (_moment, grammar().moment),
        (_passed, grammar().passed),
        (_minus, grammar().minus),
        (_bare, grammar().bare),
        (_counted, grammar().relative),
    )
    return tuple((read, match) for read, pattern in shapes if (match := pattern.fullmatch(symbols)))


def _moment(line: Line, match: re.Match[str], now: datetime) -> ParsedDate | None:
    if match["now"]:
        return ParsedDate(now, Precision.MINUTE, relative=True)
    if match["while"]:
        return ParsedDate(now, Precision.HOUR, relative=True)
    unit = line.value(match.start("last"), Role.LAST)
    return _ago([(1, str(unit))], now) if unit else None


def _minus(line: Line, match: re.Match[str], now: datetime) -> ParsedDate | None:
    unit = line.value(match.start("unit"), Role.UNIT)
    return _ago([(float(line.digits(match, "count")), unit)], now) if isinstance(unit, str) else None


def _passed(line: Line, match: re.Match[str], now: datetime) -> ParsedDate | None:
    position = match.start("unit")
    word = line.tokens[position].word
    role = Role.PASSED if word and Role.PASSED in word.meanings else Role.LAST
    unit, count = line.value(position, role), _count(line, match.start("count"))
    return _ago([(count, unit)], now) if isinstance(unit, str) else None


def _count(line: Line, position: int) -> float | None:
    """Return a number, or None for "a few"."""
    token = line.tokens[position]
    if token.word is None:
        return float(token.text)
    value = line.value(position, Role.NUMBER) if Role.NUMBER in token.word.meanings else None
    return value if isinstance(value, int | float) else None


def _bare(line: Line, match: re.Match[str], now: datetime) -> ParsedDate | None:
    unit = line.value(match.start("unit"), Role.BARE)
    count = float(line.digits(match, "count"))
    if not isinstance(unit, str) or not 0 < count <= LONGEST_BARE[unit]:
        return None
    return _ago([(count, unit)], now)


def _counted(line: Line, match: re.Match[str], now: datetime) -> ParsedDate | None:
    amounts = _amounts(line) if match["before"] or match["after"] else None
    return _ago(amounts, now) if amounts else None


def _amounts(line: Line) -> Amounts | None:
    """Return number and unit of each part; a number of None says "a few"."""
    amounts: Amounts = []
    count: float | None = None
    pending = False
    for position, token in enumerate(line.tokens):
        roles = token.word.meanings if token.word else {}
        if token.symbol == NUMBER:
            is_fraction = pending and line.symbols[position - 1] in ".,"
            count = float(f"{count:.0f}.{token.text}") if is_fraction and count is not None else float(token.text)
            pending = True
        elif pending and Role.UNIT in roles:
            unit = line.value(position, Role.UNIT)
            if not isinstance(unit, str):
                return None
            amounts.append((count, unit))
            pending = False
        elif Role.COUNTED in roles and not pending:
            counted = line.value(position, Role.COUNTED)
            if not isinstance(counted, tuple):
                return None
            amounts.append((counted[1], counted[0]))
        elif Role.FEW in roles:
            count, pending = None, True
        elif Role.NUMBER in roles and not pending:
            value = line.value(position, Role.NUMBER)
            count = value if isinstance(value, int | float) else None
            pending = count is not None
    return amounts


def _ago(amounts: Amounts, now: datetime) -> ParsedDate | None:
    if any(count is None for count, _ in amounts):
        return _few(amounts, now)
    months = sum((count or 0) * MONTHS.get(unit, 0) for count, unit in amounts)
    seconds = sum((count or 0) * SECONDS.get(unit, 0) for count, unit in amounts)
    if months > OLDEST_IN_YEARS * 12 or seconds > OLDEST_IN_YEARS * 366 * 86_400:
        return None
    at = _months_before(now, round(months)) - timedelta(seconds=seconds)
    return ParsedDate(at, _precision(amounts), relative=True)


def _few(amounts: Amounts, now: datetime) -> ParsedDate | None:
    """ "A few" of a unit is known to the unit above; a few hours may be yesterday."""
    if len(amounts) != 1 or amounts[0][1] not in ("second", "minute"):
        return None
    above = Precision.MINUTE if amounts[0][1] == "second" else Precision.HOUR
    return ParsedDate(now, above, relative=True)


def _precision(amounts: Amounts) -> Precision:
    """The smallest unit; half of a unit is told in the one below."""
    smallest = min(UNITS.index(unit) - (count == 0.5) for count, unit in amounts)
    return Precision(UNITS[max(smallest, 0)])


def _months_before(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
