"""Tells articles from lists by an address alone, of a site of which nothing else is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from pipelines.segment.weight import weight
from spiders.discovery.parts import (
    BETWEEN_WORDS,
    HEADLINE_WEIGHT,
    HEADLINE_WORDS,
    Address,
    Kind,
    Part,
    address_of,
    words_in,
)
from spiders.discovery.words import words

# Files that are no pages.
FILE: Final = re.compile(
    r"\.(?:xml|rss|atom|json|txt|css|js|jpe?g|png|gif|webp|svg|avif|ico|pdf|zip|gz|mp[34]|webm|m3u8|docx?|xlsx?|pptx?|epub|apk|exe|dmg|woff2?)$",
    re.I,
)
NO_LETTERS: Final = re.compile(r"[\W\d_]+")
# Kinds of words that decide wherever they stand in the path.
ANYWHERE: Final = ("tag", "category", "author", "search", "event", "glossary", "static", "account", "feed")
# So many words are a headline even below a word for prices ("price/bitcoin-falls-below-sixty-thousand"), and in the
# midst of shorter ones that are not: of links with three words on real pages, nine of ten are to sections and services,
# of those with five or more, half.
LONG_HEADLINE: Final = 5
# Kinds of words that make three others a page's name: "user-data-policy", "how-to-advertise".
NAMES_OF_PAGES: Final = ("static", "account", "search", "feed", "author", "tag", "category", "glossary")
# "about-us" may be a news site's, "about-the-new-rules-for-exchanges-in-europe" is an article.
LONGEST_STATIC: Final = 6


class Is(StrEnum):
    """What an address leads to."""

    ARTICLE = "article"
    LIST = "list"
    """A list, a static page, a file: anything but an article."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an address leads to, and what told so."""

    it_is: Is
    why: str
    by_shape: bool = False
    """Whether other addresses of the site told so, not only this one's looks."""

    @property
    def is_article(self) -> bool:
        """Tell whether it is taken for an article."""
        return self.it_is is Is.ARTICLE


def verdict_of(url: str) -> Verdict:
    """Return what an address leads to, by the first rule that speaks."""
    address = address_of(url)
    if address is None:
        return Verdict(Is.LIST, "no_address")
    if FILE.search(urlsplit(url).path):
        return Verdict(Is.LIST, "file")
    for rule in RULES:
        if it_is := rule(address):
            return Verdict(it_is, rule.__name__)
    return Verdict(Is.UNKNOWN, "no rule spoke")


def query(address: Address) -> Is | None:
    """A query that names an article by its number, or asks for a list."""
    keys = {key.lower(): value for key, value in address.query}
    if words()["list_key"] & keys.keys():
        return Is.LIST
    # A number in the query of a page with a headline of its own is not the article's; `/news?p=2` is a further page.
    if _has_headline(address):
        return None
    if any(keys[key].isdecimal() for key in words()["article_key"] & keys.keys()):
        return Is.LIST if "p" in keys and address.own_parts else Is.ARTICLE
    return Is.LIST if words()["filter_key"] & keys.keys() and not _is_numbered(address.last) else None


def home(address: Address) -> Is | None:
    """The home page of a site or of an edition."""
    return None if address.own_parts else Is.LIST


def further_page(address: Address) -> Is | None:
    """A further page of a list."""
    parts = address.parts
    numbered = (part.text in words()["paging"] and after.kind is Kind.NUMBER for part, after in pairwise(parts))
    return Is.LIST if any(numbered) else None


def named_as_list(address: Address) -> Is | None:
    """A part that says tag, category, author, about…, in any language."""
    return Is.LIST if any(_is_word(part, kind) for part in address.own_parts for kind in ANYWHERE) else None


def static_page(address: Address) -> Is | None:
    """A last part that begins as the names of static pages do, and is short."""
    text = address.parts[-1].text
    begins = text.startswith(tuple(words()["static_start"]))
    return Is.LIST if begins and words_in(text) <= LONGEST_STATIC else None


def dated(address: Address) -> Is | None:
    """A date and something of its own: an article; a date alone is an archive."""
    kinds = [part.kind for part in address.own_parts]
    if Kind.DATE not in kinds and (Kind.YEAR not in kinds or Kind.DAY not in kinds):
        return None
    return Is.LIST if kinds[-1] in (Kind.YEAR, Kind.DAY, Kind.DATE) else Is.ARTICLE


def price(address: Address) -> Is | None:
    """A coin's page or a table of prices, unless a headline follows."""
    *before, last = address.own_parts
    if _is_word(last, "price"):
        return Is.LIST
    below = any(_is_word(part, "price") for part in before)
    return Is.LIST if below and words_in(last.text) < LONG_HEADLINE else None


def section(address: Address) -> Is | None:
    """A list of what stands below."""
    return Is.LIST if _is_word(address.parts[-1], "section") else None


def numbered(address: Address) -> Is | None:
    """A last part with the number that a database gave it; with a word or two, sections have one as well."""
    *before, last = address.own_parts
    if _is_numbered(last):
        return Is.ARTICLE
    below_id = bool(before) and _is_numbered(before[-1])
    if last.kind is not Kind.HEADLINE_ID and not (below_id and last.kind in (Kind.HEADLINE, Kind.WORDS)):
        return None
    is_headline = words_in(last.text) >= HEADLINE_WORDS or weight(NO_LETTERS.sub("", last.text)) >= HEADLINE_WEIGHT
    return Is.ARTICLE if is_headline or any(_is_word(part, "article_path") for part in before) else None


def headline(address: Address) -> Is | None:
    """A last part with the words of a headline; few words that name a page are none."""
    last = address.parts[-1]
    if last.kind is not Kind.HEADLINE:
        return None
    few = words_in(last.text) <= HEADLINE_WORDS
    named = few and any(set(BETWEEN_WORDS.split(last.text)) & words()[kind] for kind in NAMES_OF_PAGES)
    return None if named else Is.ARTICLE


def has_long_headline(url: str) -> bool:
    """Tell whether an address has so many words that hardly anything but an article has them."""
    address = address_of(url)
    return address is not None and any(words_in(part.text) >= LONG_HEADLINE for part in address.parts[-2:])


def below_articles(address: Address) -> Is | None:
    """A part of its own right below a word for articles: two words, or a file."""
    *before, last = address.own_parts
    if not before or not _is_word(before[-1], "article_path"):
        return None
    return Is.ARTICLE if words_in(last.text) > 1 or address.extension else None


def _is_word(part: Part, kind: str) -> bool:
    return part.text in words()[kind]


def _is_numbered(part: Part | None) -> bool:
    return part is not None and part.kind in (Kind.ID, Kind.HASH)


def _has_headline(address: Address) -> bool:
    return any(part.kind in (Kind.HEADLINE, Kind.HEADLINE_ID) for part in address.parts)


RULES: Final = (
    query,
    home,
    further_page,
    named_as_list,
    static_page,
    dated,
    price,
    section,
    numbered,
    headline,
    below_articles,
)
