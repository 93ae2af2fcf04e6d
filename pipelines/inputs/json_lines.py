"""Lines of JSON to pages: `{"id", "url", "html" or "text", "fetched_at", "site"}`, all but the page optional."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import orjson

from pipelines.catalogue import site_of_key, site_of_url
from pipelines.rejected import Rejected
from pipelines.urls import is_http_address
from schemas.page import Page, Rejection
from schemas.site import Site


class BadLine(ValueError):
    """A line does not say what a line has to say."""


def page_of_line(line: bytes, max_page_bytes: int) -> Page | Rejected | None:
    """Return the page of a line, or why there is none; None for an empty line."""
    line = line.removeprefix(b"\xef\xbb\xbf").strip()
    if not line:
        return None
    row: dict[str, Any] = {}
    try:
        row = _row(line)
        page = _page(row)
    except BadLine as problem:
        return Rejected(Rejection.BAD_INPUT, str(problem), _told(row.get("url")), _told(row.get("id")))
    if len(page.body) > max_page_bytes:
        return Rejected(Rejection.TOO_LARGE, f"more than {max_page_bytes} bytes", page.url, page.input_id)
    return page


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        row = _lenient_row(line)
    if not isinstance(row, dict):
        raise BadLine("the line is no JSON object")
    return row


def _lenient_row(line: bytes) -> object:
    # Other programs write half characters (\ud83d alone) and NaN, which orjson refuses.
    try:
        return json.loads(line)
    except json.JSONDecodeError as problem:
        raise BadLine(f"the line is not JSON: {problem.msg} at character {problem.pos + 1}") from None
    except (ValueError, RecursionError) as problem:
        raise BadLine(f"the line is not JSON: {type(problem).__name__}") from None


def _page(row: dict[str, Any]) -> Page:
    text, content_type = _markup_or_text(row)
    url = _url(row.get("url"))
    return Page(
        body=text.encode("utf-8", "replace"),
        url=url,
        content_type=content_type,
        fetched_at=_moment(row.get("fetched_at")),
        site=_site(row.get("site"), url),
        input_id=_id(row.get("id")),
    )


def _markup_or_text(row: dict[str, Any]) -> tuple[str, str]:
    # The text is decoded already: the header outranks whatever charset the page's own markup declares.
    for key, content_type in (("html", "text/html; charset=utf-8"), ("text", "text/plain; charset=utf-8")):
        value = row.get(key)
        if isinstance(value, str):
            return value, content_type
        if value is not None:
            raise BadLine(f'"{key}" is no string')
    raise BadLine('the line has neither "html" nor "text"')


def _url(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadLine('"url" is no string')
    if not is_http_address(value.strip()):
        raise BadLine(f'"url" is no http address with a host: {value[:200]}')
    return value.strip()


def _moment(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        at = datetime.fromisoformat(str(value)) if isinstance(value, str) else None
        # Without a zone it is UTC: a moment that a program notes has no other.
        if at:
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    raise BadLine(f'"fetched_at" is no ISO 8601 time: {str(value)[:50]}')


def _site(value: object, url: str | None) -> Site | None:
    if value is not None and not isinstance(value, str):
        raise BadLine('"site" is no string')
    # A key that the catalogue does not have is no reason to lose the page: its address may tell the site.
    return site_of_key(value or "") or site_of_url(url or "")


def _id(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadLine('"id" is neither a string nor a number')
    return _told(value)


def _told(value: object) -> str | None:
    """Return a value as text that any file can hold, for the rejection of its line."""
    return str(value).encode("utf-8", "replace").decode() if isinstance(value, str | int) else None
