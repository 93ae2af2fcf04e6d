"""The articles in files of records, validated, with a count of what was read and what was not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.records import STANDARD_INPUT, BrokenLine, read_records
from schemas.article import SPOKEN_FIELDS, Article


@dataclass(frozen=True, slots=True)
class Source:
    """A file of records."""

    path: Path
    name: str
    """What the dataset calls it: without the folders of this machine."""


@dataclass
class Reading:
    """Reads sources from the first to the last, as often as needed."""

    sources: tuple[Source, ...]
    on_broken: Callable[[BrokenLine], None] = lambda line: None
    on_article: Callable[[], None] = lambda: None
    records: dict[str, int] = field(default_factory=dict)
    """Records in each source."""
    count: int = 0
    """Records in all of them, so far."""
    broken: int = 0

    @property
    def is_repeatable(self) -> bool:
        """Tell whether the sources can be read more than once."""
        return all(source.path != STANDARD_INPUT for source in self.sources)

    def survey(self) -> Iterator[tuple[Article, dict[str, Any]]]:
        """Return the articles, each also as it was read, without a word on what is broken."""
        for source in self.sources:
            for found in _articles(source.path):
                if not isinstance(found, BrokenLine):
                    yield found

    def articles(self) -> Iterator[tuple[Article, dict[str, Any]]]:
        """Return the articles, each also as it was read; count them, and tell of what is broken."""
        for source in self.sources:
            self.records.setdefault(source.name, 0)
            for found in _articles(source.path):
                if isinstance(found, BrokenLine):
                    self.broken += 1
                    self.on_broken(found)
                else:
                    self.records[source.name] += 1
                    self.count += 1
                    self.on_article()
                    yield found


def sources_of(path: Path, files: list[Path]) -> list[Source]:
    """Return the files that stand for a path, named from the last folder of the path on."""
    # Links are not followed: they may lead anywhere.
    root = Path(os.path.abspath(path)).parent
    return [
        Source(file, str(file if file == STANDARD_INPUT else Path(os.path.abspath(file)).relative_to(root)))
        for file in files
    ]


def _articles(path: Path) -> Iterator[tuple[Article, dict[str, Any]] | BrokenLine]:
    for found in read_records(path):
        if isinstance(found, BrokenLine):
            yield found
            continue
        article = _article_or_reason(found.record)
        yield BrokenLine(found.place, article) if isinstance(article, str) else (article, found.record)


def _article_or_reason(record: dict[str, Any]) -> Article | str:
    try:
        article = Article.model_validate(record)
    except ValidationError as problem:
        error = problem.errors(include_url=False)[0]
        where = ".".join(map(str, error["loc"]))
        return f"the line is no record of this version: {where}: {error['msg'].lower()}"
    if unknown := article.provenance.keys() - set(SPOKEN_FIELDS):
        return f"the line is no record: its provenance tells of {min(unknown)}, of which no page speaks"
    return article
