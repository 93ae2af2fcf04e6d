"""The ledger's tables, and how a database of an earlier version becomes one of this version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipelines.store import near_duplicates
from pipelines.store.database import Database, LedgerProblem

# One script a version. Scripts are only ever appended.
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
    """
    -- When a run was last heard of: seconds since 1970 by the database's clock. 0 where it has ended, or others took it
    -- for lost; nothing where the ledger does not know what of its files is settled, since they come from elsewhere.
    ALTER TABLE runs ADD COLUMN seen INTEGER;
    CREATE INDEX runs_alive ON runs (seen) WHERE seen > 0;
    -- How much of the files of runs that have not ended is settled: the records in so many bytes.
    CREATE TABLE parts (
        run INTEGER NOT NULL,
        name TEXT NOT NULL,         -- in the run's output folder
        bytes INTEGER NOT NULL,
        PRIMARY KEY (run, name)
    ) WITHOUT ROWID;
    """,
)


def migrate(database: Database) -> None:
    """Bring a database to this version; raises LedgerProblem where it is of a newer one."""
    with database.transaction():
        version = database.version()
        if version > len(MIGRATIONS):
            raise LedgerProblem(
                f"{database.name} was made by a newer version of Babelwire ({version}); upgrade to use it"
            )
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                database.define(statement)
        database.set_version(len(MIGRATIONS))


def _statements(script: str) -> Iterator[str]:
    # executescript() would commit the transaction around it.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
