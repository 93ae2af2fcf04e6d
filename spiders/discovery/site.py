"""Finds the articles of one site: asks its sources in the order of their quality, and falls back from dead ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from pipelines.items import count, store_of
from pipelines.media_type import starts_as_html
from pipelines.store.ledger import Ledger
from schemas.site import Site
from spiders.discovery.candidates import Candidate
from spiders.discovery.declared import stated_articles_of
from spiders.discovery.feeds import Found, discover
from spiders.discovery.findings import Findings, is_button
from spiders.discovery.places import kind_of, usual_places
from spiders.discovery.posts import POSTS_PER_PAGE, page_of_posts, posts_of
from spiders.discovery.register import Register
from spiders.discovery.sections import holds_lists_only
from spiders.discovery.shapes import Sign
from spiders.discovery.sources import Origin, Source, SourceKind
from spiders.editions import in_editions, list_pages
from spiders.links import is_article_url, links_of, next_page_of
from spiders.unfetched import reason_of

if TYPE_CHECKING:
    from spiders.base import ArticleSpider

HTTP_OK: Final = 200
# Feeds and lists first: they say what there is.
DISCOVERY_PRIORITY: Final = 10
# Entries of a living feed of which none has the shape that the site's facts tell: the site has changed its addresses.
OUTDATED: Final = 3
# Of each edition; menus are no longer, what is longer is a list of tags.
MAX_SECTIONS: Final = 20
# HTX has some twenty editions, more than any other site of the catalogue; some sites declare a feed for each section.
MAX_EDITIONS: Final = 40
MAX_DECLARED: Final = 60
# Key of a request's meta: the source that lists an article.
SOURCE: Final = "babelwire_source"


class SiteDiscovery:
    """What a crawl asks a site for, and in which order."""

    def __init__(self, spider: ArticleSpider) -> None:
        self._spider = spider
        self.findings = Findings()
        self.register = Register()
        self._further: list[tuple[str, Source, int]] = []
        """Next pages of lists, with the number of pages that are left of each list."""

    def batches(self) -> Iterator[Iterable[Request]]:
        """Return what to ask for, batch by batch; each is made when all of the one before has been dealt with."""
        yield self._known()
        if self._lacks_edition():
            return
        yield self._other_editions()
        yield self._declared(SourceKind.FEED)
        if not self._misses_nothing():
            yield self._declared(SourceKind.POSTS, SourceKind.SITEMAP)
        for place in self.register.untried_places(self._site.home, self._ledger.sources()):
            if self.register.lives() or not self.register.was_answered():
                break
            yield self.asked(place.url, place.kind, Origin.USUAL)
        self._remember_places()
        self._add_sections()
        while batch := [*self._judged(), *self._further_lists()]:
            yield batch
        count(self._spider.crawler, "left_out", self.findings.candidates.left_out)
        # Only now it is known that the site was searched whole; a limit ends crawls earlier.
        self._ledger.note_source(self._site.home, lives=True, at=datetime.now(UTC))

    def asked(self, url: str, kind: SourceKind, origin: Origin) -> Iterator[Request]:
        """Return the request for a source that nobody has asked for in this run."""
        source = self._source(url, kind, origin)
        if self.register.add(source):
            yield self._list(url, source, self._list_pages) if kind is SourceKind.LIST else self._listing(url, source)

    def is_own(self, url: str) -> bool:
        """Tell whether an address is on a host of the site or of one of its editions."""
        return self.findings.is_own(url, (self._site.home, *list_pages(self._site)))

    @property
    def _site(self) -> Site:
        assert self._spider.facts, "only spiders of sites search for sources"
        return self._spider.facts

    @property
    def _knows_shape(self) -> bool:
        """Tell whether the shape of articles need not be learned: it is told, or a feed is asked, whosever it is."""
        return self._spider.facts is None or self._spider.facts.article_url is not None

    def _known(self) -> Iterator[Request]:
        site, chosen = self._site, self._spider.chosen_editions()
        for feed in site.feeds:
            if in_editions(feed, site, chosen):
                yield from self.asked(feed, kind_of(feed), Origin.KNOWN)
        if site.api:
            yield from self.asked(site.api, SourceKind.POSTS, Origin.KNOWN)
        if site.sitemap:
            yield from self.asked(site.sitemap, SourceKind.SITEMAP, Origin.KNOWN)
        living = {place.url for place in self._ledger.sources() if place.lives}
        for place in usual_places(site.home):
            if place.url in living:
                yield from self.asked(place.url, place.kind, Origin.REMEMBERED)
        for url in chosen or list_pages(site):
            yield from self.asked(url, SourceKind.LIST, Origin.KNOWN)

    def _lacks_edition(self) -> bool:
        """Take in the editions of a site that is not known; tell whether one that was asked for is missing."""
        if self._site.key:
            return False
        self._spider.facts = replace(self._site, locale_urls=self.findings.editions)
        self.findings.candidates.keep(self._spider.is_wanted)
        missing = self._spider.missing_edition()
        if missing:
            self._spider.logger.error(missing)
        return bool(missing)

    def _other_editions(self) -> Iterator[Request]:
        """Return the home pages of the editions that the home page declares, where the facts know of none."""
        chosen = self._spider.chosen_editions() or tuple(self.findings.editions.values())
        for url in () if self._site.key else chosen[:MAX_EDITIONS]:
            yield from self.asked(url, SourceKind.LIST, Origin.DECLARED)

    def _declared(self, *kinds: SourceKind) -> Iterator[Request]:
        """Return what pages and robots.txt declare; where the facts know of sources that live, they are enough."""
        if self.register.lives(origin=Origin.KNOWN):
            return
        found = [(url, kind) for url, kind in self.findings.declared.items() if kind in kinds]
        for url, kind in found[:MAX_DECLARED]:
            yield from self.asked(url, kind, Origin.DECLARED)

    def _misses_nothing(self) -> bool:
        """Tell whether feeds list all that is new since the site was searched whole.

        Of several editions, one without a feed may have more.
        """
        is_searched = any(place.url == self._site.home for place in self._ledger.sources())
        return is_searched and not self.findings.editions and self.register.reaches_back()

    def _remember_places(self) -> None:
        for source in self.register.at_usual_places():
            self._ledger.note_source(source.url, lives=source.lives, at=datetime.now(UTC))

    def _add_sections(self) -> None:
        """Add the sections to the lists, where no source tells of more than the latest articles."""
        whole = self.register.lives((SourceKind.POSTS, SourceKind.SITEMAP)) or self._misses_nothing()
        if whole or (self._site.key and self.register.lives()):
            return
        for url in islice(self.findings.sections, MAX_SECTIONS * max(1, len(self.findings.editions))):
            source = self._source(url, SourceKind.LIST, Origin.DECLARED)
            if self.is_own(url) and self.register.add(source):
                self._further.append((url, source, self._list_pages))

    def _further_lists(self) -> Iterator[Request]:
        further, self._further = self._further, []
        for url, source, pages_left in further:
            yield self._list(url, source, pages_left)

    def _judged(self) -> Iterator[Request]:
        return map(self._article, self.findings.candidates.take())

    async def parse_listing(self, response: Response, source: Source, depth: int) -> AsyncIterator[Request]:
        """Follow what a feed, a sitemap or a list of posts lists."""
        source.is_asked = True
        limit = self._settings.getint("BABELWIRE_SITEMAP_ENTRIES")
        # In a thread: the largest lists take seconds, and other hosts' answers would have to wait.
        body = response.body if response.status == HTTP_OK else b""
        found = await asyncio.to_thread(discover, body, response.url, limit)
        self._note_cut(response.url, len(found), limit)
        if not found:
            self._died(source, response.url, death_of(response))
            self._spider.no_feed(response)
            return
        for request in self._listed(found, response, source, depth):
            yield request

    def _listed(self, found: list[Found], response: Response, source: Source, depth: int) -> Iterator[Request]:
        entries = [item for item in found if not item.is_sitemap]
        source.note(len(entries), [item.published for item in found])
        if source.kind is SourceKind.POSTS:
            yield from self._more_posts(response, source, depth)
        if depth == 0:
            yield from self._children([item for item in found if item.is_sitemap], source)
        yield from self._entries(entries, source)

    def parse_list(self, response: Response, source: Source, pages_left: int) -> Iterator[Request]:
        """Follow the articles that a list page links, and note what the page declares and its next page."""
        source.is_asked = True
        if response.status != HTTP_OK or not isinstance(response, TextResponse):
            self._died(source, response.url, death_of(response))
            return
        links = list(links_of(response))
        links += stated_articles_of(response, links)
        self.findings.add_declared(response)
        self.findings.add_links([link for link in links if self.is_own(link.url)])
        limit = self._settings.getint("BABELWIRE_LIST_LINKS")
        told = (link.url for link in links if self._knows_shape or not is_button(link))
        wanted = list(islice(filter(self._spider.is_wanted, told), limit))
        source.note(len(wanted), [])
        self._note_cut(response.url, len(wanted), limit)
        for url in wanted:
            yield from self._candidate(Candidate(url, None, source))
        following = next_page_of(response)
        if following and pages_left > 1 and self.is_own(following) and self._are_news(wanted):
            self._further.append((following, source, pages_left - 1))

    def _children(self, children: list[Found], source: Source) -> Iterator[Request]:
        """Return the sitemaps of an index that may hold articles, the latest first."""
        holding = [item for item in children if not holds_lists_only(item.url)]
        holding.sort(key=_latest, reverse=True)
        for child in holding[: self._settings.getint("BABELWIRE_SITEMAP_FILES")]:
            if not self._spider.is_too_old(child.published):
                yield self._listing(child.url, source, depth=1)

    def _entries(self, entries: list[Found], source: Source) -> Iterator[Request]:
        """Follow the articles that a source lists; a plain sitemap lists other pages, too."""
        is_plain = source.kind is SourceKind.SITEMAP
        own = [item for item in entries if self._spider.is_of_site(item.url)]
        articles = [item.url for item in own if item.is_news or not is_plain]
        self._check_shape(articles)
        for url in articles:
            self.findings.shapes.add(url, Sign.LISTED)
        if source.kind is SourceKind.FEED:
            source.reaches_back = any(self.findings.is_old(url, self._ledger) for url in articles)
        for item in own:
            candidate = Candidate(item.url, item.published, source)
            if self._spider.is_too_old(item.published) or not self._spider.is_wanted(item.url):
                continue
            if item.is_news or not is_plain:
                yield self._article(candidate)
            else:
                yield from self._candidate(candidate)

    def _candidate(self, candidate: Candidate) -> Iterator[Request]:
        """Follow an address of the shape that the site's facts tell; others wait until more is known of their shape."""
        if self._knows_shape:
            yield self._article(candidate)
        else:
            self.findings.add_candidate(candidate, self._ledger)

    def _more_posts(self, response: Response, source: Source, depth: int) -> Iterator[Request]:
        """Keep the articles that a list of posts holds, and go on to its next page."""
        posts = posts_of(response.body, response.url)
        self.findings.add_posts(posts)
        is_last = len(posts) < POSTS_PER_PAGE or depth + 1 >= self._list_pages
        if not is_last and self._are_news([post.url for post in posts]):
            yield self._listing(page_of_posts(source.url, depth + 2), source, depth + 1)

    def _are_news(self, urls: list[str]) -> bool:
        """Tell whether any of the articles among some addresses is new to this run."""
        articles = urls if self._knows_shape else self.findings.articles_of(urls)
        return not all(self.findings.is_old(url, self._ledger) for url in articles)

    def _check_shape(self, articles: list[str]) -> None:
        """Forget the shape that the facts tell, where none of a source's own articles has it."""
        site = self._spider.facts
        own = [url for url in articles if self.is_own(url)] if site and site.article_url else []
        if site is None or len(own) < OUTDATED or any(is_article_url(url, site) for url in own):
            return
        self._spider.logger.warning("No entry has the shape that %s's articles had: it is learned anew", site.name)
        count(self._spider.crawler, "shape_outdated")
        self._spider.facts = replace(site, article_url=None)
        # Lists were searched for the old shape.
        self._further = [(source.url, source, self._list_pages) for source in self.register.lists()]

    def _article(self, candidate: Candidate) -> Request:
        return self._spider.article(candidate.url, candidate.listed, candidate.source)

    def _source(self, url: str, kind: SourceKind, origin: Origin) -> Source:
        return Source(url, kind, origin, timedelta(days=self._settings.getfloat("BABELWIRE_STALE_DAYS")))

    def _listing(self, url: str, source: Source, depth: int = 0) -> Request:
        """Return a request for a feed, sitemap or list of posts."""
        return self._request(url, self.parse_listing, source, depth=depth)

    def _list(self, url: str, source: Source, pages_left: int) -> Request:
        """Return a request for a list page, which leads to some more pages of the list."""
        return self._request(url, self.parse_list, source, pages_left=pages_left)

    def _request(self, url: str, callback: Any, source: Source, **arguments: int) -> Request:  # noqa: ANN401
        return Request(
            url,
            callback,
            errback=self._lost,
            cb_kwargs={"source": source, **arguments},
            priority=DISCOVERY_PRIORITY,
            # In every crawl, whatever was fetched before.
            dont_filter=True,
        )

    def _lost(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        source: Source = request.cb_kwargs["source"]
        source.is_asked = True
        self._died(source, request.url, reason_of(failure.value))

    def _died(self, source: Source, url: str, why: str) -> None:
        """Note that an address gave nothing; one of an index's sitemaps, or a page of a list, is not its end."""
        if url == source.url or not source.entries:
            source.death = why
        if source.origin is not Origin.USUAL:
            count(self._spider.crawler, "lists_failed")
            self._spider.logger.warning("Nothing found at %s: %s", url, why)

    def _note_cut(self, url: str, found: int, limit: int) -> None:
        if found >= limit:
            count(self._spider.crawler, "lists_cut")
            self._spider.logger.warning("Only the first %d addresses of %s are followed", limit, url)

    @property
    def _list_pages(self) -> int:
        return self._settings.getint("BABELWIRE_LIST_PAGES")

    @property
    def _settings(self) -> BaseSettings:
        return self._spider.settings

    @property
    def _ledger(self) -> Ledger:
        return store_of(self._spider.crawler).ledger


def death_of(response: Response) -> str:
    """Return why a response lists nothing."""
    if response.status != HTTP_OK:
        return f"status {response.status}"
    return "html" if starts_as_html(response.body) else "empty"


def _latest(item: Found) -> datetime:
    return item.published or datetime.min.replace(tzinfo=UTC)
