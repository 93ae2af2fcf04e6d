"""Parses a text that is nothing but a date."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from pipelines.dates.clock import Clock, split_clock
from pipelines.dates.day import read_day
from pipelines.dates.fold import fold
from pipelines.dates.grammar import grammar
from pipelines.dates.line import Line
from pipelines.dates.machine import read_machine
from pipelines.dates.relative import read_relative
from pipelines.dates.tokens import tokenise
from pipelines.dates.vocabulary import Role, vocabulary
from schemas.date import ParsedDate, Precision

# The longest ways to write a date stay far below.
LONGEST = 120
AROUND = " \t\r\n\u00a0\u200b\u200e\u200f[](){}|,;·•-–—"


def parse_date(text: str, language: str | None, now: datetime) -> ParsedDate | None:
    """Return the moment that a text tells, or None where it is no date, tells two, or says more than a date."""
    if len(text) > LONGEST:
        return None
    bare = text.strip(AROUND)
    if not bare:
        return None
    if bare[0] in "0123456789" and (found := read_machine(bare, now.year + 1)):
        return found
    tokens = tokenise(fold(text), vocabulary())
    return read_line(Line.of(tokens, language), now) if tokens else None


def read_line(line: Line, now: datetime) -> ParsedDate | None:
    """Return the moment that the tokens of a line tell together."""
    if relative := read_relative(line, now):
        return relative
    for clock, rest in split_clock(line):
        if found := read_day_word(rest, clock, now) or read_absolute(rest, clock, now):
            return found
    return None


def read_day_word(rest: Line, clock: Clock | None, now: datetime) -> ParsedDate | None:
    """Return the moment of "yesterday at 14:05"."""
    pattern = grammar().day if clock else grammar().lone_day
    match = pattern.fullmatch(rest.symbols)
    back = rest.value(match.start("day"), Role.DAY) if match else None
    if not isinstance(back, int):
        return None
    if clock is None:
        return ParsedDate(now - timedelta(days=back), Precision.DAY, relative=True)
    zone: tzinfo | None = clock.zone or now.tzinfo
    here = now.astimezone(zone) if clock.zone and now.tzinfo else now
    at = datetime.combine(here.date() - timedelta(days=back), clock.time, zone)
    return ParsedDate(at, clock.precision, relative=True)


def read_absolute(rest: Line, clock: Clock | None, now: datetime) -> ParsedDate | None:
    """Return the moment of a date of the calendar."""
    day = read_day(rest, now.date())
    if day is None:
        return None
    if clock is None:
        return ParsedDate(datetime.combine(day.date, time()), day.precision)
    return ParsedDate(clock.on(day.date), clock.precision) if day.precision is Precision.DAY else None
