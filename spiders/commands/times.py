"""Times that commands are bound to: days or moments, taken at their precision."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.export.span import span_of
from spiders.commands import refuse
from spiders.since import parse_since


def since_of(text: str) -> datetime | None:
    """Return the first moment that `--since` means."""
    if not text:
        return None
    span = span_of(text)
    moment = span.first if span else parse_since(text, datetime.now(UTC))
    return moment or refuse(f"--since {text} is no time; give 2026-06, 2026-06-27, 2026-06-27T08:00:00Z, 36h or 7d")


def until_of(text: str) -> datetime | None:
    """Return the moment after the last one that `--until` means."""
    if not text:
        return None
    span = span_of(text)
    return span.end if span else refuse(f"--until {text} is no time; give 2026-06, 2026-06-27 or 2026-06-27T08:00:00Z")
