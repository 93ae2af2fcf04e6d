"""The index's SQLite file and its tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from pipelines.search.checkpoints import CHECKPOINTS

INDEX_NAME: Final = "search.sqlite"
# Counted up when tables, tokens or records change: what was indexed otherwise cannot be searched or replaced.
VERSION: Final = 1
# "BWSE": a file of another program is never taken for an index, nor written to.
APPLICATION: Final = 0x42575345
BUSY_SECONDS: Final = 60.0
# In KiB (negative by SQLite's convention): the part of an index of 100,000 records that searches touch.
CACHE_KIB: Final = -64_000

# The full-text table keeps no text of its own: tokens are made of the record again when it is replaced, and snippets
# are cut from it. Its tokenizer parts at blanks only, as pipelines.search.tokens puts them (and takes every other
# character beyond ASCII for a letter).
TABLES: Final = f"""
CREATE TABLE IF NOT EXISTS documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    fetched_at TEXT,
    language TEXT NOT NULL COLLATE NOCASE,
    site TEXT COLLATE NOCASE,
    source TEXT COLLATE NOCASE,
    month TEXT,
    begins TEXT,
    ends TEXT,
    has_qa INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_time ON documents (begins DESC, id);
CREATE TABLE IF NOT EXISTS assets (
    symbol TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (symbol, document)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (key INTEGER PRIMARY KEY, record BLOB NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5 (
    title, summary, qa, names, body, content = '', tokenize = 'ascii'
);
{CHECKPOINTS}
"""


class IndexProblem(RuntimeError):
    """The index cannot be used; the message says why, and what to do."""


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Return a connection to the index, made where it is not there; raises IndexProblem where it cannot be used."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connected(path, f"file:{_quoted(path)}")
    if _is_empty(connection, path):
        # Another run may do the same at this moment; one waits for the other, and finds all there.
        connection.executescript(
            f"BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION};"
            f" PRAGMA user_version = {VERSION}; COMMIT; PRAGMA journal_mode = WAL"
        )
    _check_version(connection, path)
    # A commit survives the end of the process; of what the end of the machine takes, the checkpoint goes with it.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Return a connection that changes nothing; raises IndexProblem where there is no index that can be used."""
    if not path.exists():
        raise IndexProblem(f"there is no index at {path}; `babelwire index` makes it")
    connection = _connected(path, f"file:{_quoted(path)}?mode=ro")
    _check_version(connection, path)
    return connection


def check_is_index(path: Path) -> None:
    """Raise IndexProblem where a file is no index, of whatever version."""
    with closing(_connected(path, f"file:{_quoted(path)}?mode=ro")) as connection:
        _version(connection, path)


def _connected(path: Path, uri: str) -> sqlite3.Connection:
    try:
        # Threads of the local page take turns.
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA cache_size = {CACHE_KIB}")
    except sqlite3.DatabaseError as error:
        raise IndexProblem(f"{path} cannot be opened ({error})") from error
    return connection


def _is_empty(connection: sqlite3.Connection, path: Path) -> bool:
    try:
        return bool(connection.execute("SELECT count(*) = 0 FROM sqlite_schema").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise IndexProblem(f"{path} is no index of Babelwire ({error}); give another path") from error


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection, path) != VERSION:
        raise IndexProblem(f"{path} is of another version of Babelwire; `babelwire index --rebuild` makes it anew")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise IndexProblem(f"{path} is no index of Babelwire ({error}); give another path") from error
    if application != APPLICATION:
        raise IndexProblem(f"{path} is no index of Babelwire; give another path")
    return int(version)


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
