"""A fetched page, and why one does not become an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from schemas.site import Site


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page as they came, and what is known about how they came."""

    body: bytes
    url: str | None = None
    """The final URL, after redirects."""
    content_type: str = ""
    """As the header says it (`text/html; charset=gbk`); `text/plain` makes it a text page."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers, names in lower case."""
    status: int = 200
    fetched_at: datetime | None = None
    """Aware; relative times count from here."""
    site: Site | None = None
    tdm_reservation: bool | None = None
    """What the site's `/.well-known/tdmrep.json` says of this address. Not among the headers: a header wins over the
    page's meta elements, and these win over the file."""
    input_id: str | None = None


class Rejection(StrEnum):
    """Why a page gives no record. The names are counted in reports, so they are stable."""

    EMPTY = "empty"
    BINARY = "binary"
    NOT_HTML = "not_html"
    TOO_LARGE = "too_large"
    BAD_INPUT = "bad_input"
    TRUNCATED = "truncated"
    REVISIT = "revisit"
    HTTP_ERROR = "http_error"
    ERROR_PAGE = "error_page"
    LOGIN_PAGE = "login_page"
    INDEX_PAGE = "index_page"
    VIDEO_ONLY = "video_only"
    NO_TITLE = "no_title"
    NO_PROSE = "no_prose"
    PARSER_FAILED = "parser_failed"


class NotAnArticle(ValueError):
    """The page has no article: an index, a tag page, an error page, nothing at all."""

    def __init__(self, reason: Rejection, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)
