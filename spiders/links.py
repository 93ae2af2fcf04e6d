"""Links of list pages: which lead to articles, which to the next page of the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

from scrapy.http import TextResponse

from schemas.site import Site
from spiders.discovery.prior import verdict_of
from spiders.discovery.words import folded, words

# What stands around the links of a menu, and what says of a link that it leads to a list.
MENU_TAGS: Final = frozenset({"nav", "footer"})
MENU_ROLES: Final = frozenset({"navigation", "contentinfo", "menu", "menubar"})
LIST_RELATIONS: Final = frozenset({"tag", "author", "category", "search", "privacy-policy", "terms-of-service"})
FEED_TYPES: Final = ("rss", "atom", "feed+json")
# Longer texts are headlines, or teasers.
LONGEST_BUTTON: Final = 40


class Link(NamedTuple):
    """A link of a page."""

    url: str
    text: str
    is_menu: bool = False
    """Whether it stands in a navigation or a footer, or says of itself that it leads to a tag or an author."""


def links_of(response: TextResponse) -> Iterator[Link]:
    """Return the links of a page, each address once with the longest of its texts, without fragments."""
    found: dict[str, Link] = {}
    for anchor in response.css("a[href]"):
        url = whole(response, anchor.attrib["href"])
        if url is None:
            continue
        text = " ".join(anchor.root.text_content().split())
        link = Link(url, text, _is_menu(anchor.root))
        known = found.get(url)
        # An article may be linked in a footer, too: one link from elsewhere is enough.
        if known:
            link = Link(url, max(known.text, text, key=len), known.is_menu and link.is_menu)
        found[url] = link
    return iter(found.values())


def next_page_of(response: TextResponse) -> str | None:
    """Return the next page of a list: the one it declares, the one numbered one higher, or the one called older."""
    declared = response.css("link[rel~=next]::attr(href), a[rel~=next]::attr(href)").getall()
    found = next(filter(None, (whole(response, href) for href in declared)), None)
    links = list(links_of(response))
    return found or _numbered_next(response.url, [link.url for link in links]) or _older(response.url, links)


def feeds_of(response: TextResponse) -> list[str]:
    """Return the feeds that a page declares."""
    chosen = ", ".join(f"link[rel~=alternate][type*='{kind}']::attr(href)" for kind in FEED_TYPES)
    return list(filter(None, (whole(response, href) for href in response.css(chosen).getall())))


def is_article_url(url: str, site: Site | None) -> bool:
    """Tell whether an address has the shape of the site's articles, or of most sites' where its shape is not known."""
    if site and site.article_url:
        return re.match(site.article_url, url) is not None
    return verdict_of(url).is_article


def same_host(url: str, other: str) -> bool:
    """Tell whether two addresses share their host, `www.` aside."""
    return host_and_port(url) == host_and_port(other)


def of_same_site(url: str, home: str) -> bool:
    """Tell whether an address is on the host of a home page, on a subdomain of it, or on the domain above it."""
    here, there = host_and_port(url), host_and_port(home)
    if here == there:
        return bool(here)
    return here.endswith(f".{there}") or (here.count(".") > 0 and there.partition(".")[2] == here)


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this very machine."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def host_and_port(url: str) -> str:
    """Return the host of an address without `www.`, and its port."""
    try:
        parts = urlsplit(url)
        return f"{(parts.hostname or '').removeprefix('www.')}:{parts.port or ''}"
    except ValueError:
        return ""


def whole(response: TextResponse, href: str) -> str | None:
    """Return an address of the web as a page means it, without its fragment; None where there is none."""
    try:
        url = urldefrag(response.urljoin(href.strip())).url
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:
        return None


def _is_menu(anchor: Any) -> bool:  # noqa: ANN401 - the parser's element, of which only the parser's homes know
    if LIST_RELATIONS & set((anchor.get("rel") or "").lower().split()):
        return True
    return any(each.tag in MENU_TAGS or each.get("role") in MENU_ROLES for each in anchor.iterancestors())


def _numbered_next(url: str, links: Iterable[str]) -> str | None:
    here = page_number().search(unquote(url))
    wanted = int(here[1]) + 1 if here else 2
    stem = _stem(url)
    for link in links:
        number = page_number().search(unquote(link))
        if number and int(number[1]) == wanted and _stem(link) == stem:
            return link
    return None


def _older(url: str, links: Iterable[Link]) -> str | None:
    """Return the page of the same list to which a word like "older" leads, in any language."""
    named = (link for link in links if len(link.text) <= LONGEST_BUTTON and _says_older(link.text))
    return next((link.url for link in named if _is_same_list(link.url, url)), None)


def _says_older(text: str) -> bool:
    return folded(text).strip(" <>«»‹›←→.…") in words()["older"] or text.strip() in words()["older"]


def _is_same_list(link: str, url: str) -> bool:
    """Tell whether an address differs in numbers or in the query only: "more" leads to sections and articles, too."""
    if link == url or not same_host(link, url):
        return False
    ours, theirs = urlsplit(url), urlsplit(link)
    return _without_numbers(ours.path) == _without_numbers(theirs.path)


def _without_numbers(path: str) -> str:
    return re.sub(r"(?:[/_-]?(?:page|p)?[/_-]?\d{1,4})?(?:\.\w+)?/?$", "", path, flags=re.I)


@cache
def page_number() -> re.Pattern[str]:
    """Return the expression that finds the number of a list's page in its address."""
    names = "|".join(sorted(map(re.escape, words()["paging"]), key=len, reverse=True))
    return re.compile(rf"(?:/(?:{names})/|[?&](?:page|paged|p|pg|{names})=)(\d{{1,5}})/?(?:[&#]|$)", re.I)


def _stem(url: str) -> str:
    """Return the address of a list without its page's number."""
    return page_number().sub("", unquote(url)).rstrip("/?")
