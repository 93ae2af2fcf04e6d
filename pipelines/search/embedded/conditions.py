"""Filters and full-text expressions as SQL; what users wrote goes in as values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.search.document import stamp_of
from pipelines.search.embedded.expressions import exact
from pipelines.search.filters import Filters
from pipelines.search.query import Query


@dataclass(frozen=True, slots=True)
class Conditions:
    """What records have to fulfil."""

    clauses: tuple[str, ...] = ()
    values_of_clauses: tuple[object, ...] = ()
    expression: str | None = None
    """What the full-text table has to match; None where any record will do."""

    @property
    def sql(self) -> str:
        """Return the statement from FROM on."""
        matched = ("texts MATCH ?",) if self.expression else ()
        clauses = " AND ".join([*matched, *self.clauses])
        # CROSS JOIN: in this order. The full-text table goes first, else each document would ask it.
        tables = "texts CROSS JOIN documents ON documents.key = texts.rowid" if self.expression else "documents"
        return f"FROM {tables}{f' WHERE {clauses}' if clauses else ''}"

    @property
    def values(self) -> tuple[object, ...]:
        """Return the statement's values."""
        return (self.expression, *self.values_of_clauses) if self.expression else self.values_of_clauses

    def matching(self, expression: str) -> Conditions:
        """Return these conditions with a full-text expression."""
        return replace(self, expression=expression)

    def without(self, query: Query) -> Conditions:
        """Return these conditions for a query that only says what records must not have."""
        if not query.unwanted:
            return self
        unwanted = " OR ".join(map(exact, query.unwanted))
        clause = "documents.key NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
        return replace(self, clauses=(*self.clauses, clause), values_of_clauses=(*self.values_of_clauses, unwanted))


def conditions_of(filters: Filters) -> Conditions:
    """Return the conditions that filters make."""
    made = [
        # From "zh-" to "zh." lies all that begins with "zh-".
        _one_of(
            "language = ? OR documents.language BETWEEN ? AND ?",
            [(tag, f"{tag}-", f"{tag}.") for tag in filters.languages],
        ),
        _one_of("site = ?", [(site,) for site in filters.sites]),
        _one_of("source = ?", [(source,) for source in filters.sources]),
        _one_of(
            "key IN (SELECT document FROM assets WHERE symbol = ?)", [(asset.upper(),) for asset in filters.assets]
        ),
        _one_of("ends > ?", [(stamp_of(filters.since),)] if filters.since else []),
        _one_of("begins < ?", [(stamp_of(filters.until),)] if filters.until else []),
        _one_of("has_qa = ?", [(1,)] if filters.has_qa else []),
    ]
    asked = [condition for condition in made if condition.clauses]
    return Conditions(
        tuple(clause for condition in asked for clause in condition.clauses),
        tuple(value for condition in asked for value in condition.values_of_clauses),
    )


def _one_of(clause: str, rows: Sequence[tuple[object, ...]]) -> Conditions:
    """Return the condition that a clause about documents holds for one of some rows of values; none for no rows."""
    if not rows:
        return Conditions()
    clauses = " OR ".join([f"documents.{clause}"] * len(rows))
    return Conditions((f"({clauses})",), tuple(value for row in rows for value in row))
