"""Pages of the demo site: the facts of one article, the words of one language, in one layout."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from spiders.demo_site import dates, declared, words
from spiders.demo_site.expectation import Expected, expected, page_url
from spiders.demo_site.facts import HERE, ArticleFacts, Interface, interfaces

__all__ = ["LAYOUTS", "Expected", "expected", "page_url", "render"]

# `state-window` is `state` with another name for its script.
LAYOUTS: Final[Mapping[str, str]] = {
    "semantic": "semantic.html",
    "soup": "soup.html",
    "jsonld": "jsonld.html",
    "state": "state.html",
    "state-window": "state.html",
    "wordpress": "wordpress.html",
}
# Editions to which the pages with hreflang links point.
ALTERNATES: Final = ("en", "zh-Hans")
# Letters that a reader takes in per minute, roughly, over all scripts.
LETTERS_PER_MINUTE: Final = 900


@cache
def environment() -> Environment:
    """Return the template environment; a name that no context has is an error."""
    env = Environment(loader=FileSystemLoader(HERE / "layouts"), autoescape=True, undefined=StrictUndefined)
    env.filters |= {
        "inline": words.inline,
        "labelled": words.labelled,
        "role_line": words.role_line,
        "around_date": words.around_date,
        "page": words.author_page,
        "tag_page": words.tag_page,
        "shortened": words.shortened,
        "sized": words.sized,
        "number": words.number,
        "host": words.host,
    }
    env.globals["css"] = words.css
    return env


def _dates_shown(article: ArticleFacts, interface: Interface) -> dict[str, str | None]:
    def utc(iso: str | None) -> str | None:
        return None if iso is None or dates.is_day(iso) else dates.utc_offset(iso)

    return {
        "shown_published": dates.shown_day(article.published, interface),
        "shown_updated": dates.shown_day(article.updated, interface) if article.updated else None,
        "published_utc": utc(article.published),
        "updated_utc": utc(article.updated),
    }


def _cards(article: ArticleFacts, interface: Interface) -> list[dict[str, str]]:
    return [
        {
            "href": declared.related_path(article, place),
            "title": card.title,
            "summary": card.summary,
            "source": card.source,
            "age": dates.shown_age(card, interface),
        }
        for place, card in enumerate(article.related)
    ]


def _alternates(url: str, interface: Interface) -> list[words.Link]:
    """Return this page and its other editions: the address differs in the language only."""
    tags = dict.fromkeys((interface.tag, *ALTERNATES))
    return [words.Link(url.replace(f"/{interface.tag}/", f"/{tag}/", 1), "", tag) for tag in tags]


def _chrome(interface: Interface) -> dict[str, Any]:
    return {
        "w": interface,
        "site_name": words.SITE_NAME,
        "nav": words.nav(interface),
        "pages": words.page_links(interface),
        "languages": words.language_links(),
        "coins": words.COINS,
        "locale": str(Locale.parse(interface.tag, sep="-")),
    }


def _context(article: ArticleFacts, interface: Interface, url: str) -> dict[str, Any]:
    own = interfaces()[article.language]
    letters = sum(len(block.shown) for block in article.blocks)
    return {
        **_chrome(interface),
        **_dates_shown(article, interface),
        "a": article,
        "own": own,
        "own_colon": "：" if article.language in {"ja", "zh-Hans", "zh-Hant"} else ": ",
        "url": url,
        "base": declared.base_of(url),
        "related": _cards(article, interface),
        "alternates": _alternates(url, interface),
        "minutes": 1 + letters // LETTERS_PER_MINUTE,
        "post_id": words.number(article.slug),
    }


def _state(article: ArticleFacts, interface: Interface, context: dict[str, Any], now: datetime) -> declared.Json:
    drawing: Any = environment().get_template("_blocks.html").make_module(context)
    html = str(drawing.text(article.blocks, "state"))
    state_of = declared.next_data if context["variant"] == "state" else declared.initial_state
    return state_of(article, interface, html, now)


def render(article: ArticleFacts, interface: Interface, layout: str, now: datetime, url: str | None = None) -> bytes:
    """Return the page as UTF-8. `now` is when it is made: state holds the related stories' times, not their ages."""
    url = url or page_url(article, interface)
    context = _context(article, interface, url) | {"variant": layout}
    if layout == "jsonld":
        context["graph"] = declared.script(declared.graph(article, interface, url))
    if LAYOUTS[layout] == "state.html":
        context["state"] = declared.script(_state(article, interface, context, now))
    return environment().get_template(LAYOUTS[layout]).render(context).encode()


def render_chrome(template: str, interface: Interface, **more: object) -> bytes:
    """Return a page of the site that is no article: a list, a form, a coin."""
    return environment().get_template(template).render(_chrome(interface) | more).encode()
