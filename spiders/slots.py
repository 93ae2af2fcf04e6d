"""Requests in the downloader, which has a slot for each host."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached


def slot_of(request: Request) -> str:
    """Return the name of the slot that a request goes to: its host's."""
    return urlparse_cached(request).hostname or ""


def is_robots(request: Request) -> bool:
    """Tell whether a request is the crawler's own for a host's robots.txt."""
    return bool(request.meta.get("dont_obey_robotstxt")) and urlparse_cached(request).path == "/robots.txt"


def turn_away(slot: Slot, why: IgnoreRequest) -> None:
    """Fail the requests that wait in a slot; each is told to its errback, and counted by the reason."""
    while slot.queue:
        _, waiting = slot.queue.popleft()
        waiting.errback(why)
