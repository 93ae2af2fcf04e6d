"""When the article was published and updated: declared, shown and in the address, compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pipelines.assemble.evidence import FAR_AHEAD, Evidence
from pipelines.dates import parse_date
from schemas.article import Provenance
from schemas.date import ParsedDate, Precision
from schemas.metadata import Declared, Metadata
from schemas.page import Page
from schemas.role import Role

URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
DAY_UNITS = frozenset((Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR))


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of the record, and who said it."""

    iso: str
    at: datetime
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Moments:
    """The article's dates, and what is doubtful about them."""

    published: Moment | None
    updated: Moment | None
    warnings: tuple[str, ...]


def find_moments(page: Page, metadata: Metadata, evidence: Evidence, nearby: Iterable[str], language: str) -> Moments:
    """Return when the article was published and updated; None rather than wrong."""
    declared = _first(metadata.published, page, language)
    labelled = _first(_said(evidence.values(Role.PUBLISHED), "label"), page, language)
    in_url = _first(_in_url(page, metadata), page, language)
    published = (
        declared
        or labelled
        or _first(_said((*evidence.times, *evidence.shown), "layout"), page, language)
        or in_url
        or _first((Declared(v, "layout") for v in nearby), page, language)
    )
    updated = _first(metadata.updated, page, language) or _first(
        _said(evidence.values(Role.UPDATED), "label"), page, language
    )
    warnings = ("date_disagreement",) if _disagree(published, (labelled, in_url)) else ()
    return Moments(published, updated, warnings)


def resolve(text: str, page: Page, language: str) -> ParsedDate | None:
    """Parse a date as of the time of fetching; without one, what counts from it is unknown."""
    now = page.fetched_at or FAR_AHEAD
    parsed = parse_date(text, language, now)
    if parsed is None or (page.fetched_at is None and (parsed.relative or parsed.at.year >= FAR_AHEAD.year - 1)):
        return None
    return parsed


def iso_of(parsed: ParsedDate) -> str:
    """Write a moment as ISO 8601 at its precision."""
    at = parsed.at
    if parsed.precision in DAY_UNITS:
        length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(parsed.precision, 10)
        return at.date().isoformat()[:length]
    text = at.replace(microsecond=0).isoformat()
    return text.replace("+00:00", "Z")


def _first(candidates: Iterable[Declared], page: Page, language: str) -> Moment | None:
    for candidate in candidates:
        parsed = resolve(candidate.value, page, language)
        if parsed is not None and _plausible(parsed, page):
            return _moment(parsed, candidate, page)
    return None


def _moment(parsed: ParsedDate, said: Declared, page: Page) -> Moment:
    zone = "page" if parsed.at.tzinfo else "unknown"
    timed = parsed.precision not in DAY_UNITS
    if timed and parsed.at.tzinfo is None and page.site and page.site.timezone:
        parsed = ParsedDate(parsed.at.replace(tzinfo=ZoneInfo(page.site.timezone)), parsed.precision)
        zone = "site"
    provenance = Provenance.model_validate({"by": said.by, "raw": said.value, "zone": zone if timed else None})
    return Moment(iso_of(parsed), parsed.at, provenance)


def _plausible(parsed: ParsedDate, page: Page) -> bool:
    """A page is not published after it was fetched; two days allow for zones and wrong clocks."""
    if page.fetched_at is None:
        return True
    at = parsed.at if parsed.at.tzinfo else parsed.at.replace(tzinfo=UTC)
    now = page.fetched_at if page.fetched_at.tzinfo else page.fetched_at.replace(tzinfo=UTC)
    return (at - now).days < 2


def _said(values: Iterable[str], by: str) -> tuple[Declared, ...]:
    return tuple(Declared(value, by) for value in values)


def _in_url(page: Page, metadata: Metadata) -> tuple[Declared, ...]:
    addresses = [page.url, *(item.value for item in metadata.canonical)]
    for address in filter(None, addresses):
        if match := URL_DATE.search(address):
            return (Declared("-".join(match.groups()), "url"),)
    return ()


def _disagree(published: Moment | None, others: Iterable[Moment | None]) -> bool:
    """A day's difference is a matter of zones; more is a doubt."""
    if published is None:
        return False
    return any(
        other and abs((published.at.replace(tzinfo=None) - other.at.replace(tzinfo=None)).days) > 2 for other in others
    )
