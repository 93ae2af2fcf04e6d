"""Feeds, sitemaps, lists in JSON and page state, of the papers of the universe."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from email.utils import format_datetime
from html import escape

from tests.spiders.small_site import Reply
from tests.spiders.universe.press import Press, Story

XML = "application/xml"
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def feed(press: Press, stories: Sequence[Story], older: timedelta = timedelta()) -> Reply:
    """Return an RSS feed; `older` makes its entries that much older."""
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{press.base}{escape(story.path)}</link>"
        f"<pubDate>{format_datetime(story.published - older)}</pubDate></item>"
        for story in stories
    )
    return xml(f'<rss version="2.0"><channel><title>N</title>{items}</channel></rss>', "application/rss+xml")


def posts(press: Press, stories: Sequence[Story]) -> Reply:
    """Return the posts as WordPress lists them."""
    found = [
        {
            "id": story.number,
            "date": story.stamp,
            "date_gmt": story.stamp,
            "slug": story.slug,
            "link": press.base + story.path,
            "title": {"rendered": escape(story.title)},
            "content": {"rendered": story.html, "protected": False},
            "author": 3,
        }
        for story in stories
    ]
    return Reply(json.dumps(found).encode(), content_type="application/json; charset=UTF-8")


def sitemap(urls: Iterable[str]) -> Reply:
    """Return a sitemap."""
    return xml(f"<urlset {SITEMAP}>{''.join(f'<url><loc>{escape(url)}</loc></url>' for url in urls)}</urlset>")


def index(urls: Iterable[str]) -> Reply:
    """Return an index of sitemaps."""
    children = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return xml(f"<sitemapindex {SITEMAP}>{children}</sitemapindex>")


def news_sitemap(press: Press, stories: Sequence[Story]) -> Reply:
    """Return a news sitemap."""
    entries = "".join(
        f"<url><loc>{press.base}{escape(story.path)}</loc><news:news><news:publication><news:name>N</news:name>"
        f"<news:language>{story.language}</news:language></news:publication>"
        f"<news:publication_date>{story.stamp}Z</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>"
        for story in stories
    )
    return xml(f"<urlset {SITEMAP} {NEWS}>{entries}</urlset>")


def packed(reply: Reply) -> Reply:
    """Return a file gzipped, as a download."""
    return Reply(gzip.compress(reply.body), content_type="application/gzip")


def robots(*sitemaps: str) -> Reply:
    """Return a robots.txt that names sitemaps."""
    lines = ["User-agent: *", "Disallow: /private/", *(f"Sitemap: {url}" for url in sitemaps)]
    return Reply("\n".join(lines).encode(), content_type="text/plain")


def next_state(value: object) -> str:
    """Return the state of a Next.js page."""
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"pageProps": value}})}</script>'


def nuxt_state(stories: Sequence[Story]) -> str:
    """Return the state of a Nuxt page: a function whose arguments stand for the values that repeat."""
    items = ",".join(f"{{title:{json.dumps(story.title)},slug:{json.dumps(story.slug)},type:a}}" for story in stories)
    return f'<script>window.__NUXT__=(function(a,b){{return {{data:[{{list:[{items}],page:b}}]}}}}("news",1));</script>'


def xml(text: str, content_type: str = XML) -> Reply:
    """Return a file of XML."""
    return Reply(f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode(), content_type=content_type)


def json_feed(press: Press, stories: Sequence[Story]) -> Reply:
    """Return a JSON feed."""
    urls = [press.base + story.path for story in stories]
    told = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": url, "url": url} for url in urls]}
    return Reply(json.dumps(told).encode(), content_type="application/feed+json")
