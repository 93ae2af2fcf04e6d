"""When the article was published and updated: declared, shown and in the address, compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.assemble.evidence import FAR_AHEAD, Evidence
from pipelines.dates import parse_date
from schemas.article import Provenance
from schemas.date import ParsedDate, Precision
from schemas.metadata import Declared, Metadata
from schemas.page import Page
from schemas.role import Role

URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
# /2026/jun/27/, /2026/june/27/.
URL_MONTH = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(0?[1-9]|[12]\d|3[01])(?=/|$)", re.I)
# "datePublished": "2026-06-27T08:15Z", "published_at", "publishDate"; quotes may be escaped, as in attributes.
DATA_DATE = re.compile(
    rb"ublish(?:ed)?_?(?:[Dd]ate|[Aa]t|[Tt]ime|[Oo]n)?\\*(?:\"|&quot;|&#34;)\s*:\s*\\*(?:\"|&quot;|&#34;)"
    rb"(\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])"
)
DAY_LENGTH = len("2026-01-31")
HALF_AN_HOUR = 30
# Readers of what pages tell search engines.
FOR_ENGINES = frozenset(("json-ld", "meta", "microdata"))
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
    labelled = _first(_said(evidence.values(Role.PUBLISHED), "label"), page, language)
    seen = labelled or _first(_said((*evidence.times, *evidence.shown), "layout"), page, language)
    in_url = _first(_in_url(page, metadata), page, language)
    updated = _first(metadata.updated, page, language) or _first(
        _said(evidence.values(Role.UPDATED), "label"), page, language
    )
    published = (
        _checked(_moments(metadata.published, page, language), seen, updated)
        or seen
        or in_url
        or _first((Declared(v, "layout") for v in nearby), page, language)
        or _first(_in_data(page), page, language)
    )
    if published and _is_utc(published):
        seen_day = labelled or _first(_said(evidence.shown, "layout"), page, language) or in_url
        published = _local(published, seen_day, _moments(_said(evidence.times, "layout"), page, language))
    if updated and published and _never_changed(published, updated):
        updated = None
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


def _never_changed(published: Moment, updated: Moment) -> bool:
    """Tell whether data for search engines names one moment twice: systems give all pages both dates.

    (A day has room for a change; and what a page shows, or its application holds, it holds on purpose.)
    """
    return published.iso == updated.iso and len(updated.iso) > DAY_LENGTH and updated.provenance.by in FOR_ENGINES


def _first(candidates: Iterable[Declared], page: Page, language: str) -> Moment | None:
    return next(_moments(candidates, page, language), None)


def _moments(candidates: Iterable[Declared], page: Page, language: str) -> Iterator[Moment]:
    for candidate in candidates:
        parsed = resolve(candidate.value, page, language)
        if parsed is not None and _plausible(parsed, page):
            yield _moment(parsed, candidate, page)


def _checked(declared: Iterator[Moment], seen: Moment | None, updated: Moment | None) -> Moment | None:
    """Return the first declared date, unless the page shows another declared one, or one before its last change.

    (Page builders stamp both dates with the moment at which the site was last built.)
    """
    first = next(declared, None)
    if first is None or seen is None or abs(_days(first, seen)) <= 1:
        return first
    shown_too = next((other for other in declared if other.iso[:DAY_LENGTH] == seen.iso[:DAY_LENGTH]), None)
    if shown_too:
        return shown_too
    return seen if _is_stamp(first, updated, seen) and _days(first, seen) > 1 else first


def _is_stamp(first: Moment, updated: Moment | None, seen: Moment) -> bool:
    """Tell whether a date is that of the last change. (Of times, many articles' are the same: they never changed.)"""
    if updated is None or len(seen.iso) < DAY_LENGTH:
        return False
    if len(first.iso) == len(updated.iso) == DAY_LENGTH:
        return first.iso >= updated.iso
    return first.iso == updated.iso and seen.provenance.by == "label"


def _days(one: Moment, other: Moment) -> int:
    return (one.at.date() - other.at.date()).days


def _is_utc(moment: Moment) -> bool:
    return len(moment.iso) > DAY_LENGTH and moment.at.utcoffset() == timedelta(0)


def _local(moment: Moment, seen: Moment | None, times: Iterable[Moment]) -> Moment:
    """Return a moment in UTC as the page's readers see it, where they see the day before or the day after.

    The offset is the one in which the page itself writes that moment, or another one. Without one, what was a day is
    one again: its midnight is a round hour elsewhere.
    """
    if seen is None or abs(_days(moment, seen)) != 1 or len(seen.iso) < DAY_LENGTH:
        return moment
    for offset in (time.at.tzinfo for time in times if time.at.utcoffset()):
        here = moment.at.astimezone(offset)
        if here.date() == seen.at.date():
            return replace(moment, at=here, iso=here.replace(microsecond=0).isoformat())
    return moment if moment.at.minute % HALF_AN_HOUR or moment.at.second else seen


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
        if match := URL_MONTH.search(address):
            return (Declared(" ".join(reversed(match.groups())), "url"),)
    return ()


def _in_data(page: Page) -> tuple[Declared, ...]:
    """The date of publication in data of any kind, in scripts and attributes, where all of it tells the same day."""
    values = [match[1].decode() for match in DATA_DATE.finditer(page.body)]
    same = len({value[:DAY_LENGTH] for value in values}) == 1
    return (Declared(values[0], "page-state"),) if same else ()


def _disagree(published: Moment | None, others: Iterable[Moment | None]) -> bool:
    """A day's difference is a matter of zones; more is a doubt."""
    if published is None:
        return False
    return any(
        other and abs((published.at.replace(tzinfo=None) - other.at.replace(tzinfo=None)).days) > 2 for other in others
    )
