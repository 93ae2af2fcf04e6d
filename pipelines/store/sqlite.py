"""The ledger in a file of SQLite: for all runs that write to one folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipelines.store.database import BUSY_SECONDS, LedgerProblem
from pipelines.store.schema import migrate

# What is no defect of the file: nothing more can be written to it now.
NO_ROOM: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
# Pages of the database that SQLite holds in memory, in KiB (negative by its convention).
CACHE_KIB: Final = -32_000


class SqliteDatabase:
    """A connection to the ledger's file, made or brought to this version where needed.

    Raises LedgerProblem where the file is damaged, of a newer version, or no ledger; sqlite3.Error on a full disk.
    """

    now = "CAST(strftime('%s', 'now') AS INTEGER)"

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        try:
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            # A commit survives the end of the process; the end of the machine it survives after a checkpoint. What
            # lies between is read back from the part files.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(f"PRAGMA cache_size = {CACHE_KIB}")
            migrate(self)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) in NO_ROOM:
                raise
            raise LedgerProblem(
                f"{path} cannot be used ({error}); move it away, and the next crawl makes it anew"
            ) from error

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Execute a statement."""
        return self._connection.execute(statement, values)

    def write(self, statement: str, *rows: Sequence[object]) -> None:
        """Execute a statement with the values of each row, of which nothing is asked."""
        self._connection.executemany(statement, rows)

    def define(self, statement: str) -> None:
        """Execute a statement that makes a table or an index."""
        self._connection.execute(statement)

    @contextmanager
    def transaction(self, question: str = "SELECT 1", values: Sequence[object] = ()) -> Iterator[sqlite3.Cursor]:
        """Make what happens inside one change: all of it or nothing. Waits for other writers."""
        with transaction(self._connection):
            yield self._connection.execute(question, values)

    def version(self) -> int:
        """Return how many migrations the file has had."""
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def set_version(self, version: int) -> None:
        """Note how many migrations the file has had."""
        self._connection.execute(f"PRAGMA user_version = {version}")

    def checkpoint(self) -> None:
        """Bring all that was committed to the disk."""
        self._connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make what happens inside one change: all of it or nothing. Waits for other writers."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # Some errors, a full disk among them, have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
