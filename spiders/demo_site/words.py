"""Lines that join a name or a day with the interface's words, and the site's own links."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from schemas.article import AuthorRole
from spiders.demo_site.facts import INLINE_LINK, Interface, PersonFacts, interfaces

SITE_NAME: Final = "Wirepost"
PAGE_KEYS: Final = ("about", "contact", "privacy", "terms", "advertise")


class Link(NamedTuple):
    """A link of the navigation."""

    href: str
    text: str
    tag: str = ""


class Coin(NamedTuple):
    """A line of the price list."""

    symbol: str
    name: str
    price: str
    change: str

    @property
    def href(self) -> str:
        """Return the address of the coin's page."""
        return f"/coins/{self.name.lower()}"


COINS: Final = (
    Coin("BTC", "Bitcoin", "$61,240.15", "-0.12%"),
    Coin("ETH", "Ether", "$2,318.40", "+1.21%"),
    Coin("SOL", "Solana", "$142.07", "-0.83%"),
    Coin("XRP", "Ripple", "$0.5821", "+0.07%"),
)


def inline(text: str) -> Markup:
    """Return a text of the facts as markup, its link marks as links."""
    parts, end = [], 0
    for link in INLINE_LINK.finditer(text):
        parts.append(escape(text[end : link.start()]))
        parts.append(Markup('<a href="{}">{}</a>').format(link[2], link[1]))
        end = link.end()
    return Markup("").join([*parts, escape(text[end:])])


def role_form(person: PersonFacts, words: Interface) -> str:
    """Return how this language announces the person's role, with {name}."""
    forms = {
        AuthorRole.AUTHOR: words.author,
        AuthorRole.EDITOR: words.editor,
        AuthorRole.TRANSLATOR: words.translator,
        AuthorRole.REPORTER: words.reporter,
    }
    return forms[person.role]


def role_line(person: PersonFacts, words: Interface) -> str:
    """Return "Editor: Xu Qingyang" in this language."""
    return role_form(person, words).format(name=person.name)


def labelled(person: PersonFacts, words: Interface, before: str, after: str) -> Markup:
    """Return the by-line of a person, the name between two pieces of markup."""
    form = words.byline if person.role is AuthorRole.AUTHOR else role_form(person, words)
    return escape(form).format(name=Markup(before) + person.name + Markup(after))


def around_date(form: str, shown: str, before: str, after: str) -> Markup:
    """Return "Published on …", the day between two pieces of markup."""
    return escape(form).format(date=Markup(before) + shown + Markup(after))


def author_page(person: PersonFacts) -> str:
    """Return the address of a person's page."""
    return f"/authors/{quote(person.name.replace(' ', '-'))}"


def tag_page(tag: str) -> str:
    """Return the address of a tag's page."""
    return f"/tags/{quote(tag.replace(' ', '-'))}"


def shortened(text: str, length: int) -> str:
    """Return the beginning of a text, as plugins cut it for search engines."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def sized(file: str, size: str) -> str:
    """Return the file name of a picture's smaller copy."""
    stem, _, ending = file.rpartition(".")
    return f"{stem}-{size}.{ending}"


def number(text: str) -> int:
    """Return a number of four digits that is always the same for a text, as a database's key would be."""
    return 1000 + int.from_bytes(hashlib.sha256(text.encode()).digest()[:2]) % 9000


def css(name: str) -> str:
    """Return a class name such as a bundler generates."""
    return "css-" + hashlib.sha256(name.encode()).hexdigest()[:6]


def host(url: str) -> str:
    """Return the host of an address."""
    return urlsplit(url).netloc


def nav(words: Interface) -> list[Link]:
    """Return the sections of an edition."""
    return [Link(f"/{words.tag}/section/{place}", text) for place, text in enumerate(words.nav)]


def page_links(words: Interface) -> list[Link]:
    """Return the links of the footer."""
    return [Link(f"/{words.tag}/{key}", text) for key, text in zip(PAGE_KEYS, words.pages, strict=True)]


def language_links() -> list[Link]:
    """Return the home pages of all editions."""
    return [Link(f"/{words.tag}/", words.name, words.tag) for words in interfaces().values()]
