"""Reads the time of day and its zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from datetime import time as Time
from zoneinfo import ZoneInfo

from pipelines.dates.grammar import clock_matches, grammar
from pipelines.dates.line import Line
from pipelines.dates.tokens import Token
from pipelines.dates.vocabulary import Role
from schemas.date import Precision

WIDEST_OFFSET = 14 * 60
INDIAN_TIME = 330
# In the small hours and at noon, twelve is not moved.
MORNING, EVENING, NOON = "am", "pm", "noon"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, its precision and its zone."""

    time: Time
    precision: Precision
    zone: tzinfo | None

    def on(self, day: date) -> datetime:
        """Return the moment of a day."""
        return datetime.combine(day, self.time, self.zone)


def split_clock(line: Line) -> Iterator[tuple[Clock | None, Line]]:
    """Yield the readings of a line as a time of day and the rest; at last as no time at all."""
    for match in clock_matches(line.symbols):
        if reading := _reading(line, match):
            yield reading
    yield None, line


def _reading(line: Line, match: re.Match[str]) -> tuple[Clock, Line] | None:
    time = _time(line, match)
    if time is None:
        return None
    zone, start, end = _zone(line, match.start(), match.end())
    precision = Precision.SECOND if match["s"] else Precision.MINUTE if match["m"] else Precision.HOUR
    rest = Line.of(line.tokens[:start] + line.tokens[end:], line.language)
    if zone is None and rest.tokens and (word := rest.tokens[0].word) and Role.ZONE in word.meanings:
        # "北京时间2026年6月27日14:05": the zone goes before the date.
        zone, rest = _named(rest, 0), Line.of(rest.tokens[1:], line.language)
    return Clock(time, precision, zone), rest


def _time(line: Line, match: re.Match[str]) -> Time | None:
    hour, minute, second = (line.digits(match, group) for group in "hms")
    if len(hour) > 2 or (match["m"] and len(minute) != 2 and ":" in match[0]) or len(second) > 2:
        return None
    hours = _hour(int(hour), _period(line, match))
    if hours is None or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    return Time(hours, int(minute or 0), int(second or 0))


def _period(line: Line, match: re.Match[str]) -> str:
    for group in ("after", "period"):
        if match[group]:
            return str(line.value(match.start(group), Role.PERIOD))
    return ""


def _hour(hour: int, period: str) -> int | None:
    if period == EVENING and hour < 12:
        return hour + 12
    if period == MORNING and hour == 12:
        return 0
    if period == NOON and hour < 4:
        return hour + 12
    if hour > 23 or (period == MORNING and hour > 12):
        return None
    return hour


def _zone(line: Line, start: int, end: int) -> tuple[tzinfo | None, int, int]:
    """Return the zone beside a time, and where time and zone begin and end together."""
    zones: list[tzinfo | None] = []
    while (match := grammar().zone_after.match(line.symbols, end)) and (match["zone"] or match["sign"]):
        if not _is_zone(line, match):
            break
        zones.append(_offset(line, match))
        end = match.end()
    if not zones and (match := grammar().zone_before.search(line.symbols, 0, start)) and _is_zone(line, match):
        zones.append(_offset(line, match))
        start = match.start()
    return next((zone for zone in zones if zone), None), start, end


def _is_zone(line: Line, match: re.Match[str]) -> bool:
    """A sign and a number beside a time are an offset if they are glued and do not begin a date."""
    if not match["sign"]:
        return True
    number = line.tokens[match.start("hours")]
    follows = line.symbols[match.end() : match.end() + 1]
    is_written = bool(match["zone"] or match["minutes"] or len(number.text) in (2, 4))
    return number.is_glued and is_written and follows not in tuple("./-") and len(number.text) in (1, 2, 4)


def _offset(line: Line, match: re.Match[str]) -> tzinfo | None:
    named = line.tokens[match.start("zone")] if match["zone"] else None
    if not match["sign"]:
        return _named(line, match.start("zone")) if named else None
    if named and named.text not in ("utc", "gmt"):
        return None
    hours, minutes = line.digits(match, "hours"), line.digits(match, "minutes")
    if len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    total = int(hours) * 60 + int(minutes or 0)
    if total > WIDEST_OFFSET:
        return None
    return fixed(-total if match["sign"] == "-" else total)


def _named(line: Line, position: int) -> tzinfo | None:
    if _is_indian(line.tokens[position], line.language):
        return fixed(INDIAN_TIME)
    value = line.value(position, Role.ZONE)
    if isinstance(value, int):
        return fixed(value)
    return ZoneInfo(value) if isinstance(value, str) else None


def _is_indian(token: Token, language: str | None) -> bool:
    return token.text == "ist" and bool(language) and (language == "hi" or str(language).endswith("-IN"))


def fixed(minutes: int) -> tzinfo:
    """Return the zone of an offset."""
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
