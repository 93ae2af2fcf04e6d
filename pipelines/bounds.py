"""Whether a record lies within the time that a crawl asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Final

DAY_LENGTH: Final = len("2026-06-27")


def is_older(published_at: str | None, since: datetime) -> bool:
    """Tell whether a time of publishing, at the precision known, is surely before a moment; unknown ones are not."""
    if published_at is None:
        return False
    if len(published_at) <= DAY_LENGTH:
        # A day, month or year is older only as a whole.
        return published_at < since.date().isoformat()[: len(published_at)]
    at = datetime.fromisoformat(published_at)
    return (at if at.tzinfo else at.replace(tzinfo=since.tzinfo)) < since


def day_of(published_at: str | None) -> str | None:
    """Return the day of a time of publishing; None where only a month or a year is known."""
    return published_at[:DAY_LENGTH] if published_at and len(published_at) >= DAY_LENGTH else None
