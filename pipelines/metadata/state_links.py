"""Articles that the state of a list page names: client-rendered lists have no other links."""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml.html import HtmlElement

from pipelines.metadata.page_state import PUBLISHED, TITLE, bare
from pipelines.metadata.state_json import states
from pipelines.metadata.values import Json, dicts_in, plain
from pipelines.segment.weight import weight

ADDRESS: Final = ("url", "link", "href", "permalink", "path", "canonicalurl", "fullurl", "uri")
SLUG: Final = ("slug", "urlslug", "alias", "articleid", "newsid", "postid", "id")
# Titles of menus are shorter, and have no time.
HEADLINE_LETTERS: Final = 25


class StatedLink(NamedTuple):
    """An article of a list, as its object in the page's state has it."""

    title: str
    address: str
    """As the page writes it; empty where there is none."""
    slug: str
    """What ends the article's address; empty where there is none."""


def read_stated_links(scripts: list[HtmlElement]) -> list[StatedLink]:
    """Return the articles that the page's state lists, in its order."""
    found = (_link(raw) for value in states(scripts) for raw in dicts_in(value))
    return list(dict.fromkeys(filter(None, found)))


def _link(raw: dict[str, Json]) -> StatedLink | None:
    values = {bare(key): value for key, value in raw.items()}
    title = _first(values, TITLE)
    if not title or (weight(title) < HEADLINE_LETTERS and not _first(values, PUBLISHED)):
        return None
    address, slug = _first(values, ADDRESS), _first(values, SLUG)
    return StatedLink(title, address, slug) if address or slug else None


def _first(values: dict[str, Json], keys: tuple[str, ...]) -> str:
    texts = (plain(values[key]) for key in keys if isinstance(values.get(key), str | int | dict))
    return next(filter(None, texts), "")
