"""Reads dates in any language: whole texts, and dates within short lines."""

from pipelines.dates.find import FoundDate, find_dates, split_trailing_date
from pipelines.dates.parse import parse_date

__all__ = ["FoundDate", "find_dates", "parse_date", "split_trailing_date"]
