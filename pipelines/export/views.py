"""What a dataset shows of records, and what tells its rows apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import BaseModel

from pipelines.export.formats import Format
from pipelines.export.words import count_words
from schemas.article import Article
from schemas.views import PairRow, QuestionRow, RecordRow, TextRow


class View(StrEnum):
    """What a row is."""

    RECORDS = "records"
    QA = "qa"
    PARALLEL = "parallel"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Shape:
    """The rows of a view."""

    row: type[BaseModel]
    key: tuple[str, ...] = ("id", "revision")
    """Columns that say which revision of which article a row is of."""


RECORDS: Final = Shape(Article)
FLAT_RECORDS: Final = Shape(RecordRow)
SHAPES: Final[Mapping[View, Shape]] = {
    View.QA: Shape(QuestionRow),
    View.PARALLEL: Shape(PairRow, key=("id_a", "revision_a", "id_b", "revision_b")),
    View.TEXT: Shape(TextRow),
}


def shape_of(view: View, file_format: Format) -> Shape:
    """Return the rows of a view; of records, CSV holds what is no list of things."""
    if view is View.RECORDS:
        return FLAT_RECORDS if file_format is Format.CSV else RECORDS
    return SHAPES[view]


def rows_of(row: type[BaseModel]) -> Callable[[Article], Iterable[BaseModel]]:
    """Return what makes rows of this kind of an article."""
    return {Article: _record, RecordRow: _flat_record, QuestionRow: _questions, TextRow: _text}[row]


def address_of(article: Article) -> str | None:
    """Return the address by which others can find an article."""
    return article.canonical_url or article.url


def _record(article: Article) -> Iterator[Article]:
    yield article


def _flat_record(article: Article) -> Iterator[RecordRow]:
    access = article.access
    yield RecordRow(
        id=article.id,
        revision=article.revision,
        url=address_of(article),
        site=article.site,
        publisher=article.publisher,
        source=_source(article),
        title=article.title,
        subtitle=article.subtitle,
        authors=_authors(article),
        published_at=article.published_at,
        updated_at=article.updated_at,
        language=article.language,
        summary=article.summary,
        key_points="\n".join(article.key_points),
        body=article.body,
        categories="; ".join(article.categories),
        tags="; ".join(article.tags),
        assets="; ".join(asset.symbol for asset in article.assets),
        questions=len(article.qa),
        images=len(article.images),
        paywalled=access.paywalled,
        robots=access.robots,
        tdm_reservation=access.tdm_reservation,
        license=access.license,
        fetched_at=article.fetched_at,
        content_hash=article.content_hash,
        duplicate_of=article.duplicate_of,
    )


def _questions(article: Article) -> Iterator[QuestionRow]:
    for number, pair in enumerate(article.qa, 1):
        yield QuestionRow(
            id=article.id,
            revision=article.revision,
            number=number,
            question=pair.question,
            answer=pair.answer,
            language=article.languages.qa or article.language,
            title=article.title,
            url=address_of(article),
            site=article.site,
            source=_source(article),
            published_at=article.published_at,
        )


def _text(article: Article) -> Iterator[TextRow]:
    yield TextRow(
        id=article.id,
        revision=article.revision,
        text=f"{article.title}\n\n{article.body}".strip(),
        language=article.language,
        title=article.title,
        url=address_of(article),
        site=article.site,
        source=_source(article),
        authors=_authors(article),
        published_at=article.published_at,
        fetched_at=article.fetched_at,
        words=count_words(article.body),
        license=article.access.license,
        tdm_reservation=article.access.tdm_reservation,
        content_hash=article.content_hash,
    )


def _source(article: Article) -> str | None:
    return article.source.name if article.source else None


def _authors(article: Article) -> str:
    return "; ".join(author.name for author in article.authors)
