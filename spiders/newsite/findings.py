"""What a look at a site's pages tells of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from pipelines.catalogue import MIRROR
from pipelines.coverage import filled_fields
from pipelines.language.tags import tag_of, without_main_country
from pipelines.reports.sources import SourceReport
from schemas.article import Article
from spiders.discovery.shapes import Shapes, Sign
from spiders.links import of_same_site
from spiders.newsite.sample import Sampled
from spiders.newsite.zones import zone_of

# Of a site's articles, one in so many may be in another language by chance, or by a mistake of the detector.
ONE_BY_CHANCE: Final = 5


@dataclass(frozen=True, slots=True)
class Learned:
    """What a crawl learned beside the pages."""

    home: str
    shapes: Shapes
    editions: Mapping[str, str] = field(default_factory=dict)
    """Language tag → list page, as the home page declares them."""
    sources: tuple[SourceReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of a site after the look."""

    key: str
    name: str
    learned: Learned
    sample: tuple[Sampled, ...]
    languages: tuple[str, ...]
    editions: Mapping[str, str]
    timezone: str | None

    @property
    def articles(self) -> list[Article]:
        """Return the records of the sample."""
        return [each.article for each in self.sample if each.article]

    @property
    def coverage(self) -> Counter[str]:
        """Return how many records have each field."""
        return Counter(name for article in self.articles for name in filled_fields(article))

    @property
    def offsets(self) -> Counter[str]:
        """Return which offsets the dates of the articles have: `+09:00`, `Z`, `none`, or `no date`."""
        return Counter(map(_offset, self.articles))

    def living(self, *kinds: str) -> list[str]:
        """Return the addresses of the sources of some kinds that listed articles."""
        return [each.url for each in self.learned.sources if each.kind in kinds and not each.problem and each.found]


def findings_of(learned: Learned, sample: Sequence[Sampled], key: str = "") -> Findings:
    """Return what is known of a site by what was learned and by the sample of its pages."""
    articles = [each.article for each in sample if each.article]
    editions = {without_main_country(tag): url for raw, url in learned.editions.items() if (tag := tag_of(raw))}
    languages = _languages(articles, editions)
    return Findings(
        key=key or key_of(learned.home),
        name=_name(articles) or (urlsplit(learned.home).hostname or "").removeprefix("www."),
        learned=learned,
        sample=tuple(sample),
        languages=languages,
        editions=editions,
        timezone=zone_of(_dates_of_pages(articles), languages),
    )


def learned_from(home: str, sample: Iterable[Sampled]) -> Learned:
    """Return what saved pages tell of the addresses of a site's articles."""
    shapes = Shapes()
    for each in sample:
        if each.url and of_same_site(each.url, home):
            shapes.add(each.url, Sign.RECORD if each.article else Sign.NO_ARTICLE)
    return Learned(home, shapes)


def home_of(sample: Iterable[Sampled]) -> str | None:
    """Return the root of the host that most of the pages are from; None where no page says its address."""
    hosts = Counter(f"{urlsplit(each.url).scheme}://{urlsplit(each.url).netloc}/" for each in sample if each.url)
    return hosts.most_common(1)[0][0] if hosts else None


def key_of(home: str) -> str:
    """Return a key for a site: the names of its host, without those that every host has."""
    host = MIRROR.sub("", (urlsplit(home).hostname or "").lower())
    names = host.split(".")
    own = names if host.replace(".", "").isdecimal() else names[:-1] or names
    return re.sub(r"[^a-z0-9]+", "-", "-".join(own)).strip("-") or "site"


def _name(articles: Sequence[Article]) -> str | None:
    names = Counter(article.publisher for article in articles if article.publisher)
    return names.most_common(1)[0][0] if names else None


def _languages(articles: Sequence[Article], editions: Mapping[str, str]) -> tuple[str, ...]:
    seen = Counter(article.language for article in articles)
    usual = [tag for tag, number in seen.most_common() if number * ONE_BY_CHANCE > len(articles)]
    # (Editions say it more exactly: `pt-BR`, where the text alone is `pt`.)
    others = [tag for tag in usual if not any(edition.partition("-")[0] == tag for edition in editions)]
    return tuple(dict.fromkeys([*others, *editions]))


def _dates_of_pages(articles: Iterable[Article]) -> list[str]:
    return [
        article.published_at
        for article in articles
        if article.published_at and (told := article.provenance.get("published_at")) and told.zone == "page"
    ]


def _offset(article: Article) -> str:
    if not article.published_at:
        return "no date"
    found = re.search(r"T.*?(Z|[+-]\d\d:\d\d)$", article.published_at)
    return found[1] if found else "none"
