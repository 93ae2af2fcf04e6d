"""Tells by its address what a list holds: sections of news are worth a look, lists of tags are not."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from spiders.discovery.parts import address_of
from spiders.discovery.prior import Is, verdict_of
from spiders.discovery.words import words

# What these words name lists no news of its own, or the same once more.
NO_SECTION: Final = ("static", "account", "feed", "search", "glossary", "event", "price", "author", "tag")
# A sitemap's name tells what it holds: `post_tag-sitemap.xml`, `sitemap-authors-2.xml`.
LISTS_ONLY: Final = ("tag", "category", "author", "static")
NAME_PART: Final = re.compile(r"[^\W\d_]+")
# Sitemaps of these hold articles, whatever else their names say; a bare `page-sitemap.xml` holds static pages.
OF_ARTICLES: Final = frozenset({"post", "posts", "news", "article", "articles", "story", "stories"})
OF_SITEMAPS: Final = frozenset({"sitemap", "sitemaps", "xml", "gz", "index"})
PAGES: Final = frozenset({"page", "pages"})


def is_section(url: str) -> bool:
    """Tell whether a menu's link leads to a section whose list shows articles."""
    address = address_of(url)
    if address is None or not address.own_parts or verdict_of(url).it_is is Is.ARTICLE:
        return False
    if address.query or verdict_of(url).why in ("file", "further_page", "static_page"):
        return False
    return not any(part.text in words()[kind] for part in address.parts for kind in NO_SECTION)


def holds_lists_only(sitemap: str) -> bool:
    """Tell whether a sitemap says by its name that it holds tags, categories, authors or static pages."""
    name = urlsplit(sitemap).path.rpartition("/")[2].lower()
    found = set(NAME_PART.findall(name)) - OF_SITEMAPS
    if "post_tag" in name:
        return True
    if found & OF_ARTICLES:
        return False
    return bool(found & PAGES) or any(found & words()[kind] for kind in LISTS_ONLY)
