"""Feeds and sitemaps."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from spiders.discovery.feeds import MAX_UNPACKED, Found, discover, unpacked

BASE = "https://news.example/feed"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>
<item><title>A &amp; B</title><link>https://news.example/a</link>
<pubDate>Sat, 27 Jun 2026 08:15:00 +0800</pubDate></item>
<item><title>B</title><link>/b?x=1&amp;y=2</link></item>
<item><title>No link</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>
<entry><title>A</title><link rel="alternate" href="https://news.example/a"/><id>urn:1</id>
<published>2026-06-27T00:15:00Z</published></entry></feed>"""
JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [
{"id": "1", "url": "https://news.example/a", "date_published": "2026-06-27T08:15:00+08:00"}, {"id": 5}, "x"]}"""
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://cdn.example/p.png</image:loc></image:image><loc>
 https://news.example/a </loc><lastmod>2026-06-28</lastmod>
<news:news><news:publication_date>2026-06-27T08:15:00+08:00</news:publication_date></news:news></url>
<url><loc>https://news.example/b?x=1&amp;y=2</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/s1.xml.gz</loc><lastmod>2026-06-27T00:15:00Z</lastmod></sitemap></sitemapindex>"""
AT = datetime(2026, 6, 27, 0, 15, tzinfo=UTC)
A = Found("https://news.example/a", AT)
B = Found("https://news.example/b?x=1&y=2")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (RSS, [A, B]),
        (ATOM, [A]),
        (JSON_FEED, [A]),
        (SITEMAP, [A, B]),
        (INDEX, [Found("https://news.example/s1.xml.gz", AT, is_sitemap=True)]),
        (b"https://news.example/a\nhttps://news.example/b?x=1&y=2\n", [Found(A.url), B]),
    ],
    ids=["rss", "atom", "json", "sitemap", "index", "addresses"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_what_lists_articles_is_read(body: bytes, found: list[Found], pack: type[bytes]) -> None:
    """Each form of feed and sitemap gives its addresses and times, gzipped or not."""
    assert discover(pack(body), BASE) == found


def test_a_broken_sitemap_gives_what_stands_before_the_break() -> None:
    """A sitemap that was cut off, or has a stray ampersand, is read up to there."""
    assert discover(SITEMAP[:-60], BASE) == [A]
    assert discover(SITEMAP.replace(b"&amp;", b"&"), BASE) == [A]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><html><body><div id=app></div></body></html>",
        b"{broken",
        b'{"items": null}',
        b"[1]",
        gzip.compress(RSS)[:20],
        b"javascript:alert(1)",
        b"\x00\x01",
    ],
    # Gzip notes the time, so that its bytes make no stable name.
    ids=["empty", "html", "broken json", "no items", "no object", "broken gzip", "script", "binary"],
)
def test_what_lists_nothing_gives_nothing(body: bytes) -> None:
    """An app's page in place of a feed, broken JSON and other bytes list nothing."""
    assert discover(body, BASE) == []


def test_only_addresses_of_the_web_are_followed() -> None:
    """A feed cannot send the crawler to files or scripts."""
    body = RSS.replace(b"https://news.example/a", b"file:///etc/passwd").replace(b"/b?x", b"javascript:x")
    assert discover(body, BASE) == []


def test_a_gzip_bomb_stops_at_the_limit() -> None:
    """What unpacks to more than a sitemap may have is cut off."""
    assert len(unpacked(gzip.compress(b" " * (MAX_UNPACKED + 10)))) == MAX_UNPACKED
