"""A date at its precision: the time from its first moment to its last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from schemas.article import ISO_8601

DATE = re.compile(ISO_8601)
MINUTE_DIGITS = len("2026-06-27T08:15")
DAY_DIGITS = len("2026-06-27")
MONTH_DIGITS = len("2026-06")
OFFSET = re.compile(r"(?:Z|[+-]\d{2}:\d{2})$")


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, and until before another one. Both are aware."""

    first: datetime
    end: datetime


# The first and the last date of each site are asked for with each of its articles.
@lru_cache(maxsize=10_000)
def span_of(text: str) -> Span | None:
    """Return the time that an ISO 8601 date means, in UTC where it has no offset; None where it is no such date.

    `2026-06` is the whole month, `2026-06-27T08:15Z` the minute.
    """
    if not DATE.match(text):
        return None
    try:
        first = datetime.fromisoformat(f"{text}-01-01"[:DAY_DIGITS] if len(text) < DAY_DIGITS else text)
        first = first if first.tzinfo else first.replace(tzinfo=UTC)
        return Span(first, _end(first, text))
    except (ValueError, OverflowError):
        return None


def _end(first: datetime, text: str) -> datetime:
    digits = len(OFFSET.sub("", text)) if "T" in text else len(text)
    if digits < MONTH_DIGITS:
        return first.replace(year=first.year + 1)
    if digits < DAY_DIGITS:
        return (first + timedelta(days=31)).replace(day=1)
    if digits == DAY_DIGITS:
        return first + timedelta(days=1)
    return first + (timedelta(minutes=1) if digits == MINUTE_DIGITS else timedelta(seconds=1))
