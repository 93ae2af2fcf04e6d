"""A spider for any site: what is peculiar to the site is data."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import HtmlResponse, Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from twisted.python.failure import Failure

from pipelines.catalogue import site_of_url
from pipelines.items import count, crawl_store_of, store_of
from pipelines.line_files import why_unwritable
from pipelines.rejected import Unfetched
from pipelines.segment.weight import weight
from pipelines.stated_page import with_state
from pipelines.store.store import Fate
from pipelines.urls import is_http_address
from schemas.page import Page
from schemas.site import Site
from spiders.arguments import is_on, names_of
from spiders.browser import REQUEST_META, gate_for, problem_of_browser
from spiders.discovery.posts import Post, posts_of
from spiders.discovery.site import SOURCE, SiteDiscovery
from spiders.discovery.sources import Source, SourceKind
from spiders.editions import edition_url, in_editions
from spiders.gate import Gate
from spiders.links import is_article_url, is_loopback, same_host
from spiders.queue.downloader import problem_of_queue
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
# A page with fewer letters in its paragraphs is a shell that a script fills; banners and footers have some.
LETTERS_OF_SHELL = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """When a response came, and the record of the archive that keeps it."""

    fetched_at: datetime
    record_id: str | None


class ArticleSpider(Spider):
    """Finds a site's articles in its feeds, its sitemap and its list pages, and fetches each once."""

    site: ClassVar[Site | None] = None
    """The facts of the site; None where a spider serves any site."""

    def __init__(
        self,
        locale: str = "",
        language: str = "",
        since: str = "",
        limit: str = "",
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**kwargs)
        self.facts = self.site
        self.locales = names_of(f"{locale},{language}")
        """The editions that were asked for, as their languages or as the site's addresses name them; none: all."""
        self.limit = limit
        self.since: datetime | None = None
        self.problem = ""
        """What is wrong with the arguments, in one line; a crawl with a problem fetches nothing."""
        self.gate: Gate | None = None
        """What a browser goes through, where the site's articles need one."""
        self.discovery = SiteDiscovery(self)
        self._batches: Iterator[Iterable[Request]] = iter(())
        self._contact_asked = False
        self._read_bounds(since, limit)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Make the spider of a crawl; its bounds become settings that the pipelines read."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.limit and not spider.problem:
            crawler.settings.set("CLOSESPIDER_ITEMCOUNT", int(spider.limit), priority="spider")
        crawler.settings.set("BABELWIRE_SINCE", spider.since, priority="spider")
        crawler.signals.connect(spider.goes_on, signals.spider_idle)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider.item_scraped, signals.item_scraped)
        crawler.signals.connect(spider.item_dropped, signals.item_dropped)
        for name in SWITCHES:
            if is_on(str(getattr(spider, name, ""))):
                crawler.settings.set(f"BABELWIRE_{name.upper()}", True, priority="spider")
        if spider.facts and spider.facts.browser and not problem_of_browser(spider.facts):
            spider.gate = gate_for(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Begin with what lists articles."""
        self.problem = self.problem or self.check() or self._lacking_browser()
        self.problem = self.problem or why_unwritable(Path(self.settings["BABELWIRE_OUTPUT"]))
        self.problem = self.problem or await problem_of_queue(self.crawler)
        self.problem = self.problem or crawl_store_of(self.crawler).open(self.scope)
        if self.problem:
            self.logger.error(self.problem)
            count(self.crawler, "refused")
            return
        if self.gate:
            await self.gate.start()
        self._batches = self.batches()
        for request in crawl_store_of(self.crawler).safely(lambda: list(next(self._batches, ()))) or ():
            self._ask_for_contact(request.url)
            yield request

    def goes_on(self) -> None:
        """Ask for the next batch when all of the one before has been dealt with."""
        engine = self.crawler.engine
        assert engine
        batches = filter(None, map(list, self._batches))
        requests = crawl_store_of(self.crawler).safely(lambda: next(batches, None))
        for request in requests or ():
            engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take in the sitemaps that a robots.txt names."""
        is_own = self.facts is not None and self.discovery.is_own(request.url)
        if is_own and isinstance(robotparser, ProtegoRobotParser):
            found = filter(is_http_address, robotparser.rp.sitemaps)
            self.discovery.findings.declared.update((url, SourceKind.SITEMAP) for url in found)

    def item_scraped(self, item: object, response: Response) -> None:
        """Tell the discovery that an article became a record."""
        url = first_address_of(response)
        self.discovery.findings.became(url, Fate.NEW)
        self.discovery.register.became_record(url)

    def item_dropped(self, item: object, response: object, exception: BaseException) -> None:
        """Tell the discovery what became of an article that gave no new record."""
        # (Where nothing was fetched, Scrapy passes the failure for the response.)
        if isinstance(response, Response):
            self.discovery.findings.became(first_address_of(response), str(exception).partition(":")[0])

    @property
    def scope(self) -> str:
        """Return whose addresses this crawl fetches: a later crawl of this scope goes on with what it leaves."""
        return f"{self._site_name}/{','.join(self.locales)}".rstrip("/")

    @property
    def folder(self) -> str:
        """Return the folder of records whose pages are of no known site."""
        return re.sub(r"[^\w.-]+", "-", self._site_name).strip("-.")

    @property
    def _site_name(self) -> str:
        # A site that is not known has the name of its home page, without the scheme.
        facts = self.facts
        return (facts.key or facts.home.partition("://")[2].rstrip("/").removeprefix("www.")) if facts else self.name

    def check(self) -> str:
        """Return what is wrong with the spider's arguments, in one line; nothing if all is well."""
        # The editions of a site that is not known are told by its home page.
        return self.missing_edition() if self.facts and self.facts.key else ""

    def batches(self) -> Iterator[Iterable[Request]]:
        """Return what to ask for, batch by batch; each is made when all of the one before has been dealt with."""
        return self.discovery.batches()

    def missing_edition(self) -> str:
        """Return which edition was asked for that the site does not have, in one line; nothing if it has all."""
        missing = next((locale for locale in self.locales if not self.edition(locale)), None)
        if missing is None or self.facts is None:
            return ""
        known = ", ".join(self.facts.locale_urls or self.facts.languages) or "none"
        return f"{self.facts.name} has no edition {missing!r}; known: {known}"

    def chosen_editions(self) -> tuple[str, ...]:
        """Return the list pages of the editions that were asked for."""
        return tuple(filter(None, map(self.edition, self.locales)))

    def edition(self, locale: str) -> str | None:
        """Return the list page of an edition of the site."""
        return edition_url(self.facts, locale) if self.facts else None

    def article(self, url: str, listed: datetime | None = None, source: Source | None = None) -> Request:
        """Return a request that puts an article into the ledger; it is fetched if it is new, or may have changed."""
        return Request(url, self.parse_article, meta={LISTED: listed, SOURCE: source})

    def request_of(self, url: str) -> Request:
        """Return the request that fetches an article from its address in the ledger."""
        meta = {LEASE: url, **(REQUEST_META if self.gate else {})}
        return Request(url, self.parse_article, errback=self.not_fetched, meta=meta, dont_filter=True)

    def no_feed(self, response: Response) -> None:
        """Note what stands in place of a feed or sitemap."""

    def is_of_site(self, url: str) -> bool:
        """Tell whether an address may be the site's: shapes that are known name the host, too."""
        return self.facts is None or self.facts.article_url is not None or self.discovery.is_own(url)

    def is_wanted(self, url: str) -> bool:
        """Tell whether an address may be an article of the site, and of the editions that were asked for."""
        site = self.facts
        if site is None:
            return True
        if not self.is_of_site(url) or not in_editions(url, site, self.chosen_editions()):
            return False
        return site.article_url is None or is_article_url(url, site)

    def is_too_old(self, published: datetime | None) -> bool:
        """Tell whether a list dates something before the time that was asked for."""
        return bool(self.since and published and published < self.since)

    def parse_article(self, response: Response) -> Iterator[Page]:
        """Hand the page on to the pipelines, unless the server says that it is the one we know."""
        if response.status == NOT_MODIFIED and _is_conditional(response.request):
            count(self.crawler, "not_modified")
            count(self.crawler, "unchanged")
            store_of(self.crawler).unchanged(response.url)
            return
        page = page_of(response, self.site_of(response.url))
        post = self.discovery.findings.post_of(response.url) or only_post_of(page)
        yield with_state(page, post.url, post.state) if post and is_shell(response) else page

    def not_fetched(self, failure: Failure) -> Iterator[Unfetched]:
        """Hand an address on that gave no page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        yield Unfetched(request.url, reason_of(failure.value), failure.getErrorMessage())

    def site_of(self, url: str) -> Site | None:
        """Return the site that a page belongs to: redirects may lead to another."""
        known = self.facts if self.facts and self.facts.key else None
        if known and (is_article_url(url, known) or same_host(url, known.home)):
            return known
        return site_of_url(url)

    def _lacking_browser(self) -> str:
        return problem_of_browser(self.facts) if self.facts else ""

    def _ask_for_contact(self, url: str) -> None:
        if not self._contact_asked and not self.settings["BABELWIRE_CONTACT"] and not is_loopback(url):
            self._contact_asked = True
            self.logger.warning("Set BABELWIRE_CONTACT to an address where a site's owner can reach you")

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


def only_post_of(page: Page) -> Post | None:
    """Return the article that a page in JSON is."""
    posts = posts_of(page.body, page.url or "") if "json" in page.content_type.lower() else []
    whole = [post for post in posts if post.has_text]
    return whole[0] if len(whole) == 1 else None


def is_shell(response: Response) -> bool:
    """Tell whether a response shows no article: an app's empty page, an error, data."""
    if response.status != HTTP_OK or not isinstance(response, HtmlResponse):
        return True
    return sum(weight(text.strip()) for text in response.css("p ::text").getall()) < LETTERS_OF_SHELL


def first_address_of(response: Response) -> str:
    """Return the address that a list showed, of a response that may be its redirect's."""
    redirected: list[str] = response.meta.get("redirect_urls") or [response.url]
    return redirected[0]


def _is_conditional(request: Request | None) -> bool:
    return request is not None and ("If-None-Match" in request.headers or "If-Modified-Since" in request.headers)
