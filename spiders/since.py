"""Times that a crawl is asked to go back to."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

AGE: Final = re.compile(r"(\d{1,5})\s*([hdw])", re.I)
UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}


def parse_since(text: str, now: datetime) -> datetime | None:
    """Return the moment of an ISO 8601 date or time (UTC where it has no zone) or of an age (`36h`, `7d`, `2w`)."""
    if age := AGE.fullmatch(text.strip()):
        return now - timedelta(**{UNITS[age[2].lower()]: int(age[1])})
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
