"""The shapes of a site's addresses, learned from those that are seen: which are articles', and a regular expression."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from pipelines.segment.weight import weight
from spiders.discovery.parts import Address, Kind, Part, address_of
from spiders.discovery.prior import Is, Verdict, has_long_headline, verdict_of
from spiders.discovery.words import words

# What stands for a part of a path in a shape, and in a regular expression.
SYMBOLS: Final = {
    Kind.LOCALE: ("{locale}", r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4})?"),
    Kind.YEAR: ("{year}", r"\d{4}"),
    Kind.DAY: ("{day}", r"(?:\d{1,2}|[A-Za-z]{3})"),
    Kind.DATE: ("{date}", r"\d{4}[-_.]?\d\d(?:[-_.]?\d\d)?"),
    Kind.NUMBER: ("{number}", r"\d{1,3}"),
    Kind.ID: ("{id}", r"\d{4,}"),
    Kind.HASH: ("{hash}", r"[A-Za-z0-9_-]{8,}"),
    # Three words, or as long as an encoded headline in a script without blanks.
    Kind.HEADLINE: ("{headline}", r"(?:[^/?#]*[-_][^/?#]*[-_][^/?#]+|[^/?#]{80,})"),
    Kind.HEADLINE_ID: ("{headline-id}", r"[^/?#]*\d{4,}[^/?#]*"),
    Kind.WORDS: ("{words}", r"[^/?#]+"),
}
ANY_WORDS: Final = SYMBOLS[Kind.WORDS][0]
EXPRESSIONS: Final = dict(SYMBOLS.values())
SYMBOL: Final = re.compile(r"\{[a-z-]+\}")
# A shape ends in what differs from article to article; where that is a word or two, sections look the same, so that
# more than one article has to have it.
SHORT_HEADLINES: Final = 2
# Two signs against a shape that looks like an article's: one link of a menu may be to an article ("Our story of 2026").
SIGNS_AGAINST: Final = 2
# So many pages that were none, and no article: what only looks like headlines is not.
REFUTING: Final = 5
# Rules whose word counts whatever is seen: these addresses are no articles anywhere.
BEYOND_DOUBT: Final = frozenset({"query", "file", "home", "further_page"})
# Of so many articles, all shapes are seen, or nearly.
MANY_ARTICLES: Final = 8
# Links of a list: so many of one shape whose texts are so long, in Latin letters, are headlines. Menus say two words
# (six to twelve letters), headlines forty to ninety.
GROUP: Final = 3
HEADLINE_LETTERS: Final = 25
MENU_LETTERS: Final = 15
# More sections than these are not told one by one in a regular expression.
MAX_SECTIONS: Final = 12


class Sign(StrEnum):
    """Who said that an address is an article's, or is none."""

    LISTED = "listed"
    """A feed or a news sitemap, which list articles only."""
    RECORD = "record"
    """Its page became a record."""
    HEADLINES = "headlines"
    """A list page shows several links of this shape with the text of headlines."""
    MENU = "menu"
    """A navigation or a footer, or several links of this shape with short texts."""
    NO_ARTICLE = "no_article"
    """Its page was rejected as an index, or had no prose."""


# A list page may be full of lists, with texts as long as headlines; these are articles.
PROOFS: Final = frozenset({Sign.LISTED, Sign.RECORD})
FOR: Final = frozenset({Sign.LISTED, Sign.RECORD, Sign.HEADLINES})


@dataclass(slots=True)
class _Seen:
    """What was said of one shape."""

    signs: Counter[Sign] = field(default_factory=Counter)

    @property
    def articles(self) -> int:
        return sum(number for sign, number in self.signs.items() if sign in FOR)

    @property
    def others(self) -> int:
        return sum(number for sign, number in self.signs.items() if sign not in FOR)

    @property
    def is_proven(self) -> bool:
        """Tell whether there was an article of this shape."""
        return any(self.signs[sign] for sign in PROOFS)

    @property
    def is_refuted(self) -> bool:
        """Tell whether several pages of this shape were tried, and none was an article."""
        return self.signs[Sign.NO_ARTICLE] >= REFUTING and not self.is_proven

    def told(self) -> str:
        """Return what was said, in words."""
        return ", ".join(f"{sign} {number}" for sign, number in self.signs.most_common())


class Shapes:
    """The shapes of one site's addresses, by what was said of each. What is added later may change a verdict."""

    def __init__(self) -> None:
        self._shapes: defaultdict[str, _Seen] = defaultdict(_Seen)
        self._general: defaultdict[str, _Seen] = defaultdict(_Seen)
        self._hosts: Counter[str] = Counter()
        self._known: set[tuple[str, Sign]] = set()

    def add(self, url: str, sign: Sign) -> None:
        """Note what was said of an address; the same said again counts once."""
        shape = shape_of(url)
        if shape is None or (url, sign) in self._known:
            return
        self._known.add((url, sign))
        self._shapes[shape].signs[sign] += 1
        self._general[general(shape)].signs[sign] += 1
        if sign in FOR:
            self._hosts[_host(url)] += 1

    @property
    def listed(self) -> int:
        """Return how many addresses feeds and news sitemaps have listed."""
        return sum(seen.signs[Sign.LISTED] for seen in self._shapes.values())

    def verdict(self, url: str) -> Verdict:
        """Return what an address leads to: by what was said of its shape, else by what it looks like."""
        before, shape = verdict_of(url), shape_of(url)
        if shape is None or (before.it_is is Is.LIST and before.why in BEYOND_DOUBT):
            return before
        seen = self._shapes.get(shape, _Seen())
        if _is_for(shape, seen) and (before.it_is is not Is.LIST or seen.articles >= SHORT_HEADLINES):
            return Verdict(Is.ARTICLE, f"shape {shape}: {seen.told()}", by_shape=True)
        if seen.is_refuted:
            return Verdict(Is.LIST, f"shape {shape}: {seen.told()}", by_shape=True)
        beyond_menus = before.is_article and (before.why == "dated" or has_long_headline(url))
        if seen.others >= SIGNS_AGAINST and seen.others > seen.articles and not beyond_menus:
            return Verdict(Is.LIST, f"shape {shape}: {seen.told()}", by_shape=True)
        if before.it_is is Is.LIST:
            return before
        return self._verdict_of_general(before, shape)

    def is_proven(self, url: str) -> bool:
        """Tell whether an article of the shape of an address, or of its wider shape, was listed or became a record."""
        shape = shape_of(url) or ""
        seen = (self._shapes.get(shape), self._general.get(general(shape)))
        return any(each.is_proven for each in seen if each)

    def told(self) -> dict[str, str]:
        """Return what was said of each shape, the commonest first."""
        ranked = sorted(self._shapes.items(), key=lambda pair: -pair[1].signs.total())
        return {shape: seen.told() for shape, seen in ranked}

    def regex(self) -> str | None:
        """Return a regular expression for the site's articles, that a person can read and correct; None without any."""
        chosen = [shape for shape, seen in self._shapes.items() if _is_for(shape, seen)]
        if not chosen:
            return None
        hosts = "|".join(re.escape(host) for host in sorted(self._hosts))
        grouped: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for shape in sorted(chosen):
            grouped[tuple(_skeleton(shape))].append(shape)
        paths = sorted({_expression(shapes) for shapes in grouped.values()})
        return rf"^https?://(?:www\.)?(?:{hosts})(?:{'|'.join(paths)})/?(?:[?&#].*)?$"

    def _verdict_of_general(self, before: Verdict, shape: str) -> Verdict:
        wider = general(shape)
        seen = self._general.get(wider, _Seen())
        if not shape.endswith(ANY_WORDS) and seen.articles > seen.others:
            return Verdict(Is.ARTICLE, f"shape {wider}: {seen.told()}", by_shape=True)
        if before.why in ("headline", "below_articles") and self.listed >= MANY_ARTICLES:
            return Verdict(Is.UNKNOWN, f"unlike the {self.listed} articles listed")
        return before


def _is_for(shape: str, seen: _Seen) -> bool:
    least = SHORT_HEADLINES if _last(shape) == ANY_WORDS else 1
    return seen.articles >= least and seen.articles > seen.others and not seen.is_refuted


def shape_of(url: str) -> str | None:
    """Return the shape of an address (`/{locale}/news/{headline-id}.html`); None where nobody can tell its parts."""
    address = address_of(url)
    if address is None:
        return None
    *before, last = address.parts or (None,)
    path = [_symbol(part) for part in before if part]
    if last:
        path.append((SYMBOLS[last.kind][0]) + address.extension)
    return "/" + "/".join(path) + _query_shape(address)


def general(shape: str) -> str:
    """Return a shape with any words in place of its sections."""
    path, mark, query = shape.partition("?")
    parts = [part if not part or SYMBOL.match(part) else ANY_WORDS for part in path.split("/")]
    return "/".join(parts) + mark + query


def headline_groups(links: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Return which addresses of a page are linked as articles are, and which as sections, by groups of one shape."""
    texts: dict[str, str] = {}
    for url, text in links:
        texts[url] = max(texts.get(url, ""), " ".join(text.split()), key=len)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for url in texts:
        if shape := shape_of(url):
            groups[shape].append(url)
    articles: list[str] = []
    sections: list[str] = []
    for urls in groups.values():
        typical = _typical_weight([texts[url] for url in urls])
        if len(urls) >= GROUP and typical >= HEADLINE_LETTERS:
            articles += urls
        elif len({texts[url] for url in urls}) >= GROUP and 0 < typical < MENU_LETTERS:
            # (Texts that repeat are buttons: "read more".)
            sections += urls
    return articles, sections


def _typical_weight(texts: Sequence[str]) -> float:
    shown = [weight(text) for text in texts if text]
    return median(shown) if shown else 0


def _symbol(part: Part) -> str:
    return part.text if part.kind is Kind.WORDS else SYMBOLS[part.kind][0]


def _query_shape(address: Address) -> str:
    named = [key for key, value in address.query if key.lower() in words()["article_key"] and value.isdecimal()]
    return f"?{named[0]}={{id}}" if named else ""


def _last(shape: str) -> str:
    found = SYMBOL.findall(shape.rpartition("/")[2])
    return found[-1] if found else ""


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _skeleton(shape: str) -> list[str]:
    """Return a shape's parts, its sections left open."""
    return general(shape).split("/")


def _expression(shapes: list[str]) -> str:
    """Return a regular expression for shapes that differ in their sections only."""
    rows = [shape.split("/")[1:] for shape in shapes]
    return "/" + "/".join(_choice(sorted(set(column))) for column in zip(*rows, strict=True))


def _choice(texts: list[str]) -> str:
    if len(texts) > MAX_SECTIONS:
        return EXPRESSIONS[ANY_WORDS]
    found = [_escaped(text) for text in texts]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def _escaped(text: str) -> str:
    pieces = re.split(f"({SYMBOL.pattern})", text)
    return "".join(EXPRESSIONS.get(piece) or re.escape(piece) for piece in pieces)
