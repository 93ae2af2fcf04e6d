"""Feeds and sitemaps to addresses: RSS, Atom, JSON feed, sitemap, news sitemap, sitemap index; plain or gzipped."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

import feedparser  # type: ignore[import-untyped]
import orjson

from pipelines.inflate import GZIP_FORMAT, GZIP_MAGIC, inflated
from pipelines.urls import joined
from spiders.discovery.posts import posts_of
from spiders.discovery.sitemap import read_sitemap

# What a sitemap may have unpacked, by its protocol; a gzip bomb stops here.
MAX_UNPACKED: Final = 50 * 1024 * 1024
# The largest sitemap of the protocol.
MAX_ENTRIES: Final = 50_000
# Other feeds are read as a whole, slowly; whole years of a site's news fit.
MAX_FEED: Final = 2 * 1024 * 1024
HEAD_BYTES: Final = 2048
SITEMAP_START: Final = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
FEED_START: Final = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.I)
ADDRESS_LINE: Final = re.compile(r"https?://\S+$")


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a feed or sitemap lists."""

    url: str
    published: datetime | None = None
    """Aware. Of a child sitemap: its last change."""
    is_sitemap: bool = False
    title: str = ""
    """Of an entry of a news sitemap, as its language, and of a post."""
    language: str = ""

    @property
    def is_news(self) -> bool:
        """Tell whether a news sitemap or a list of posts says of it that it is an article."""
        return bool(self.title or self.language)


def discover(body: bytes, base_url: str, limit: int = MAX_ENTRIES) -> list[Found]:
    """Return what a feed or sitemap lists, in its order, up to a limit; nothing where it is neither."""
    head = unpacked(body, HEAD_BYTES)
    is_sitemap = SITEMAP_START.search(head) is not None
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    # (JSON that is cut off is none, and is read a hundred times faster.)
    packed, body = body, b"" if is_sitemap else unpacked(body, MAX_UNPACKED if is_json else MAX_FEED)
    if is_sitemap:
        found = _sitemap(packed)
    elif is_json:
        found = iter(list(_json_feed(body)) or list(_posts(body, base_url)))
    elif FEED_START.search(head):
        found = _feed(body, base_url)
    else:
        found = _address_lines(body)
    whole = (replace(item, url=joined(base_url, item.url)) for item in islice(found, limit))
    return [item for item in whole if item.url.startswith(("http://", "https://"))]


def unpacked(body: bytes, limit: int = MAX_UNPACKED) -> bytes:
    """Return the beginning of some bytes; gzipped ones unpacked, as far as they are whole."""
    return b"".join(_chunks(body, limit))


def moment(text: str | None) -> datetime | None:
    """Return an ISO 8601 time, in UTC where it has no zone; None where it is none."""
    try:
        at = datetime.fromisoformat((text or "").strip())
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    except ValueError:
        return None


def _sitemap(body: bytes) -> Iterator[Found]:
    for entry in read_sitemap(_chunks(body)):
        # A news sitemap's publication date is earlier than its last change, and more to the point.
        at = moment(entry.published) or moment(entry.changed)
        yield Found(entry.address, at, entry.is_sitemap, entry.title, entry.language)


def _chunks(body: bytes, limit: int = MAX_UNPACKED) -> Iterator[bytes]:
    """Return the bytes piece by piece, gzipped ones unpacked as far as they are whole, up to a limit."""
    if body.startswith(GZIP_MAGIC):
        return inflated(body, GZIP_FORMAT, limit)
    return iter((body[:limit],))


def _feed(body: bytes, base_url: str) -> Iterator[Found]:
    # A stream, never a string: feedparser fetches strings that look like addresses.
    parsed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": base_url}, sanitize_html=False)
    for entry in parsed.entries:
        if url := entry.get("link") or entry.get("id"):
            yield Found(url, _feed_time(entry))


def _feed_time(entry: Any) -> datetime | None:  # noqa: ANN401 - feedparser's own dictionary
    parts = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError):
        return None


def _json_feed(body: bytes) -> Iterator[Found]:
    try:
        feed = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and isinstance(url := item.get("url") or item.get("id"), str):
            yield Found(url, moment(str(item.get("date_published") or "")))


def _posts(body: bytes, base_url: str) -> Iterator[Found]:
    for post in posts_of(body, base_url):
        yield Found(post.url, post.published, title=post.title)


def _address_lines(body: bytes) -> Iterator[Found]:
    lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines() if line.strip()]
    # A text sitemap is nothing but addresses; a page has other lines as well.
    if all(map(ADDRESS_LINE.match, lines)):
        yield from map(Found, lines)
