"""A date as a page tells it: a moment, and how exactly it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Precision(StrEnum):
    """The smallest unit that the text tells."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A moment (aware only if the text says its zone, or counts from an aware now) and its precision."""

    at: datetime
    precision: Precision
    relative: bool = False
    """The text counts from now ("7 h ago")."""
