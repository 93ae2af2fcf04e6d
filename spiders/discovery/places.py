"""Where sites have their feeds and sitemaps when they do not say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple
from urllib.parse import urljoin

from spiders.discovery.posts import posts_list
from spiders.discovery.sources import SourceKind

# In the order in which they are tried, until one is alive: what tells times exactly and of articles only comes first.
USUAL_PLACES: Final = (
    ("/feed/", SourceKind.FEED),
    ("/rss.xml", SourceKind.FEED),
    ("/news-sitemap.xml", SourceKind.SITEMAP),
    (posts_list("/wp-json/"), SourceKind.POSTS),
    ("/sitemap.xml", SourceKind.SITEMAP),
    ("/sitemap_index.xml", SourceKind.SITEMAP),
    ("/rss", SourceKind.FEED),
    ("/atom.xml", SourceKind.FEED),
    ("/feed.xml", SourceKind.FEED),
)
# A place that was empty is tried again after so long: sites are rebuilt once in years.
TRY_AGAIN_AFTER: Final = timedelta(days=30)


class Place(NamedTuple):
    """An address where a source may be."""

    url: str
    kind: SourceKind


def usual_places(home: str) -> list[Place]:
    """Return the usual places of a site, by its home page."""
    return [Place(urljoin(home, path), kind) for path, kind in USUAL_PLACES]


def kind_of(url: str) -> SourceKind:
    """Return what a source is, as far as its address tells."""
    if "/wp/v2/posts" in url:
        return SourceKind.POSTS
    return SourceKind.SITEMAP if "sitemap" in url else SourceKind.FEED
