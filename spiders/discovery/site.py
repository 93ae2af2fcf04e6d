"""Finds the articles of one site: asks its sources in the order of their quality, and falls back from dead ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from pipelines.segment.weight import weight
from pipelines.store.keys import key_of_url
from pipelines.store.ledger import Ledger, State
from pipelines.store.store import Fate
from schemas.page import Rejection
from schemas.site import Site
from spiders.discovery.candidates import Candidate, Candidates
from spiders.discovery.declared import article_feeds_of, editions_of, posts_list_of, stated_articles_of
from spiders.discovery.feeds import Found, discover
from spiders.discovery.places import kind_of
from spiders.discovery.posts import POSTS_PER_PAGE, Post, page_of_posts, posts_of
from spiders.discovery.register import Register
from spiders.discovery.sections import holds_lists_only, is_section
from spiders.discovery.shapes import MENU_LETTERS, Shapes, Sign, headline_groups
from spiders.discovery.sources import Origin, Source, SourceKind
from spiders.editions import in_edition, list_pages
from spiders.links import Link, links_of, next_page_of, of_same_site
from spiders.unfetched import reason_of

if TYPE_CHECKING:
    from spiders.base import ArticleSpider

HTTP_OK: Final = 200
# Feeds and lists first: they say what there is.
DISCOVERY_PRIORITY: Final = 10
# Entries of a living feed of which none has the shape that the site's facts tell: the site has changed its addresses.
OUTDATED: Final = 3
# Menus are no longer; what is longer is a list of tags.
MAX_SECTIONS: Final = 20
# HTX has some twenty editions, more than any other site of the catalogue; some sites declare a feed for each section.
MAX_EDITIONS: Final = 40
MAX_DECLARED: Final = 60
# Why a page is no article, where that tells of its address.
UNLIKE: Final = frozenset({Rejection.INDEX_PAGE, Rejection.NO_PROSE, Rejection.NO_TITLE, Rejection.LOGIN_PAGE})
# Keys of a request's meta: the source that lists an article.
SOURCE: Final = "babelwire_source"


class SiteDiscovery:
    """What is known of a site's sources and addresses in this run, and what is asked for next."""

    def __init__(self, spider: ArticleSpider) -> None:
        self._spider = spider
        self._began = datetime.now(UTC)
        self.shapes = Shapes()
        self.register = Register()
        self._candidates = Candidates(self.shapes)
        self._declared: dict[str, SourceKind] = {}
        self._editions: dict[str, str] = {}
        self._sections: dict[str, None] = {}
        self._further: list[tuple[str, Source, int]] = []
        """Next pages of lists, with the number of pages that are left of each list."""
        self._posts: dict[int, Post] = {}
        """Articles that stand in a list of posts, by the key of their address."""

    def batches(self) -> Iterator[Iterable[Request]]:
        """Return what to ask for, batch by batch; each is made when all of the one before has been dealt with."""
        yield self._known()
        yield self._other_editions()
        yield self._declared_sources()
        for place in self.register.untried_places(self._site.home, self._ledger.sources()):
            if self.register.lives():
                break
            yield self.asked(place.url, place.kind, Origin.USUAL)
        self._remember_places()
        self._add_sections()
        while batch := [*self._judged(), *self._further_lists()]:
            yield batch

    def asked(self, url: str, kind: SourceKind, origin: Origin) -> Iterator[Request]:
        """Return the request for a source that nobody has asked for in this run."""
        source = self._source(url, kind, origin)
        if self.register.add(source):
            pages = self._settings.getint("BABELWIRE_LIST_PAGES")
            yield self._list(url, source, pages) if kind is SourceKind.LIST else self._listing(url, source)

    def is_own(self, url: str) -> bool:
        """Tell whether an address is on a host of the site or of one of its editions."""
        site = self._site
        return any(of_same_site(url, page) for page in (site.home, *list_pages(site), *self._editions.values()))

    def post_of(self, url: str) -> Post | None:
        """Return the article of an address where a list of posts holds it."""
        return self._posts.get(key_of_url(url))

    def became_record(self, url: str) -> None:
        """Learn from an article whose page became a record."""
        self.register.became_record(url)
        self.shapes.add(url, Sign.RECORD)

    def dropped(self, url: str, reason: str) -> None:
        """Learn from a page that gave no new record, by the reason."""
        if reason in (Fate.UNCHANGED, Fate.DUPLICATE):
            self.shapes.add(url, Sign.RECORD)
        elif reason in UNLIKE:
            self.shapes.add(url, Sign.NO_ARTICLE)

    def sitemaps_declared(self, urls: Iterable[str]) -> None:
        """Take in the sitemaps that a robots.txt of the site names."""
        self._declared.update((url, SourceKind.SITEMAP) for url in urls if self.is_own(url))

    @property
    def _site(self) -> Site:
        assert self._spider.facts, "only spiders of sites search for sources"
        return self._spider.facts

    @property
    def _knows_shape(self) -> bool:
        """Tell whether it has to be learned what articles' addresses look like; not of a feed of whatever site."""
        return self._spider.facts is None or self._spider.facts.article_url is not None

    def _known(self) -> Iterator[Request]:
        site, chosen = self._site, self._spider.chosen_edition()
        for feed in site.feeds:
            if chosen is None or in_edition(feed, site, chosen):
                yield from self.asked(feed, kind_of(feed), Origin.KNOWN)
        if site.sitemap:
            yield from self.asked(site.sitemap, SourceKind.SITEMAP, Origin.KNOWN)
        if site.api:
            yield from self.asked(site.api, SourceKind.POSTS, Origin.KNOWN)
        for place in self._ledger.sources():
            if place.lives:
                yield from self.asked(place.url, kind_of(place.url), Origin.REMEMBERED)
        for url in [chosen] if chosen else list_pages(site):
            yield from self.asked(url, SourceKind.LIST, Origin.KNOWN)

    def _other_editions(self) -> Iterator[Request]:
        """Return the home pages of the editions that the home page declares, where the facts know of none."""
        site, locale = self._site, self._spider.locale
        if site.key or not self._editions:
            return
        if locale:
            self._spider.facts = replace(site, locale_urls=self._editions)
            chosen = self._spider.chosen_edition()
            if chosen is None:
                self._spider.logger.error(
                    "%s declares no edition %r; it has %s", site.name, locale, ", ".join(self._editions)
                )
        for url in [chosen] if locale and chosen else islice(self._editions.values(), MAX_EDITIONS):
            yield from self.asked(url, SourceKind.LIST, Origin.DECLARED)

    def _declared_sources(self) -> Iterator[Request]:
        """Return what pages and robots.txt declare; where the facts know of sources that live, they are enough."""
        if self.register.lives(origin=Origin.KNOWN):
            return
        for url, kind in islice(self._declared.items(), MAX_DECLARED):
            yield from self.asked(url, kind, Origin.DECLARED)

    def _remember_places(self) -> None:
        for source in self.register.at_usual_places():
            self._ledger.note_source(source.url, lives=source.lives, at=datetime.now(UTC))

    def _add_sections(self) -> None:
        """Add the sections to the lists, where no source tells of more than the latest articles."""
        if self._site.key and self.register.lives():
            return
        if self.register.lives((SourceKind.POSTS, SourceKind.SITEMAP)):
            return
        pages = self._settings.getint("BABELWIRE_LIST_PAGES")
        for url in islice(self._sections, MAX_SECTIONS):
            source = self._source(url, SourceKind.LIST, Origin.DECLARED)
            if self.register.add(source):
                self._further.append((url, source, pages))

    def _further_lists(self) -> Iterator[Request]:
        further, self._further = self._further, []
        for url, source, pages_left in further:
            yield self._list(url, source, pages_left)

    def _judged(self) -> Iterator[Request]:
        for candidate in self._candidates.take():
            yield self._article(candidate)

    def _source(self, url: str, kind: SourceKind, origin: Origin) -> Source:
        return Source(url, kind, origin, timedelta(days=self._settings.getfloat("BABELWIRE_STALE_DAYS")))

    def _listing(self, url: str, source: Source, depth: int = 0) -> Request:
        """Return a request for a feed, sitemap or list of posts."""
        return self._request(url, self.parse_listing, source, depth=depth)

    def _list(self, url: str, source: Source, pages_left: int) -> Request:
        """Return a request for a list page, which leads to some more pages of the list."""
        return self._request(url, self.parse_list, source, pages_left=pages_left)

    def parse_listing(self, response: Response, source: Source, depth: int) -> Iterator[Request]:
        """Follow what a feed, a sitemap or a list of posts lists."""
        source.is_asked = True
        limit = self._settings.getint("BABELWIRE_SITEMAP_ENTRIES")
        found = discover(response.body, response.url, limit) if response.status == HTTP_OK else []
        self._note_cut(response.url, len(found), limit)
        if not found:
            self._died(source, response.url, death_of(response))
            self._spider.no_feed(response)
            return
        source.entries += len(found)
        for item in found:
            source.note(item.published)
        if source.kind is SourceKind.POSTS:
            yield from self._more_posts(response, source, depth)
        yield from self._children(found, source, depth)
        yield from self._entries([item for item in found if not item.is_sitemap], response.url, source)

    def parse_list(self, response: Response, source: Source, pages_left: int) -> Iterator[Request]:
        """Follow the articles that a list page links, and note what the page declares and its next page."""
        source.is_asked = True
        if response.status != HTTP_OK or not isinstance(response, TextResponse):
            self._died(source, response.url, death_of(response))
            return
        links = list(links_of(response))
        links += stated_articles_of(response, links)
        self._note_declared(response, links)
        limit = self._settings.getint("BABELWIRE_LIST_LINKS")
        wanted = list(islice((link for link in links if self._may_be_article(link)), limit))
        source.entries += len(wanted)
        self._note_cut(response.url, len(wanted), limit)
        self._learn(links)
        for link in wanted:
            yield from self._candidate(Candidate(link.url, None, source))
        following = next_page_of(response)
        if following and pages_left > 1 and self.is_own(following) and self._is_news([link.url for link in wanted]):
            self._further.append((following, source, pages_left - 1))

    def _children(self, found: list[Found], source: Source, depth: int) -> Iterator[Request]:
        children = [item for item in found if item.is_sitemap and not holds_lists_only(item.url)]
        children.sort(key=_latest, reverse=True)
        for child in children[: self._settings.getint("BABELWIRE_SITEMAP_FILES") if depth == 0 else 0]:
            if not self._spider.is_too_old(child.published):
                yield self._listing(child.url, source, depth + 1)

    def _entries(self, entries: list[Found], address: str, source: Source) -> Iterator[Request]:
        """Follow the articles that a source lists; a plain sitemap lists other pages, too."""
        own = [item for item in entries if self._spider.is_of_site(item.url)]
        telling = [item for item in own if source.kind is not SourceKind.SITEMAP or item.is_news]
        self._check_shape(telling)
        for item in telling:
            self.shapes.add(item.url, Sign.LISTED)
        for item in own:
            if self._spider.is_too_old(item.published) or not self._spider.is_wanted(item.url):
                continue
            candidate = Candidate(item.url, item.published, source)
            if item.is_news or source.kind is not SourceKind.SITEMAP:
                yield self._article(candidate)
            else:
                yield from self._candidate(candidate)

    def _candidate(self, candidate: Candidate) -> Iterator[Request]:
        """Follow an address of the shape that the site's facts tell; others wait until more is known of their shape."""
        if self._knows_shape:
            yield self._article(candidate)
            return
        history = self._ledger.history(candidate.url)
        if history and history.state is State.DONE:
            self.shapes.add(candidate.url, Sign.RECORD)
        elif history and history.reason in UNLIKE:
            self.shapes.add(candidate.url, Sign.NO_ARTICLE)
        self._candidates.add(candidate)

    def _article(self, candidate: Candidate) -> Request:
        return self._spider.article(candidate.url, candidate.listed, candidate.source)

    def _note_declared(self, response: TextResponse, links: list[Link]) -> None:
        self._declared.update((url, SourceKind.FEED) for url in article_feeds_of(response))
        if posts := posts_list_of(response):
            self._declared[posts] = SourceKind.POSTS
        if not self._editions:
            self._editions = editions_of(response)
        for link in links:
            if link.is_menu and self.is_own(link.url) and is_section(link.url):
                self._sections[link.url] = None

    def _may_be_article(self, link: Link) -> bool:
        """Tell whether a link may lead to an article: what menus call by a word is none, whatever its address."""
        if not self._knows_shape and link.is_menu and weight(link.text) < MENU_LETTERS:
            return False
        return self._spider.is_wanted(link.url)

    def _learn(self, links: list[Link]) -> None:
        """Learn the shapes of the links of a list page: headlines are long, menus are short."""
        own = [link for link in links if self.is_own(link.url)]
        articles, sections = headline_groups([(link.url, link.text) for link in own if not link.is_menu])
        for url in articles:
            self.shapes.add(url, Sign.HEADLINES)
        menu = [link.url for link in own if link.is_menu and weight(link.text) < MENU_LETTERS]
        for url in (*sections, *menu):
            self.shapes.add(url, Sign.MENU)

    def _is_news(self, urls: list[str]) -> bool:
        """Tell whether a page of a list shows anything that earlier runs had not dealt with."""
        return any(not self._is_old(url) for url in urls)

    def _is_old(self, url: str) -> bool:
        history = self._ledger.history(url)
        return history is not None and history.first is not None and history.first < self._began

    def _more_posts(self, response: Response, source: Source, depth: int) -> Iterator[Request]:
        """Keep the articles that a list of posts holds, and go on to its next page."""
        posts = posts_of(response.body, response.url)
        self._posts.update((key_of_url(post.url), post) for post in posts if post.has_text)
        is_last = len(posts) < POSTS_PER_PAGE or depth + 1 >= self._settings.getint("BABELWIRE_LIST_PAGES")
        if not is_last and self._is_news([post.url for post in posts]):
            yield self._listing(page_of_posts(source.url, depth + 2), source, depth + 1)

    def _check_shape(self, telling: list[Found]) -> None:
        """Forget the shape that the facts tell, where none of a feed's entries has it."""
        site = self._spider.facts
        if (
            site is None
            or not site.article_url
            or len(telling) < OUTDATED
            or any(self._spider.is_wanted(item.url) for item in telling)
        ):
            return
        self._spider.logger.warning("No entry has the shape that %s's articles had: it is learned anew", site.name)
        count(self._spider.crawler, "shape_outdated")
        self._spider.facts = replace(site, article_url=None)

    def _died(self, source: Source, url: str, why: str) -> None:
        """Note that an address gave nothing; of an index that is one of its sitemaps, of a list one of its pages."""
        if url == source.url or not source.entries:
            source.death = why
        if source.origin is Origin.USUAL:
            return
        count(self._spider.crawler, "lists_failed")
        self._spider.logger.warning("Nothing found at %s: %s", url, why)

    def _lost(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        source: Source = request.cb_kwargs["source"]
        source.is_asked = True
        self._died(source, request.url, reason_of(failure.value))

    def _note_cut(self, url: str, found: int, limit: int) -> None:
        if found >= limit:
            count(self._spider.crawler, "lists_cut")
            self._spider.logger.warning("Only the first %d addresses of %s are followed", limit, url)

    def _request(self, url: str, callback: Any, source: Source, **arguments: int) -> Request:  # noqa: ANN401
        return Request(
            url,
            callback,
            errback=self._lost,
            cb_kwargs={"source": source, **arguments},
            priority=DISCOVERY_PRIORITY,
            dont_filter=True,
        )

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
