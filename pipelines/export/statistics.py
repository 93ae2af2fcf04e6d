"""What a dataset holds, in numbers that can be added to: by language, by site, and what sites say of its use."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pipelines.coverage import filled_fields
from pipelines.export.span import span_of
from pipelines.export.words import count_words
from pipelines.rights import rights_of
from pipelines.urls import host_of
from schemas.article import Article


class Dates(BaseModel):
    """The first and the last of the dates that articles were published at, as they are told."""

    first: str | None = None
    last: str | None = None

    def add(self, date: str | None) -> None:
        """Take a date into account."""
        if date and (self.first is None or _moment(date) < _moment(self.first)):
            self.first = date
        if date and (self.last is None or _moment(date) > _moment(self.last)):
            self.last = date


class SiteStatistics(BaseModel):
    """The articles of one site."""

    model_config = ConfigDict(extra="forbid")

    articles: int = 0
    languages: Counter[str] = Field(default_factory=Counter)
    published: Dates = Field(default_factory=Dates)
    paywalled: int = 0
    free: int = 0
    rights: Counter[str] = Field(default_factory=Counter)
    """`tdm_reserved`, `noindex`, `noai`."""
    licenses: Counter[str] = Field(default_factory=Counter)
    """What articles name as their licence."""


class Statistics(BaseModel):
    """All articles of a dataset."""

    model_config = ConfigDict(extra="forbid")

    articles: int = 0
    words: int = 0
    undated: int = 0
    duplicates: int = 0
    published: Dates = Field(default_factory=Dates)
    languages: Counter[str] = Field(default_factory=Counter)
    sites: dict[str, SiteStatistics] = Field(default_factory=dict)
    fields: Counter[str] = Field(default_factory=Counter)
    """How many articles have each field."""

    def add(self, article: Article) -> None:
        """Take an article into account."""
        self.articles += 1
        self.words += count_words(article.body)
        self.undated += article.published_at is None
        self.duplicates += article.duplicate_of is not None
        self.published.add(article.published_at)
        self.languages[article.language] += 1
        self.fields.update(filled_fields(article))
        _add_to_site(self.sites.setdefault(_site_of(article), SiteStatistics()), article)

    def as_told(self) -> dict[str, Any]:
        """Return the numbers as a manifest tells them, in an order that does not hang on that of the articles."""
        told = self.model_dump()
        for group in ("languages", "sites", "fields"):
            told[group] = dict(sorted(told[group].items()))
        for site in told["sites"].values():
            for group in ("languages", "rights", "licenses"):
                site[group] = dict(sorted(site[group].items()))
        return told


def _add_to_site(site: SiteStatistics, article: Article) -> None:
    access = article.access
    site.articles += 1
    site.languages[article.language] += 1
    site.published.add(article.published_at)
    site.paywalled += access.paywalled is True
    site.free += access.paywalled is False
    site.rights.update(rights_of(access))
    if access.license:
        site.licenses[access.license] += 1


def _site_of(article: Article) -> str:
    return article.site or host_of(article.canonical_url or article.url) or "unknown"


def _moment(date: str) -> tuple[float, str]:
    span = span_of(date)
    return (span.first.timestamp() if span else 0.0, date)
