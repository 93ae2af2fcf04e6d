"""What the pages of a site have shown so far: its editions, sections, feeds, posts, and the shapes of its addresses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from scrapy.http import TextResponse

from pipelines.segment.weight import weight
from pipelines.store.keys import key_of_url
from pipelines.store.ledger import Ledger, State
from pipelines.store.store import Fate
from schemas.page import Rejection
from spiders.discovery.candidates import Candidate, Candidates
from spiders.discovery.declared import article_feeds_of, editions_of, posts_list_of
from spiders.discovery.posts import Post
from spiders.discovery.sections import is_section
from spiders.discovery.shapes import MENU_LETTERS, Shapes, Sign, headline_groups
from spiders.discovery.sources import SourceKind
from spiders.links import Link, host_and_port, of_same_site

# What becomes of articles, written or not.
LIKE: Final = frozenset(Fate)
# Why a page is no article, where that tells of its address.
UNLIKE: Final = frozenset({Rejection.INDEX_PAGE, Rejection.NO_PROSE, Rejection.NO_TITLE, Rejection.LOGIN_PAGE})


class Findings:
    """What is known of one site in one run. Nothing here asks for anything."""

    def __init__(self) -> None:
        self._began = datetime.now(UTC)
        self.shapes = Shapes()
        self.candidates = Candidates(self.shapes)
        self.declared: dict[str, SourceKind] = {}
        """Feeds, sitemaps and lists of posts that pages and robots.txt name."""
        self.editions: dict[str, str] = {}
        """Language tag → home page, as the home page declares them."""
        self.sections: dict[str, None] = {}
        self._posts: dict[int, Post] = {}
        self._own_hosts: dict[str, bool] = {}

    def is_own(self, url: str, homes: Iterable[str]) -> bool:
        """Tell whether an address is on a host of the site, by its home pages, or of one of its editions."""
        host = host_and_port(url)
        if host not in self._own_hosts:
            # (A sitemap names one host fifty thousand times.)
            self._own_hosts[host] = any(of_same_site(url, home) for home in (*homes, *self.editions.values()))
        return self._own_hosts[host]

    def add_declared(self, response: TextResponse) -> None:
        """Take in what a list page declares: its feeds and posts, and the first such page's editions."""
        self.declared.update((url, SourceKind.FEED) for url in article_feeds_of(response))
        if posts := posts_list_of(response):
            self.declared[posts] = SourceKind.POSTS
        if not self.editions and (editions := editions_of(response)):
            self.editions = editions
            self._own_hosts.clear()

    def add_links(self, links: list[Link]) -> None:
        """Learn from the site's own links on a list page: headlines are long, menus are short."""
        articles, sections = headline_groups([(link.url, link.text) for link in links if not link.is_menu])
        menu = [link.url for link in links if is_button(link)]
        for url in articles:
            self.shapes.add(url, Sign.HEADLINES)
        for url in (*menu, *sections):
            self.shapes.add(url, Sign.MENU)
            if is_section(url):
                self.sections[url] = None

    def add_candidate(self, candidate: Candidate, ledger: Ledger) -> None:
        """Take in an address that may be an article's, and learn from what earlier runs made of it."""
        history = ledger.history(candidate.url)
        if history and history.state is State.DONE:
            self.shapes.add(candidate.url, Sign.RECORD)
        elif history and history.reason in UNLIKE:
            self.shapes.add(candidate.url, Sign.NO_ARTICLE)
        self.candidates.add(candidate)

    def add_posts(self, posts: Iterable[Post]) -> None:
        """Keep the articles whose text stands in a list of posts."""
        self._posts.update((key_of_url(post.url), post) for post in posts if post.has_text)

    def post_of(self, url: str) -> Post | None:
        """Return the article of an address where a list of posts holds it."""
        return self._posts.get(key_of_url(url))

    def became(self, url: str, outcome: str) -> None:
        """Learn from what became of an article's page: a record, known text, or a rejection with its reason."""
        if outcome in LIKE:
            self.shapes.add(url, Sign.RECORD)
        elif outcome in UNLIKE:
            self.shapes.add(url, Sign.NO_ARTICLE)

    def articles_of(self, urls: Iterable[str]) -> list[str]:
        """Return the addresses that are articles' by what is known now."""
        return [url for url in urls if self.shapes.verdict(url).is_article]

    def is_old(self, url: str, ledger: Ledger) -> bool:
        """Tell whether an earlier run has fetched an address."""
        history = ledger.history(url)
        return history is not None and history.first is not None and history.first < self._began


def is_button(link: Link) -> bool:
    """Tell whether a link is a menu's, and no headline: a footer may list the latest articles."""
    return link.is_menu and weight(link.text) < MENU_LETTERS
