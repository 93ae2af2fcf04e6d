"""What the ledger asks of a database: one form of SQL, transactions that exclude each other, and a clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

# Long enough for another crawl's largest transaction, some hundred rows.
BUSY_SECONDS: Final = 60.0


class LedgerProblem(RuntimeError):
    """The ledger cannot be used; the message says why, and what to do."""


class RunLost(LedgerProblem):
    """Others have taken this run for dead, and have its addresses."""


# What is raised where nothing more can be kept: by files, by the ledger's file, by its server.
KEEPING_FAILED: Final = (OSError, sqlite3.Error, LedgerProblem)


class Rows(Protocol):
    """What a statement found; it is read before the transaction ends."""

    def fetchone(self) -> Any:  # noqa: ANN401
        """Return the next row; None where there is none."""
        ...

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """Yield all rows that are left."""
        ...


class Database(Protocol):
    """A connection. Statements are SQL that SQLite and PostgreSQL both understand, with `?` for each value."""

    name: str
    """What messages call it; no secrets."""
    now: str
    """An expression: seconds since 1970, by the clock that all who share the database share."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """Execute a statement."""
        ...

    def write(self, statement: str, *rows: Sequence[object]) -> None:
        """Execute a statement with the values of each row, of which nothing is asked: before the next, or the end."""
        ...

    def define(self, statement: str) -> None:
        """Execute a statement that makes a table or an index, in SQLite's words."""
        ...

    def transaction(self, question: str = "SELECT 1", values: Sequence[object] = ()) -> AbstractContextManager[Rows]:
        """Make what happens inside one change: all of it or nothing. Nobody else writes meanwhile.

        Yields the answer to a question that is asked at its beginning.
        """
        ...

    def version(self) -> int:
        """Return how many migrations the database has had."""
        ...

    def set_version(self, version: int) -> None:
        """Note how many migrations the database has had."""
        ...

    def checkpoint(self) -> None:
        """Bring all that was committed to the disk."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...
