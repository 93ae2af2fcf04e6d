"""Looks a query up in the embedded index."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

import orjson

from pipelines.search.embedded.conditions import Conditions, conditions_of
from pipelines.search.embedded.expressions import all_forms, all_words, any_words
from pipelines.search.filters import Filters
from pipelines.search.query import Query, parse_query
from pipelines.search.snippets import Highlight, highlighted, snippet_of

# Of title, summary, qa, names, body: a word of the title tells more than any number of them in the body, names are
# between (a tag, an author).
WEIGHTS: Final = (10.0, 5.0, 3.0, 3.0, 1.0)
SCORE: Final = f"bm25(texts, {', '.join(map(str, WEIGHTS))})"
# Where the words as written give fewer records than a page has, their other forms are looked up, too.
ENOUGH: Final = 10
NO_FILTERS: Final = Filters()
MOST_HITS: Final = 100
FACETS: Final = ("language", "site", "source", "month")
# What a list of hits tells of each record.
SHOWN: Final = ("id", "revision", "url", "canonical_url", "title", "language", "site", "source", "published_at")
# Values of a facet; nobody reads more.
FACET_VALUES: Final = 30


class Matched(StrEnum):
    """What records have of the words."""

    ALL_WORDS = "all_words"
    """Every word, as it is written."""
    ALL_FORMS = "all_forms"
    """Every word, or another one with its beginning."""
    ANY_WORDS = "any_words"
    """Some of the words: no record has all."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is looked for, and how much of what is found is wanted."""

    text: str = ""
    filters: Filters = NO_FILTERS
    limit: int = 10
    offset: int = 0
    with_facets: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    record: dict[str, Any]
    score: float
    """The larger, the better; comparable within one search only."""
    title: Highlight
    snippet: Highlight | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    matched: Matched
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    """For each facet its values and in how many records they are, most frequent first."""


def search(connection: sqlite3.Connection, request: Request) -> Found:
    """Return the best records for a request; raises QueryProblem where it cannot be looked up."""
    query = parse_query(request.text)
    conditions = conditions_of(request.filters)
    matched, where, total = _widened(connection, query, conditions)
    # A score is worked out only for what the other conditions leave.
    score = SCORE if where.expression else "0.0"
    rows = connection.execute(
        f"SELECT documents.key, {score} AS score {where.sql} ORDER BY score, begins DESC, id LIMIT ? OFFSET ?",
        (*where.values, request.limit, request.offset),
    ).fetchall()
    hits = tuple(_hit(connection, query, key, score) for key, score in rows)
    return Found(matched, total, hits, _facets(connection, where) if request.with_facets else {})


def found_as_json(request: Request, found: Found) -> dict[str, Any]:
    """Return what was found as JSON has it."""
    return {
        "query": request.text,
        "matched": found.matched,
        "total": found.total,
        "offset": request.offset,
        "hits": [_hit_as_json(hit) for hit in found.hits],
        "facets": found.facets,
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    return {
        **{name: hit.record.get(name) for name in SHOWN},
        "score": hit.score,
        "title_marks": hit.title.marks,
        "snippet": asdict(hit.snippet) if hit.snippet else None,
    }


def record_of_id(connection: sqlite3.Connection, identifier: str) -> dict[str, Any] | None:
    """Return the record of an id; None where the index has none."""
    row = connection.execute("SELECT key FROM documents WHERE id = ?", (identifier,)).fetchone()
    return _record(connection, row[0]) if row else None


def _widened(connection: sqlite3.Connection, query: Query, conditions: Conditions) -> tuple[Matched, Conditions, int]:
    """Return what to match, from the narrowest to the widest that gives enough, and how many records that are."""
    if not query.wanted:
        where = conditions.without(query)
        return Matched.ALL_WORDS, where, _count(connection, where)
    narrow = conditions.matching(all_words(query))
    total = _count(connection, narrow)
    if total >= ENOUGH:
        return Matched.ALL_WORDS, narrow, total
    if all_forms(query) != all_words(query):
        wide = conditions.matching(all_forms(query))
        if (more := _count(connection, wide)) > total:
            return Matched.ALL_FORMS, wide, more
    if total or len(query.wanted) == 1:
        return Matched.ALL_WORDS, narrow, total
    widest = conditions.matching(any_words(query))
    return Matched.ANY_WORDS, widest, _count(connection, widest)


def _count(connection: sqlite3.Connection, where: Conditions) -> int:
    (total,) = connection.execute(f"SELECT count(*) {where.sql}", where.values).fetchone()
    return int(total)


def _facets(connection: sqlite3.Connection, where: Conditions) -> dict[str, dict[str, int]]:
    # What is found is looked up once, and counted four times.
    counts = " UNION ALL ".join(f"SELECT '{name}', {name}, count(*) FROM found GROUP BY {name}" for name in FACETS)
    columns = ", ".join(f"documents.{name}" for name in FACETS)
    rows = connection.execute(f"WITH found AS MATERIALIZED (SELECT {columns} {where.sql}) {counts}", where.values)
    facets: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for name, value, number in rows:
        if value is not None:
            facets[name].append((value, number))
    return {name: dict(sorted(values, key=_most_first)[:FACET_VALUES]) for name, values in facets.items()}


def _most_first(value: tuple[str, int]) -> tuple[int, str]:
    return -value[1], value[0]


def _hit(connection: sqlite3.Connection, query: Query, key: int, score: float) -> Hit:
    record = _record(connection, key)
    return Hit(record, round(-score, 3) + 0.0, highlighted("title", record["title"], query), snippet_of(record, query))


def _record(connection: sqlite3.Connection, key: int) -> dict[str, Any]:
    (packed,) = connection.execute("SELECT record FROM records WHERE key = ?", (key,)).fetchone()
    record: dict[str, Any] = orjson.loads(zlib.decompress(packed))
    return record
