"""What rows say of pages, whoever wrote them: addresses, times, sites and ids, each checked."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.catalogue import site_of_key, site_of_url
from pipelines.urls import is_http_address
from schemas.site import Site


class BadRow(ValueError):
    """A row does not say what a row has to say."""


def url_of(value: object) -> str | None:
    """Return the address of a page, where the row has one."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadRow('"url" is no string')
    if not is_http_address(value.strip()):
        raise BadRow(f'"url" is no http address with a host: {value[:200]}')
    return value.strip()


def moment_of(value: object) -> datetime | None:
    """Return when a page was fetched, where the row says so."""
    if value is None or value == "":
        return None
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        # Without a zone it is UTC: a moment that a program notes has no other.
        if isinstance(at, datetime):
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    raise BadRow(f'"fetched_at" is no ISO 8601 time: {str(value)[:50]}')


def site_of(value: object, url: str | None) -> Site | None:
    """Return the site of a page, by its key or by the address."""
    if value is not None and not isinstance(value, str):
        raise BadRow('"site" is no string')
    # A key that the catalogue does not have is no reason to lose the page: its address may tell the site.
    return site_of_key(value or "") or site_of_url(url or "")


def id_of(value: object) -> str | None:
    """Return the id that whoever wrote the row has given to the page."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadRow('"id" is neither a string nor a number')
    return plain_text(value)


def plain_text(value: object) -> str | None:
    """Return a value as text that any file can hold, for the rejection of its line."""
    return str(value).encode("utf-8", "replace").decode() if isinstance(value, str | int) else None
