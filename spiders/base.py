"""A spider for any site: what is peculiar to the site is data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Self, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from pipelines.catalogue import site_of_url
from pipelines.items import count, crawl_store_of, store_of
from pipelines.line_files import why_unwritable
from pipelines.rejected import Unfetched
from schemas.page import Page
from schemas.site import Site
from spiders.arguments import is_on
from spiders.discovery import Found, discover
from spiders.editions import edition_url, in_edition, list_pages
from spiders.links import is_article_url, is_loopback, links_of, next_page_of, same_host
from spiders.since import parse_since
from spiders.unfetched import reason_of

HTTP_OK = 200
NOT_MODIFIED = 304
# Arguments that switch a setting on: `-a refresh=1` is BABELWIRE_REFRESH.
SWITCHES = ("refresh", "drop_duplicates", "respect_tdm", "allow_private", "keep_raw")
# Keys of a request's meta: of an article to be taken into the ledger, when the lists say that it appeared or changed;
# of one that is being fetched, the address that the ledger has leased.
LISTED = "babelwire_listed"
LEASE = "babelwire_lease"
# Of one whose host was asked what it reserves.
RESERVATION = "tdm_reservation"
# Of one that was kept in an archive.
KEPT = "babelwire_kept"
# Feeds and lists first: they say what there is.
DISCOVERY_PRIORITY = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """When a response came, and the record of the archive that keeps it."""

    fetched_at: datetime
    record_id: str | None


class ArticleSpider(Spider):
    """Finds a site's articles in its feeds, its sitemap and its list pages, and fetches each once."""

    site: ClassVar[Site | None] = None
    """The facts of the site; None where a spider serves any site."""

    def __init__(self, locale: str = "", since: str = "", limit: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.facts = self.site
        self.locale = locale
        self.limit = limit
        self.since: datetime | None = None
        self.problem = ""
        """What is wrong with the arguments, in one line; a crawl with a problem fetches nothing."""
        self._contact_asked = False
        self._read_bounds(since, limit)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Make the spider of a crawl; its bounds become settings that the pipelines read."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.limit and not spider.problem:
            crawler.settings.set("CLOSESPIDER_ITEMCOUNT", int(spider.limit), priority="spider")
        crawler.settings.set("BABELWIRE_SINCE", spider.since, priority="spider")
        for name in SWITCHES:
            if is_on(str(getattr(spider, name, ""))):
                crawler.settings.set(f"BABELWIRE_{name.upper()}", True, priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Begin with what lists articles."""
        self.problem = self.problem or self.check() or why_unwritable(Path(self.settings["BABELWIRE_OUTPUT"]))
        self.problem = self.problem or crawl_store_of(self.crawler).open(self.scope)
        if self.problem:
            self.logger.error(self.problem)
            count(self.crawler, "refused")
            return
        for request in self.first_requests():
            self._ask_for_contact(request.url)
            yield request

    @property
    def scope(self) -> str:
        """Return whose addresses this crawl fetches: a later crawl of this scope goes on with what it leaves."""
        return f"{self.facts.key if self.facts else self.name}/{self.locale}".rstrip("/")

    def check(self) -> str:
        """Return what is wrong with the spider's arguments, in one line; nothing if all is well."""
        if self.locale and self.facts and not self.edition(self.locale):
            known = ", ".join(self.facts.locale_urls or self.facts.languages)
            return f"{self.facts.name} has no edition {self.locale!r}; known: {known}"
        return ""

    def first_requests(self) -> Iterator[Request]:
        """Return the requests for feeds, sitemap and list pages of the site, or of its edition that was asked for."""
        site = cast(Site, self.facts)
        chosen = self.edition(self.locale) if self.locale else None
        for feed in site.feeds:
            if chosen is None or in_edition(feed, site, chosen):
                yield self.discovery(feed)
        if site.sitemap:
            yield self.discovery(site.sitemap)
        for url in [chosen] if chosen else list_pages(site):
            yield self.discovery_of_list(url, self.settings.getint("BABELWIRE_LIST_PAGES"))

    def edition(self, locale: str) -> str | None:
        """Return the list page of an edition of the site."""
        return edition_url(self.facts, locale) if self.facts else None

    def discovery(self, url: str, depth: int = 0) -> Request:
        """Return a request for a feed or sitemap. It is made in every crawl, whatever was fetched before."""
        return self._discovery(url, self.parse_feed, {"depth": depth})

    def discovery_of_list(self, url: str, pages_left: int) -> Request:
        """Return a request for a list page, which leads to some more pages of the list."""
        return self._discovery(url, self.parse_list, {"pages_left": pages_left})

    def article(self, url: str, listed: datetime | None = None) -> Request:
        """Return a request that puts an article into the ledger; it is fetched if it is new, or may have changed."""
        return Request(url, self.parse_article, meta={LISTED: listed})

    def request_of(self, url: str) -> Request:
        """Return the request that fetches an article from its address in the ledger."""
        return Request(url, self.parse_article, errback=self.not_fetched, meta={LEASE: url}, dont_filter=True)

    async def parse_feed(self, response: Response, depth: int) -> AsyncIterator[Request]:
        """Follow what a feed or sitemap lists."""
        limit = self.settings.getint("BABELWIRE_SITEMAP_ENTRIES")
        # In threads: the largest lists take seconds, and other hosts' answers would have to wait.
        body = response.body if response.status == HTTP_OK else b""
        found = await asyncio.to_thread(discover, body, response.url, limit)
        self._note_cut(response.url, len(found), limit)
        if not found:
            for request in self.no_feed(response, depth):
                yield request
        children = sorted((item for item in found if item.is_sitemap), key=_latest, reverse=True)
        for child in children[: self.settings.getint("BABELWIRE_SITEMAP_FILES") if depth == 0 else 0]:
            if not self._too_old(child):
                yield self.discovery(child.url, depth + 1)
        for item in await asyncio.to_thread(self._wanted, found):
            yield self.article(item.url, item.published)

    def no_feed(self, response: Response, depth: int) -> Iterator[Request]:
        """Say that a feed is dead; readers of the log repair the site's facts then."""
        self._discovery_failed(response.url, f"status {response.status}, no entries")
        yield from ()

    def parse_list(self, response: Response, pages_left: int) -> Iterator[Request]:
        """Follow the articles that a list page links, and the next page of the list."""
        if response.status != HTTP_OK or not isinstance(response, TextResponse):
            self._discovery_failed(response.url, f"status {response.status}")
            return
        limit = self.settings.getint("BABELWIRE_LIST_LINKS")
        wanted = list(islice(filter(self.is_wanted, links_of(response)), limit))
        self._note_cut(response.url, len(wanted), limit)
        yield from map(self.article, wanted)
        following = next_page_of(response)
        if following and pages_left > 1 and same_host(following, response.url):
            yield self.discovery_of_list(following, pages_left - 1)

    def is_wanted(self, url: str) -> bool:
        """Tell whether an address is an article of the site, and of the edition that was asked for."""
        site = self.facts
        if site is None:
            return True
        if not site.article_url and not any(same_host(url, page) for page in (site.home, *list_pages(site))):
            return False
        chosen = self.edition(self.locale) if self.locale else None
        return is_article_url(url, site) and (chosen is None or in_edition(url, site, chosen))

    def parse_article(self, response: Response) -> Iterator[Page]:
        """Hand the page on to the pipelines, unless the server says that it is the one we know."""
        if response.status == NOT_MODIFIED and _is_conditional(response.request):
            count(self.crawler, "not_modified")
            count(self.crawler, "unchanged")
            store_of(self.crawler).unchanged(response.url)
            return
        yield page_of(response, self.site_of(response.url))

    def not_fetched(self, failure: Failure) -> Iterator[Unfetched]:
        """Hand an address on that gave no page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        yield Unfetched(request.url, reason_of(failure.value), failure.getErrorMessage())

    def site_of(self, url: str) -> Site | None:
        """Return the site that a page belongs to: redirects may lead to another."""
        if self.facts and (is_article_url(url, self.facts) or same_host(url, self.facts.home)):
            return self.facts
        return site_of_url(url)

    def _discovery(self, url: str, callback: Any, arguments: dict[str, int]) -> Request:  # noqa: ANN401
        return Request(
            url,
            callback,
            errback=self._discovery_lost,
            cb_kwargs=arguments,
            priority=DISCOVERY_PRIORITY,
            dont_filter=True,
        )

    def _discovery_lost(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        self._discovery_failed(request.url, reason_of(failure.value))

    def _discovery_failed(self, url: str, why: str) -> None:
        count(self.crawler, "lists_failed")
        self.logger.warning("Nothing found at %s: %s", url, why)

    def _note_cut(self, url: str, found: int, limit: int) -> None:
        if found >= limit:
            count(self.crawler, "lists_cut")
            self.logger.warning("Only the first %d addresses of %s are followed", limit, url)

    def _ask_for_contact(self, url: str) -> None:
        if not self._contact_asked and not self.settings["BABELWIRE_CONTACT"] and not is_loopback(url):
            self._contact_asked = True
            self.logger.warning("Set BABELWIRE_CONTACT to an address where a site's owner can reach you")

    def _wanted(self, found: list[Found]) -> list[Found]:
        return [item for item in found if not (item.is_sitemap or self._too_old(item)) and self.is_wanted(item.url)]

    def _too_old(self, item: Found) -> bool:
        return bool(self.since and item.published and item.published < self.since)

    def _read_bounds(self, since: str, limit: str) -> None:
        if limit and not (limit.isdecimal() and int(limit) > 0):
            self.problem = f"limit={limit} is no number of records; give 1 or more"
        if since:
            self.since = parse_since(since, datetime.now(UTC))
            if self.since is None:
                self.problem = f"since={since} is no time; give 2026-06-27, 2026-06-27T08:00:00Z, 36h or 7d"


def is_for_article(request: Request, spider: Spider | None) -> bool:
    """Tell whether a request fetches an article, and neither a list nor a file about the site."""
    return isinstance(spider, ArticleSpider) and request.callback == spider.parse_article


def page_of(response: Response, site: Site | None) -> Page:
    """Return the page that a response carries. One that is kept in an archive has the time and the id of its record."""
    kept = response.request.meta.get(KEPT) if response.request else None
    kept = kept or Kept(datetime.now(UTC), None)
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return Page(
        body=response.body,
        url=response.url,
        content_type=headers.get("content-type", ""),
        headers=headers,
        status=response.status,
        fetched_at=kept.fetched_at,
        site=site,
        tdm_reservation=response.meta.get(RESERVATION),
        input_id=kept.record_id,
    )


def _is_conditional(request: Request | None) -> bool:
    return request is not None and ("If-None-Match" in request.headers or "If-Modified-Since" in request.headers)


def _latest(item: Found) -> datetime:
    return item.published or datetime.min.replace(tzinfo=UTC)
