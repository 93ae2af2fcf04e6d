"""How long to leave a host alone that refused."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from pipelines.http_date import http_date


def seconds_asked(header: bytes | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for, as a number or as a date; None where it asks for none."""
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text) or None
    at = http_date(text)
    if at is None:
        return None
    left = (at - (now or datetime.now(UTC))).total_seconds()
    return left if left > 0 else None


def backoff(first: float, refusals: int) -> float:
    """Return a pause that doubles with every refusal, longer by chance so that crawlers do not come back together."""
    return float(first * 2 ** max(refusals - 1, 0) * random.uniform(1, 1.5))
