"""Reads the dates that programs write: ISO 8601 and seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from pipelines.dates.clock import WIDEST_OFFSET, fixed
from pipelines.dates.years import EARLIEST
from schemas.date import ParsedDate, Precision

ISO = re.compile(
    r"(?P<y>\d{4})(?P<dash>-?)(?P<m>\d\d)(?P=dash)(?P<d>\d\d)"
    r"(?:(?:[Tt]|\s+)?(?P<H>\d\d)(?::?(?P<M>\d\d)(?::?(?P<S>\d\d)(?:[.,]\d{1,9})?)?)?"
    r"\s?(?P<zone>[Zz]|(?P<sign>[-+])(?P<zh>\d\d):?(?P<zm>\d\d)?)?)?",
    re.ASCII,
)
WEEK = re.compile(r"(?P<y>\d{4})-?W(?P<w>\d\d)(?:-?(?P<d>[1-7]))?", re.ASCII)
SECONDS = re.compile(r"\d{10}", re.ASCII)
MILLISECONDS = re.compile(r"\d{13}", re.ASCII)


def read_machine(text: str, latest: int) -> ParsedDate | None:
    """Return the moment that a program wrote."""
    if (match := ISO.fullmatch(text)) and (found := _iso(match, latest)):
        return found
    if match := WEEK.fullmatch(text):
        return _week(match, latest)
    if SECONDS.fullmatch(text):
        return _epoch(int(text), latest)
    if MILLISECONDS.fullmatch(text):
        return _epoch(int(text) / 1000, latest)
    return None


def _iso(match: re.Match[str], latest: int) -> ParsedDate | None:
    if not EARLIEST <= int(match["y"]) <= latest or (match["H"] and not _is_clock(match)):
        return None
    try:
        at = datetime(*(int(match[part] or 0) for part in "ymdHMS"))  # type: ignore[arg-type]
    except ValueError:
        return None
    if match["zone"]:
        minutes = int(match["zh"] or 0) * 60 + int(match["zm"] or 0)
        if minutes > WIDEST_OFFSET:
            return None
        at = at.replace(tzinfo=fixed(-minutes if match["sign"] == "-" else minutes))
    return ParsedDate(at, _precision(match))


def _is_clock(match: re.Match[str]) -> bool:
    """Two lone digits after a date are no time, and "2026-06-2714" is no date."""
    return bool(match["M"] or match[0][match.end("d")] in "Tt") and not (
        match["dash"] and match.end("d") == match.start("H")
    )


def _precision(match: re.Match[str]) -> Precision:
    if match["S"]:
        return Precision.SECOND
    if match["M"]:
        return Precision.MINUTE
    return Precision.HOUR if match["H"] else Precision.DAY


def _week(match: re.Match[str], latest: int) -> ParsedDate | None:
    if not EARLIEST <= int(match["y"]) <= latest:
        return None
    try:
        day = date.fromisocalendar(int(match["y"]), int(match["w"]), int(match["d"] or 1))
    except ValueError:
        return None
    at = datetime.combine(day, datetime.min.time())
    return ParsedDate(at, Precision.DAY if match["d"] else Precision.WEEK)


def _epoch(seconds: float, latest: int) -> ParsedDate | None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return ParsedDate(at, Precision.SECOND) if EARLIEST <= at.year <= latest else None
