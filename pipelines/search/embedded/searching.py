"""Looks a query up in the embedded index."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

import orjson

from pipelines.search.embedded.conditions import Conditions, conditions_of
from pipelines.search.embedded.expressions import Expression, all_forms, all_words, any_words
from pipelines.search.filters import Filters
from pipelines.search.query import Query, parse_query
from pipelines.search.snippets import Highlight, highlighted, snippet_of

# Of title, summary, qa, names, body: a word of the title tells more than any number of them in the body, names are
# between (a tag, an author).
WEIGHTS: Final = (10.0, 5.0, 3.0, 3.0, 1.0)
NEWEST: Final = "documents.begins DESC, documents.id"
BEST: Final = f"bm25(texts, {', '.join(map(str, WEIGHTS))}), {NEWEST}"
# A score takes some two microseconds. Of more records than this, those that have the words in title and summary come
# first, and only pages beyond these work out the scores of the others.
MANY: Final = 3000
# Where the words as written give fewer records than a page has, their other forms are looked up, too.
ENOUGH: Final = 10
NO_FILTERS: Final = Filters()
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
    if query.wanted:
        matched, expression, total = _widened(connection, query, conditions)
        where = conditions.matching(expression.whole)
        keys = _best(connection, conditions, expression, request, total)
    else:
        where = conditions.without(query)
        matched, total = Matched.ALL_WORDS, _count(connection, where)
        keys = _keys(connection, where, NEWEST, request.limit, request.offset)
    hits = tuple(_hit(connection, query, key) for key in keys)
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
        "title_marks": hit.title.marks,
        "snippet": asdict(hit.snippet) if hit.snippet else None,
    }


def record_of_id(connection: sqlite3.Connection, identifier: str) -> dict[str, Any] | None:
    """Return the record of an id; None where the index has none."""
    row = connection.execute("SELECT key FROM documents WHERE id = ?", (identifier,)).fetchone()
    return _record(connection, row[0]) if row else None


def _widened(connection: sqlite3.Connection, query: Query, conditions: Conditions) -> tuple[Matched, Expression, int]:
    """Return what to match, from the narrowest to the widest that gives enough, and how many records that are."""
    narrow, wide = all_words(query), all_forms(query)
    total = _count(connection, conditions.matching(narrow.whole))
    if total < ENOUGH and wide != narrow:
        more = _count(connection, conditions.matching(wide.whole))
        if more > total:
            return Matched.ALL_FORMS, wide, more
    if total or len(query.wanted) == 1:
        return Matched.ALL_WORDS, narrow, total
    widest = any_words(query)
    return Matched.ANY_WORDS, widest, _count(connection, conditions.matching(widest.whole))


def _best(
    connection: sqlite3.Connection, conditions: Conditions, expression: Expression, request: Request, total: int
) -> list[int]:
    """Return the keys of one page of the records that match, best first."""
    if total <= MANY:
        return _keys(connection, conditions.matching(expression.whole), BEST, request.limit, request.offset)
    heads = conditions.matching(expression.in_heads)
    keys = _keys(connection, heads, BEST, request.limit, request.offset)
    if len(keys) == request.limit:
        return keys
    before = max(0, request.offset - _count(connection, heads))
    others = conditions.matching(expression.elsewhere)
    return keys + _keys(connection, others, BEST, request.limit - len(keys), before)


def _keys(connection: sqlite3.Connection, where: Conditions, order: str, limit: int, offset: int) -> list[int]:
    query = f"SELECT documents.key {where.sql} ORDER BY {order} LIMIT ? OFFSET ?"
    return [key for (key,) in connection.execute(query, (*where.values, limit, offset))]


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


def _hit(connection: sqlite3.Connection, query: Query, key: int) -> Hit:
    record = _record(connection, key)
    return Hit(record, highlighted("title", record["title"], query), snippet_of(record, query))


def _record(connection: sqlite3.Connection, key: int) -> dict[str, Any]:
    (packed,) = connection.execute("SELECT record FROM records WHERE key = ?", (key,)).fetchone()
    record: dict[str, Any] = orjson.loads(zlib.decompress(packed))
    return record
