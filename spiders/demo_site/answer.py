"""A response of the demo site."""

from __future__ import annotations

from typing import Final, NamedTuple

HTML: Final = "text/html; charset=utf-8"


class Answer(NamedTuple):
    """A response to be sent."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    location: str = ""
    etag: str = ""
    """The version of what is served, where the site tells it."""
