"""Which of three numbers is the day, the month and the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipelines.dates.line import base_language
from pipelines.dates.vocabulary import LANGUAGES
from pipelines.dates.years import full_year

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"
YEAR_FIRST_LANGUAGES = frozenset(("zh", "ja", "ko", "fa"))
# Languages of one usual order, day before month.
DAY_FIRST_LANGUAGES = frozenset(LANGUAGES) - YEAR_FIRST_LANGUAGES - {"en"}
DAY_FIRST_REGIONS = frozenset(["GB", "AU", "NZ", "IE", "IN", "ZA", "SG", "MY", "HK", "NG", "KE", "PK"])
MONTH_FIRST_REGIONS = frozenset(("US", "PH"))


def usual_order(language: str | None, separator: str) -> str | None:
    """Return the order in which readers of a language write numbers, if there is one."""
    base = base_language(language)
    if base in DAY_FIRST_LANGUAGES:
        return DAY_FIRST
    if base in YEAR_FIRST_LANGUAGES:
        return YEAR_FIRST
    region = (language or "").rpartition("-")[2].upper()
    if base == "en" and region in DAY_FIRST_REGIONS:
        return DAY_FIRST
    if base == "en" and region in MONTH_FIRST_REGIONS and separator != ".":
        return MONTH_FIRST
    return None


def date_of_numbers(numbers: tuple[str, str, str], separator: str, language: str | None, latest: int) -> date | None:
    """Return the date that three numbers tell; None if they tell two."""
    found = dict(_readings(numbers, language, latest))
    usual = usual_order(language, separator)
    if usual in found:
        return found[usual]
    days = set(found.values())
    return days.pop() if len(days) == 1 else None


def _readings(numbers: tuple[str, str, str], language: str | None, latest: int) -> Iterator[tuple[str, date]]:
    for order in (DAY_FIRST, MONTH_FIRST, YEAR_FIRST):
        parts = dict(zip(order, numbers, strict=True))
        if day := _reading(parts, language, latest):
            yield order, day


def _reading(parts: dict[str, str], language: str | None, latest: int) -> date | None:
    if len(parts["d"]) > 2 or len(parts["m"]) > 2 or len(parts["y"]) not in (2, 4):
        return None
    return full_year(parts["y"], None, latest, language).date(int(parts["m"]), int(parts["d"]))
