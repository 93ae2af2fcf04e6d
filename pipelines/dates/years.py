"""Years of the calendars that pages count in, as dates of the common one."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.dates.line import base_language

# No news page is older than the web.
EARLIEST = 1990
BUDDHIST = 543
# The year before the first of an era.
ERAS = {"be": -BUDDHIST, "roc": 1911, "reiwa": 2018, "heisei": 1988}
PERSIAN_YEARS = range(1368, 1500)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the common or the Persian calendar, or none that is plausible."""

    number: int | None
    is_persian: bool = False

    def date(self, month: int, day: int) -> date | None:
        """Return a day of the year, if there is such a day."""
        if self.number is None or not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        if self.is_persian:
            return persian_date(self.number, month, day)
        try:
            return date(self.number, month, day)
        except ValueError:
            return None


def full_year(digits: str, era: str | None, latest: int, language: str | None, thai: bool = False) -> Year:
    """Return the year that digits tell."""
    if not digits or len(digits) > 4:
        return Year(None)
    number = int(digits)
    if era in ERAS:
        return _plausible(number + ERAS[era] + (2500 if era == "be" and len(digits) == 2 else 0), latest)
    if era == "sh" or (len(digits) == 4 and number in PERSIAN_YEARS):
        return Year(number, is_persian=True) if number in PERSIAN_YEARS and number + 621 <= latest else Year(None)
    if len(digits) == 2:
        return _two_digits(number, latest, thai or base_language(language) == "th")
    if len(digits) == 4:
        return _plausible(number - BUDDHIST if number > 2500 else number, latest)
    return Year(None)


def _two_digits(number: int, latest: int, thai: bool) -> Year:
    century = 1900 if number >= EARLIEST % 100 else 2000
    year = _plausible(century + number, latest)
    if year.number is None and thai:
        return _plausible(2500 + number - BUDDHIST, latest)
    return year


def _plausible(number: int, latest: int) -> Year:
    return Year(number if EARLIEST <= number <= latest else None)


def persian_date(year: int, month: int, day: int) -> date | None:
    """Return the date of a day of the Solar Hijri calendar: six months of 31 days, five of 30, and the rest."""
    if month <= 6:
        found = nowruz(year) + timedelta(days=31 * (month - 1) + day - 1)
        return found if day <= 31 else None
    found = nowruz(year) + timedelta(days=186 + 30 * (month - 7) + day - 1)
    return found if day <= 30 and found < nowruz(year + 1) else None


@functools.cache
def nowruz(year: int) -> date:
    """Return the first day of a Solar Hijri year; working out the equinox takes milliseconds."""
    # Loaded when first needed: few pages count so.
    from convertdate import persian  # type: ignore[import-untyped]

    return date(*persian.to_gregorian(year, 1, 1))
