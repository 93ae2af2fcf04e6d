"""The ledger's SQLite file: its tables, and how a file of an earlier version becomes one of this version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipelines.store import near_duplicates

# Long enough for another crawl's largest transaction, some hundred rows.
BUSY_SECONDS: Final = 60.0
# What is no defect of the file: nothing more can be written to it now.
NO_ROOM: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
# Pages of the database that SQLite holds in memory, in KiB (negative by its convention).
CACHE_KIB: Final = -32_000

# One script a version; `PRAGMA user_version` counts those that a file has had. Scripts are only ever appended.
MIGRATIONS: Final = (
    """
    -- Ids of runs are small where their names are long.
    CREATE TABLE runs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    -- Whose addresses these are: a spider, or one edition of it.
    CREATE TABLE scopes (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE urls (
        id INTEGER PRIMARY KEY,
        key INTEGER NOT NULL,       -- pipelines.store.keys.key_of_url
        url TEXT NOT NULL,          -- as the lists write it
        scope INTEGER NOT NULL,
        state INTEGER NOT NULL,     -- pipelines.store.ledger.State
        run INTEGER NOT NULL,       -- the run that asked for it last
        tries INTEGER NOT NULL DEFAULT 0,
        listed INTEGER,             -- when it appeared or changed, by the lists; seconds since 1970
        reason TEXT                 -- why it gave no record
    );
    -- Beside the table, since rows in the order of their keys would leave a third of each page empty.
    CREATE UNIQUE INDEX urls_by_key ON urls (key);
    CREATE INDEX pending_urls ON urls (scope, listed DESC) WHERE state = 0;
    CREATE INDEX unsettled_urls ON urls (state, run) WHERE state IN (1, 5);
    -- What is known of the fetched ones.
    CREATE TABLE pages (
        url INTEGER PRIMARY KEY,    -- urls.id
        first INTEGER NOT NULL,     -- first and last fetched; seconds since 1970
        last INTEGER NOT NULL,
        etag TEXT,
        modified INTEGER            -- Last-Modified; seconds since 1970
    );
    CREATE TABLE records (
        id INTEGER PRIMARY KEY,     -- the record's id as a signed number
        text INTEGER NOT NULL,      -- the first 64 bits of its content hash
        revision INTEGER NOT NULL,
        owner INTEGER               -- key of the address that it was read from, where that is not the canonical one
    );
    """,
    near_duplicates.SCHEMA,
    """
    -- Usual places of feeds and sitemaps that were tried, so that dead ones are not asked for in every run; and home
    -- pages from which sites were searched whole.
    CREATE TABLE sources (
        scope INTEGER NOT NULL,
        url TEXT NOT NULL,
        lives INTEGER NOT NULL,
        at INTEGER NOT NULL,        -- when it was tried; seconds since 1970
        PRIMARY KEY (scope, url)
    ) WITHOUT ROWID;
    """,
)


class LedgerProblem(RuntimeError):
    """The ledger cannot be used; the message says why, and what to do."""


def open_database(path: Path) -> sqlite3.Connection:
    """Return a connection to the ledger's file, made or brought to this version where needed.

    Raises LedgerProblem where the file is damaged, of a newer version, or no ledger; sqlite3.Error on a full disk.
    """
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        # A commit survives the end of the process; the end of the machine it survives after a checkpoint. What lies
        # between is read back from the part files.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = {CACHE_KIB}")
        _migrate(connection, path)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) in NO_ROOM:
            raise
        raise LedgerProblem(
            f"{path} cannot be used ({error}); move it away, and the next crawl makes it anew"
        ) from error
    return connection


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


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise LedgerProblem(f"{path} was made by a newer version of Babelwire ({version}); upgrade to use it")
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _statements(script: str) -> Iterator[str]:
    # executescript() would commit the transaction around it.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
