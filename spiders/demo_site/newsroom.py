"""What the demo site answers to each path: pure, no sockets."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from spiders.demo_site import edition, lists, words
from spiders.demo_site.answer import Answer
from spiders.demo_site.edition import Story
from spiders.demo_site.expectation import page_url
from spiders.demo_site.facts import Interface, interfaces
from spiders.demo_site.render import render, render_chrome

XML: Final = "application/xml; charset=utf-8"
# One transparent pixel.
PIXEL: Final = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
STATIC: Final = {".css": "text/css", ".js": "text/javascript"}


NOT_FOUND: Final = Answer(
    b"<!DOCTYPE html><html><title>404 Not Found</title><h1>404</h1><p>Page not found</p></html>",
    status=404,
)


def recoded(page: bytes, charset: str) -> Answer:
    """Return a page in bytes that are not what the site says of them, or of which it says nothing."""
    if charset == "utf-8":
        return Answer(page)
    text = page.decode()
    if charset == "gbk":
        undeclared = text.replace('<meta charset="UTF-8">\n', "")
        return Answer(undeclared.encode(charset, "xmlcharrefreplace"), "text/html")
    return Answer(text.encode(charset, "xmlcharrefreplace"))


def _version(story: Story) -> str:
    # Of the facts, not of the bytes: these hold the time of each visit.
    facts = f"{story.article}{story.interface.tag}{story.layout}"
    return f'"{hashlib.sha256(facts.encode()).hexdigest()[:16]}"'


class Newsroom:
    """The site's content under one base URL."""

    def __init__(self, base_url: str, now: datetime) -> None:
        self.base_url = base_url
        self.now = now
        self.stories = edition.stories(base_url)
        self._lists = lists.Lists(self.stories)
        self.by_slug = {story.article.slug: story for story in self.stories}

    @cached_property
    def _routes(self) -> Sequence[tuple[re.Pattern[str], Callable[..., Answer | None]]]:
        routes: list[tuple[str, Callable[..., Answer | None]]] = [
            (r"/", lambda: Answer(b"", status=302, location="/en/")),
            (r"/robots\.txt", self._robots),
            (r"/feed\.xml", self._feed),
            (r"/sitemap\.xml", self._sitemap_index),
            (r"/sitemap-(news|pages)\.xml", self._sitemap),
            (r"/media/[\w-]+\.png", lambda: Answer(PIXEL, "image/png")),
            (r"/static/\w+(\.css|\.js)", lambda ending: Answer(b"\n", STATIC[ending])),
            (r"/login", lambda: self._form(interfaces()["en"], "Log in", password=True)),
            (r"/coins/(\w+)", self._coin),
            (r"/flash/([\w-]+)-(\d)", self._flash),
            (r"/(authors|tags)/(.+)", self._lists.filed),
            (r"/([A-Za-z-]+)/(?:page/(\d+)/)?", self._lists.home),
            (r"/([A-Za-z-]+)/section/(\d)", self._lists.section),
            (r"/([A-Za-z-]+)/(about|contact|privacy|terms|advertise)", self._page),
            (r"/([A-Za-z-]+)/news/([a-z0-9-]+)", self._story),
        ]
        return [(re.compile(pattern), answer) for pattern, answer in routes]

    def answer(self, path: str) -> Answer:
        """Return what the site sends for a path, its query left aside."""
        path = unquote(path.partition("?")[0])
        if path in edition.SPECIAL:
            return self._special(path)
        for pattern, respond in self._routes:
            if found := pattern.fullmatch(path):
                return respond(*found.groups()) or NOT_FOUND
        return NOT_FOUND

    def _special(self, path: str) -> Answer:
        english = interfaces()["en"]
        if path == edition.MOVED:
            return Answer(b"", status=301, location=edition.MOVED_TO)
        if path == edition.DUPLICATE:
            return self._rendered(self.by_slug[edition.DUPLICATE_OF])
        if path == edition.FORBIDDEN:
            return self._rendered(self.by_slug["meridian-upgrade-fees"])
        if path == edition.TAG_INDEX:
            return lists.listing(english, edition.SPECIAL[path], map(lists.entry, self.stories))
        if path in {edition.TIP_FORM, edition.LOGIN_WALL}:
            return self._form(english, edition.SPECIAL[path], password=path == edition.LOGIN_WALL)
        return NOT_FOUND

    def _rendered(self, story: Story) -> Answer:
        page = render(story.article, story.interface, story.layout, self.now, story.url)
        return recoded(page, story.charset)._replace(etag=_version(story))

    def _story(self, tag: str, slug: str) -> Answer | None:
        story = self.by_slug.get(slug)
        if story is None:
            return None
        if tag == story.interface.tag:
            return self._rendered(story)
        # Only the layout with hreflang links has other editions.
        interface = interfaces().get(tag)
        if interface is None or story.layout != "jsonld":
            return None
        url = page_url(story.article, interface, self.base_url)
        return Answer(render(story.article, interface, story.layout, self.now, url))

    def _flash(self, slug: str, place: str) -> Answer | None:
        story = self.by_slug.get(slug)
        if story is None or int(place) >= len(story.article.related):
            return None
        card = story.article.related[int(place)]
        return Answer(render_chrome("flash.html", story.interface, card=card))

    def _page(self, tag: str, key: str) -> Answer | None:
        interface = interfaces().get(tag)
        if interface is None:
            return None
        return self._form(interface, interface.pages[words.PAGE_KEYS.index(key)], password=False)

    def _form(self, interface: Interface, heading: str, *, password: bool) -> Answer:
        return Answer(render_chrome("form.html", interface, heading=heading, password=password))

    def _coin(self, name: str) -> Answer | None:
        coin = next((coin for coin in words.COINS if coin.name.lower() == name), None)
        return Answer(render_chrome("coin.html", interfaces()["en"], coin=coin)) if coin else None

    def _robots(self) -> Answer:
        lines = ["User-agent: *", "Disallow: /en/news/embargo-", f"Sitemap: {self.base_url}/sitemap.xml", ""]
        return Answer("\n".join(lines).encode(), "text/plain; charset=utf-8")

    def _feed(self) -> Answer:
        page = render_chrome("feed.xml", interfaces()["en"], stories=self.stories, base=self.base_url)
        return Answer(page, "application/rss+xml; charset=utf-8")

    def _sitemap_index(self) -> Answer:
        sitemaps = [f"{self.base_url}/sitemap-{kind}.xml" for kind in ("news", "pages")]
        return Answer(render_chrome("sitemap_index.xml", interfaces()["en"], sitemaps=sitemaps), XML)

    def _sitemap(self, kind: str) -> Answer:
        pages = [f"{self.base_url}{path}" for path in ("/en/about", edition.TIP_FORM, edition.GONE)]
        more = {"stories": self.stories, "others": []} if kind == "news" else {"stories": [], "others": pages}
        return Answer(render_chrome("sitemap.xml", interfaces()["en"], **more), XML)
