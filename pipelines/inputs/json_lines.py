"""Lines of JSON to pages: `{"id", "url", "html" or "text", "fetched_at", "site"}`, all but the page optional."""

from __future__ import annotations

import json
from typing import Any

import orjson

from pipelines.inputs.row_fields import BadRow, id_of, moment_of, plain_text, site_of, url_of
from pipelines.inputs.usable import usable
from pipelines.rejected import Rejected
from schemas.page import Page, Rejection


def page_of_line(line: bytes, max_page_bytes: int) -> Page | Rejected | None:
    """Return the page of a line, or why there is none; None for an empty line."""
    line = line.removeprefix(b"\xef\xbb\xbf").strip()
    if not line:
        return None
    row: dict[str, Any] = {}
    try:
        row = _row(line)
        return usable(_page(row), max_page_bytes)
    except BadRow as problem:
        return Rejected(Rejection.BAD_INPUT, str(problem), plain_text(row.get("url")), plain_text(row.get("id")))


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        row = _lenient_row(line)
    if not isinstance(row, dict):
        raise BadRow("the line is no JSON object")
    return row


def _lenient_row(line: bytes) -> object:
    # Other programs write half characters (\ud83d alone) and NaN, which orjson refuses.
    try:
        return json.loads(line)
    except json.JSONDecodeError as problem:
        raise BadRow(f"the line is not JSON: {problem.msg} at character {problem.pos + 1}") from None
    except (ValueError, RecursionError) as problem:
        raise BadRow(f"the line is not JSON: {type(problem).__name__}") from None


def _page(row: dict[str, Any]) -> Page:
    text, content_type = _markup_or_text(row)
    url = url_of(row.get("url"))
    return Page(
        body=text.encode("utf-8", "replace"),
        url=url,
        content_type=content_type,
        fetched_at=moment_of(row.get("fetched_at")),
        site=site_of(row.get("site"), url),
        input_id=id_of(row.get("id")),
    )


def _markup_or_text(row: dict[str, Any]) -> tuple[str, str]:
    # The text is decoded already: the header outranks whatever charset the page's own markup declares.
    for key, content_type in (("html", "text/html; charset=utf-8"), ("text", "text/plain; charset=utf-8")):
        value = row.get(key)
        if isinstance(value, str):
            return value, content_type
        if value is not None:
            raise BadRow(f'"{key}" is no string')
    raise BadRow('the line has neither "html" nor "text"')
