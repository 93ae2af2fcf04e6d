"""How the demo site writes days and ages, in each interface language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from babel import Locale

from spiders.demo_site.facts import Interface, RelatedFacts

# The only Iranian year that the facts touch; its first six months have 31 days.
NOWRUZ_1405: Final = date(2026, 3, 21)


def moment(iso: str) -> datetime:
    """Return an ISO time as a moment; a day without a time begins at midnight UTC."""
    at = datetime.fromisoformat(iso)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def is_day(iso: str) -> bool:
    """Tell whether a value of the facts is a day without a time."""
    return "T" not in iso


def day(iso: str) -> str:
    """Return the day of a time, in its own zone."""
    return iso[:10]


def epoch_ms(iso: str) -> int:
    """Return milliseconds since 1970."""
    return int(moment(iso).timestamp() * 1000)


def utc_z(at: datetime) -> str:
    """Return a moment as an ISO time in UTC that ends in Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_offset(iso: str) -> str:
    """Return a time as an ISO time in UTC that ends in +00:00, as SEO plugins write it."""
    return moment(iso).astimezone(UTC).isoformat()


def _calendar_day(iso: str, calendar: str) -> tuple[int, int, int]:
    on = date.fromisoformat(day(iso))
    if calendar == "buddhist":
        return on.year + 543, on.month, on.day
    if calendar == "jalali":
        months, rest = divmod((on - NOWRUZ_1405).days, 31)
        return 1405, months + 1, rest + 1
    return on.year, on.month, on.day


def shown_day(iso: str, words: Interface) -> str:
    """Return a day as a reader of this language sees it."""
    y, m, d = _calendar_day(iso, words.calendar)
    text = words.date.format(y=y, m=m, d=d, mm=f"{m:02}", dd=f"{d:02}", month=words.months[m - 1])
    return text.translate(str.maketrans("0123456789", words.digits))


def shown_age(related: RelatedFacts, words: Interface) -> str:
    """Return "7 hours ago" in this language, in the right plural form."""
    forms = words.ago[related.unit]
    plural = Locale.parse(words.tag, sep="-").plural_form(related.number)
    text = forms.get(plural, forms["other"]).format(n=related.number)
    return text.translate(str.maketrans("0123456789", words.digits))


def related_at(related: RelatedFacts, now: datetime) -> str:
    """Return when a related article appeared: a day where the card counts in days, else a time."""
    at = (now - related.delta).astimezone(UTC)
    return at.strftime("%Y-%m-%d") if related.unit == "days" else utc_z(at)
