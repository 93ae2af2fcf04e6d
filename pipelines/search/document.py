"""What a search index knows of a record: one mapping for the embedded index and for all servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pipelines.export.span import span_of
from pipelines.urls import host_of
from schemas.article import Article

MONTH_LENGTH: Final = len("2026-06")


@dataclass(frozen=True, slots=True)
class Document:
    """A record's texts, most telling first, and what it is filtered by."""

    id: str
    revision: int
    title: str
    summary: str
    """Subtitle, summary and key points."""
    qa: str
    names: str
    """Who and what it is about: authors, source, publisher, categories, tags, assets."""
    body: str
    url: str | None
    language: str
    site: str | None
    source: str | None
    published_at: str | None
    begins: str | None
    """The time in which it was published (or, where nobody says it, fetched), in UTC: 2026-06-27T00:00:00Z."""
    ends: str | None
    """What is before this moment is in that time."""
    month: str | None
    assets: tuple[str, ...]
    has_qa: bool
    fetched_at: str | None


def document_of(article: Article) -> Document:
    """Return the document of a record."""
    span = span_of(article.published_at or article.fetched_at or "")
    return Document(
        id=article.id,
        revision=article.revision,
        title=article.title,
        summary="\n".join(filter(None, [article.subtitle, article.summary, *article.key_points])),
        qa="\n".join(f"{pair.question}\n{pair.answer}" for pair in article.qa),
        names="\n".join(_names(article)),
        body=article.body,
        url=article.canonical_url or article.url,
        language=article.language,
        site=article.site or host_of(article.canonical_url or article.url) or None,
        source=(article.source.key or article.source.name) if article.source else None,
        published_at=article.published_at,
        begins=stamp_of(span.first) if span else None,
        ends=stamp_of(span.end) if span else None,
        month=_month(article.published_at or ""),
        assets=tuple(dict.fromkeys(asset.symbol.upper() for asset in article.assets)),
        has_qa=bool(article.qa),
        fetched_at=article.fetched_at,
    )


def _names(article: Article) -> list[str]:
    people = [author.name for author in article.authors]
    outlets = [article.source.name if article.source else None, article.publisher]
    assets = [f"{asset.symbol} {asset.name or ''}" for asset in article.assets]
    return list(filter(None, [*people, *outlets, *article.categories, *article.tags, *assets]))


def _month(published_at: str) -> str | None:
    return published_at[:MONTH_LENGTH] if len(published_at) >= MONTH_LENGTH else None


def stamp_of(at: datetime) -> str:
    """Return a moment as documents tell it; these texts sort as the moments do."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
