"""A small newspaper of the universe: its stories, and the pages that every site has around them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.spiders.small_site import Reply

# Lists are this long; each paper has stories for three pages or so.
LIST_LENGTH = 5
STORIES = 13
# A list with the address of a headline: nothing but its page tells that it is none.
TRAP = "/all-about-bitcoin-and-ether/"


@cache
def words() -> dict[str, dict[str, Any]]:
    """Return the words of each language."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


class Story(NamedTuple):
    """An article."""

    path: str
    title: str
    slug: str
    number: int
    text: tuple[str, ...]
    published: datetime
    language: str

    @property
    def html(self) -> str:
        """Return the text as markup."""
        return "".join(f"<p>{escape(part)}</p>" for part in self.text)

    @property
    def stamp(self) -> str:
        """Return the time of publishing, in UTC."""
        return self.published.strftime("%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True)
class Press:
    """A paper in one language, below one address."""

    base: str
    """Scheme, host and port, without a slash at the end."""
    language: str
    shape: str = "/{slug}/"
    """Of its articles' paths: `{slug}`, `{number}`, `{year}`, `{day}`."""
    prefix: str = ""
    """Of all other paths (`/ar`)."""
    first: int = 0
    """So that several papers of one language have stories of their own."""

    @property
    def words(self) -> dict[str, Any]:
        """Return the words of its language."""
        return words()[self.language]

    @property
    def home(self) -> str:
        """Return its home page."""
        return f"{self.base}{self.prefix}/"

    @property
    def stories(self) -> list[Story]:
        """Return its articles, the latest first."""
        return [self._story(place + self.first) for place in range(STORIES)]

    @property
    def addresses(self) -> set[str]:
        """Return the addresses of its articles."""
        return {self.base + story.path for story in self.stories}

    @property
    def menu(self) -> list[str]:
        """Return the addresses of its sections, and of its prices last."""
        return [quote(f"{self.prefix}/{name}/".lower()) for name in self.words["menu"]]

    @property
    def tag(self) -> str:
        """Return the address of its tag page."""
        return quote(f"{self.prefix}/tag/{self.words['tag']}/")

    @property
    def author(self) -> str:
        """Return the address of its author's page."""
        return quote(f"{self.prefix}/author/{self.words['author'].replace(' ', '-').lower()}/")

    @property
    def static(self) -> list[str]:
        """Return the addresses of its static pages."""
        return [quote(f"{self.prefix}/{name}/") for name in self.words["static"]]

    def page(self, main: str, title: str = "N", head: str = "") -> Reply:
        """Return a page with the site's navigation and footer around it."""
        menu = links(zip([*self.menu, TRAP], [*self.words["menu"], "BTC ETH"], strict=True))
        foot = links(zip(self.static, self.words["static"], strict=True))
        return html(
            f'<html lang="{self.language}"><head><title>{escape(title)}</title>{head}</head><body>'
            f"<header><a href='{self.home}'>N</a><nav>{menu}</nav></header><main>{main}</main>"
            f"<footer>{foot}<a href='/price/bitcoin/'>BTC 61 000</a></footer></body></html>"
        )

    def article(self, story: Story, head: str = "") -> Reply:
        """Return the page of an article."""
        by = f'<a rel="author" href="{self.author}">{escape(self.words["author"])}</a>'
        tag = f'<p class="tags"><a rel="tag" href="{self.tag}">{escape(self.words["tag"])}</a></p>'
        others = [other for other in self.stories if other != story][:2]
        related = "".join(f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in others)
        time = f'<time datetime="{story.stamp}Z">{story.published:%Y-%m-%d}</time>'
        main = f"<article><h1>{escape(story.title)}</h1><p>{by} {time}</p>{story.html}{tag}</article>"
        return self.page(f'{main}<aside class="related"><ul>{related}</ul></aside>', story.title, head)

    def listing(self, stories: Sequence[Story], after: str = "", head: str = "") -> Reply:
        """Return a list page; `after` is the link to the next one."""
        cards = "".join(
            f'<article><h2><a href="{story.path}">{escape(story.title)}</a></h2>'
            f"<p>{escape(story.text[1][:60])}…</p></article>"
            for story in stories
        )
        return self.page(cards + after, head=head)

    def surroundings(self) -> dict[str, Reply]:
        """Return the pages that are no articles: sections, tag, author, static pages, prices, and the trap."""
        sections = {path: self.listing(self.stories[place::3]) for place, path in enumerate(self.menu[:-1])}
        about = f"<h1>N</h1><p>{escape(' '.join(self.words['sentences'][1:]))}</p>"
        prices = self.page("<h1>BTC</h1><table><tr><td>BTC</td><td>61 000</td></tr></table>")
        lists = dict.fromkeys((self.tag, self.author, TRAP), self.listing(self.stories[:LIST_LENGTH]))
        static = dict.fromkeys(self.static, self.page(about))
        return {**sections, **lists, **static, self.menu[-1]: prices, "/price/bitcoin/": prices}

    def articles(self) -> dict[str, Reply]:
        """Return the pages of all articles."""
        return {story.path: self.article(story) for story in self.stories}

    def pages(self, form: str, *, head: str = "", text: str = "", rel: str = "") -> dict[str, Reply]:
        """Return the home page and its further pages, which have addresses of a form (`/page/{n}/`)."""
        starts = range(0, STORIES, LIST_LENGTH)
        found = {}
        for number, start in enumerate(starts, start=1):
            more = form.format(n=number + 1)
            after = f'<a {rel} href="{self.prefix}{more}">{text or number + 1}</a>' if start != starts[-1] else ""
            path = f"{self.prefix}/" if number == 1 else self.prefix + form.format(n=number)
            found[path] = self.listing(self.stories[start : start + LIST_LENGTH], after, head)
        return found

    def _story(self, place: int) -> Story:
        number, own = 11 + 7 * place, self.words
        kind = place % len(own["titles"])
        published = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1 + 5 * place)
        slug = own["slugs"][kind].format(n=number)
        values = {"slug": slug, "number": 700100 + 37 * place, "day": f"{published:%m/%d}", "year": published.year}
        text = tuple(sentence.format(n=1000 + number) for sentence in (*own["sentences"], *own["sentences"][::-1]))
        path = quote(self.prefix + self.shape.format(**values), safe="/?=&")
        return Story(path, own["titles"][kind].format(n=number), slug, values["number"], text, published, self.language)


def links(pairs: Iterable[tuple[str, str]]) -> str:
    """Return links."""
    return "".join(f'<a href="{href}">{escape(text)}</a>' for href, text in pairs)


def html(text: str) -> Reply:
    """Return a page."""
    return Reply(f"<!doctype html>{text}".encode())
