"""Which zone a newsroom keeps, by the offsets that its pages give."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import Locale, UnknownLocaleError, get_global

OFFSET: Final = re.compile(r"[+-]\d\d:\d\d$")


def zone_of(dates: Iterable[str], languages: Collection[str]) -> str | None:
    """Return the zone of the languages' countries that has the offsets of all dates; None where none or UTC is told."""
    moments = [datetime.fromisoformat(date) for date in dates if OFFSET.search(date)]
    if not any(moment.utcoffset() for moment in moments):
        return None
    return next((zone for tag in languages for zone in zones_of(tag) if _fits(zone, moments)), None)


def zones_of(tag: str) -> list[str]:
    """Return the zones of the country of a language, those first that its most people keep; both as CLDR says."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return []
    likely: str = get_global("likely_subtags").get(str(locale)) or get_global("likely_subtags").get(locale.language, "")
    territory = locale.territory or likely.rpartition("_")[2]
    # Of the zones of one time, CLDR names the largest city's to represent them.
    chief = set(get_global("windows_zone_mapping").values())
    return sorted(get_global("territory_zones").get(territory, ()), key=lambda zone: zone not in chief)


def _fits(zone: str, moments: list[datetime]) -> bool:
    try:
        known = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return all(moment.astimezone(known).utcoffset() == moment.utcoffset() for moment in moments)
