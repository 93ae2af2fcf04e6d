"""Links of list pages: which lead to articles, which to the next page of the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy.http import TextResponse

from schemas.site import Site

# Words of a headline, or a number that counts articles, at the end of the path.
SLUG: Final = re.compile(r"[^/-]+(?:-[^/-]+){2,}")
NUMBERED: Final = re.compile(r"\d{4,}|[0-9a-f]{16,}")
LISTS: Final = re.compile(
    r"/(?:tags?|categor\w*|kategor\w*|authors?|autor|topics?|search|page|feed|rss|wp-\w+|login)/", re.I
)
PAGE_NUMBER: Final = re.compile(r"(?:/page/|[?&](?:page|paged|p|pg)=)(\d+)/?(?:[&#]|$)", re.I)


def links_of(response: TextResponse) -> Iterator[str]:
    """Return the addresses that a page links, each once, without fragments."""
    hrefs = response.css("a::attr(href)").getall()
    return iter(dict.fromkeys(filter(None, (_whole(response, href) for href in hrefs))))


def next_page_of(response: TextResponse) -> str | None:
    """Return the next page of a list: the one it declares, or the one numbered one higher."""
    declared = response.css("link[rel~=next]::attr(href), a[rel~=next]::attr(href)").getall()
    found = next(filter(None, (_whole(response, href) for href in declared)), None)
    return found or _numbered_next(response.url, links_of(response))


def feeds_of(response: TextResponse) -> list[str]:
    """Return the feeds that a page declares."""
    rss = "link[rel~=alternate][type*='rss']::attr(href)"
    atom = "link[rel~=alternate][type*='atom']::attr(href)"
    return list(filter(None, (_whole(response, href) for href in response.css(f"{rss}, {atom}").getall())))


def is_article_url(url: str, site: Site | None) -> bool:
    """Tell whether an address has the shape of the site's articles, or of most sites' where its shape is not known."""
    if site and site.article_url:
        return re.match(site.article_url, url) is not None
    path = urlsplit(url).path.rstrip("/")
    last = path.rpartition("/")[2]
    return not LISTS.search(f"{path}/") and bool(SLUG.search(last) or NUMBERED.search(last))


def same_host(url: str, other: str) -> bool:
    """Tell whether two addresses share their host, `www.` aside."""
    return _host(url) == _host(other)


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this very machine."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}:{parts.port or ''}"


def _numbered_next(url: str, links: Iterable[str]) -> str | None:
    here = PAGE_NUMBER.search(url)
    wanted = int(here[1]) + 1 if here else 2
    stem = _stem(url)
    for link in links:
        number = PAGE_NUMBER.search(link)
        if number and int(number[1]) == wanted and _stem(link) == stem:
            return link
    return None


def _stem(url: str) -> str:
    """Return the address of a list without its page's number."""
    return PAGE_NUMBER.sub("", url).rstrip("/?")


def _whole(response: TextResponse, href: str) -> str | None:
    try:
        url = urldefrag(urljoin(response.url, href.strip())).url
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:
        return None
