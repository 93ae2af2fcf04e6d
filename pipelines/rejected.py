"""A page that gave no record, and why."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from schemas.page import Page, Rejection


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a page gave no record."""

    reason: Rejection
    detail: str = ""
    url: str | None = None
    input_id: str | None = None
    defect: str = ""
    """The name of the exception where the parser failed: our defect, not the page's fault."""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)


@dataclass(frozen=True, slots=True)
class Unfetched:
    """An address that a crawl wanted and did not get."""

    url: str
    reason: str
    """`robots_forbidden`, `timeout`, …"""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A record that is not written, since the page's owner reserves its use and the crawl respects that."""

    url: str | None
    reason: str
    """`tdm_reserved`."""
    detail: str = ""


def failed(page: Page, detail: str, defect: str) -> Rejected:
    """Return the rejection of a page on which the parser failed."""
    return Rejected(Rejection.PARSER_FAILED, detail, page.url, page.input_id, defect)


def rejection_line(rejected: Rejected | Unfetched | Withheld, **where: str | None) -> bytes:
    """Return a rejection as a line of JSON, without the line's end; `where` says what else is known of its origin."""
    input_id = rejected.input_id if isinstance(rejected, Rejected) else None
    told = {"id": input_id, "url": rejected.url, "reason": str(rejected.reason), "detail": rejected.detail}
    return orjson.dumps({key: value and _utf8(value) for key, value in (where | told).items()})


def _utf8(text: str) -> str:
    # A broken address may hold half a character; the line has to be UTF-8 all the same.
    return text.encode("utf-8", "replace").decode()
