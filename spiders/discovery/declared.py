"""What a page of a site declares: its feeds, its posts in JSON, its editions, its articles in page state."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from scrapy.http import TextResponse

from pipelines.metadata.state_links import StatedLink, read_stated_links
from spiders.discovery.parts import EXTENSION
from spiders.discovery.posts import posts_list
from spiders.links import Link, feeds_of, whole

# The relation by which WordPress names its interface, in the page or in the `Link` header.
API_RELATION: Final = "https://api.w.org/"
LINK_HEADER: Final = re.compile(rf'<([^>]+)>\s*;\s*rel="{re.escape(API_RELATION)}"')
# WordPress declares the feed of all comments beside that of its articles.
COMMENTS: Final = re.compile(r"/comments?(?:/|$)", re.I)


def article_feeds_of(response: TextResponse) -> list[str]:
    """Return the feeds of articles that a page declares."""
    return [url for url in feeds_of(response) if not COMMENTS.search(urlsplit(url).path)]


def posts_list_of(response: TextResponse) -> str | None:
    """Return the address of the posts in JSON, where the page says that the site has such an interface."""
    declared = response.css(f"link[rel='{API_RELATION}']::attr(href)").get()
    header = LINK_HEADER.search((response.headers.get("Link") or b"").decode("latin-1"))
    root = declared or (header[1] if header else None)
    url = whole(response, root) if root else None
    return posts_list(url) if url else None


def editions_of(response: TextResponse) -> dict[str, str]:
    """Return the editions that a page declares: language tag → address of this page in that language."""
    found: dict[str, str] = {}
    for link in response.css("link[rel~=alternate][hreflang], a[hreflang]"):
        tag, url = link.attrib["hreflang"].strip(), whole(response, link.attrib.get("href", ""))
        if url and tag and tag.lower() != "x-default":
            found.setdefault(tag, url)
    return found


def stated_articles_of(response: TextResponse, links: list[Link]) -> list[Link]:
    """Return the articles that the page's state lists, as links."""
    stated = read_stated_links([script.root for script in response.css("script")])
    prefix = _prefix([item.slug for item in stated], links) or _below(response)
    found = ((_address(item, prefix, response), item.title) for item in stated)
    return [Link(url, title) for url, title in found if url]


def _address(item: StatedLink, prefix: str | None, response: TextResponse) -> str | None:
    if item.address:
        return whole(response, item.address)
    return urljoin(prefix, item.slug) if prefix else None


def _prefix(slugs: list[str], links: list[Link]) -> str | None:
    """Return what stands before the slugs in the links of the same page."""
    wanted, found = set(slugs), Counter[str]()
    for link in links:
        before, slash, last = link.url.rstrip("/").rpartition("/")
        if EXTENSION.sub("", unquote(last)) in wanted:
            found[before + slash] += 1
    return found.most_common(1)[0][0] if found else None


def _below(response: TextResponse) -> str | None:
    # Where no link shows it: the articles of the list at /news stand at /news/….
    path = urlsplit(response.url).path.strip("/")
    return urljoin(response.url, f"/{path}/") if path else None
