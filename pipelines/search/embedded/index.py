"""Brings documents into the embedded index: of each record its newest revision."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipelines.search.document import Document, document_of
from pipelines.search.embedded.database import check_is_index, open_for_writing
from pipelines.search.indexing import Entry, Taken
from pipelines.search.tokens import indexed_text
from schemas.article import Article

# A record holds its text twice (body, blocks): any level finds that, and higher ones are slower than all the rest.
COMPRESSION: Final = 1

DOCUMENT: Final = "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
TEXTS: Final = "INSERT INTO texts (rowid, title, summary, qa, names, body) VALUES (?, ?, ?, ?, ?, ?)"
OLD_TEXTS: Final = (
    "INSERT INTO texts (texts, rowid, title, summary, qa, names, body) VALUES ('delete', ?, ?, ?, ?, ?, ?)"
)
KNOWN: Final = "SELECT key, revision, fetched_at FROM documents WHERE id = ?"


def remove_index(path: Path) -> None:
    """Remove an index's files, so that it is made anew; raises IndexProblem where the file is no index."""
    if path.exists():
        check_is_index(path)
    for each in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))):
        each.unlink(missing_ok=True)


class EmbeddedIndex:
    """The index in one SQLite file."""

    name = ""

    def __init__(self, path: Path) -> None:
        self.checkpoints: sqlite3.Connection = open_for_writing(path)

    def put(self, entries: Sequence[Entry]) -> Taken:
        """Take records in where they are newer than what is there."""
        return Taken(sum(self._put(entry) for entry in entries))

    def close(self) -> None:
        """Close the file."""
        self.checkpoints.close()

    def _put(self, entry: Entry) -> bool:
        document = entry.document
        key = None
        if known := self.checkpoints.execute(KNOWN, (document.id,)).fetchone():
            key, *version = known
            if _is_newer(version[0], version[1], document) or self._record(key) == entry.record:
                return False
            self._remove(key)
        self._insert(key, entry)
        return True

    def _insert(self, key: int | None, entry: Entry) -> None:
        document, connection = entry.document, self.checkpoints
        key = connection.execute(DOCUMENT, _document_row(key, document)).lastrowid
        assert key is not None
        connection.execute("INSERT INTO records VALUES (?, ?)", (key, zlib.compress(entry.record, COMPRESSION)))
        connection.executemany("INSERT INTO assets VALUES (?, ?)", [(symbol, key) for symbol in document.assets])
        connection.execute(TEXTS, (key, *_tokens(document)))

    def _remove(self, key: int) -> None:
        # The full-text table takes tokens out only when it is told which these are.
        document = document_of(Article.model_validate_json(self._record(key)))
        self.checkpoints.execute(OLD_TEXTS, (key, *_tokens(document)))
        self.checkpoints.execute("DELETE FROM records WHERE key = ?", (key,))
        self.checkpoints.execute("DELETE FROM assets WHERE document = ?", (key,))

    def _record(self, key: int) -> bytes:
        (packed,) = self.checkpoints.execute("SELECT record FROM records WHERE key = ?", (key,)).fetchone()
        return zlib.decompress(packed)


def _is_newer(revision: int, fetched_at: str | None, document: Document) -> bool:
    """Tell whether what is in the index is newer than a document."""
    return (revision, fetched_at or "") > (document.revision, document.fetched_at or "")


def _document_row(key: int | None, document: Document) -> tuple[object, ...]:
    return (
        key,
        document.id,
        document.revision,
        document.fetched_at,
        document.language,
        document.site,
        document.source,
        document.month,
        document.begins,
        document.ends,
        document.has_qa,
    )


def _tokens(document: Document) -> tuple[str, ...]:
    texts = (document.title, document.summary, document.qa, document.names, document.body)
    return tuple(indexed_text(text) for text in texts)
