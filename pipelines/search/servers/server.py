"""What all servers have in common: each record goes to them once, in its newest revision."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from pipelines.search.checkpoints import CHECKPOINTS, forget
from pipelines.search.indexing import Entry, Taken
from pipelines.store.sqlite import transaction

CHECKPOINTS_NAME: Final = "index.sqlite"
BUSY_SECONDS: Final = 60.0
TABLES: Final = f"""
{CHECKPOINTS}
CREATE TABLE IF NOT EXISTS delivered (
    target TEXT NOT NULL,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    seal TEXT NOT NULL,         -- of the record: the same revision made anew differs
    PRIMARY KEY (target, id)
) WITHOUT ROWID;
"""


class Server(Protocol):
    """A search server that is ready to take documents."""

    name: str
    is_new: bool
    """Whether its index was made just now, and holds nothing."""

    def send(self, entries: Sequence[Entry]) -> Mapping[str, str]:
        """Put documents in place of those of the same ids; return for those that it refuses for good, why.

        Raises ServerProblem where it does not answer, however often it is asked.
        """
        ...


class ServerIndex:
    """A server's index, with the checkpoints that are kept of it beside the records."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.name = server.name
        self._server = server
        self.checkpoints = sqlite3.connect(folder / CHECKPOINTS_NAME, timeout=BUSY_SECONDS, isolation_level=None)
        self.checkpoints.executescript(TABLES)
        if server.is_new:
            self.forget()

    def forget(self) -> None:
        """Let all records be sent again."""
        with transaction(self.checkpoints):
            forget(self.checkpoints, self.name)
            self.checkpoints.execute("DELETE FROM delivered WHERE target = ?", (self.name,))

    def put(self, entries: Sequence[Entry]) -> Taken:
        """Send what is newer than what the server has; what it took is noted in the caller's transaction."""
        fresh = self._fresh(entries)
        refused = self._server.send(list(fresh.values())) if fresh else {}
        rows = [
            (self.name, entry.document.id, entry.document.revision, seal_of_record(entry.record))
            for entry in fresh.values()
            if entry.document.id not in refused
        ]
        self.checkpoints.executemany("INSERT OR REPLACE INTO delivered VALUES (?, ?, ?, ?)", rows)
        return Taken(len(rows), tuple(refused.values()))

    def close(self) -> None:
        """Close the checkpoints."""
        self.checkpoints.close()

    def _fresh(self, entries: Sequence[Entry]) -> dict[str, Entry]:
        """Return by id the newest of each record, less what was delivered before."""
        newest: dict[str, Entry] = {}
        for entry in entries:
            known = newest.get(entry.document.id)
            if known is None or entry.document.revision >= known.document.revision:
                newest[entry.document.id] = entry
        return {identifier: entry for identifier, entry in newest.items() if self._is_fresh(entry)}

    def _is_fresh(self, entry: Entry) -> bool:
        query = "SELECT revision, seal FROM delivered WHERE target = ? AND id = ?"
        row = self.checkpoints.execute(query, (self.name, entry.document.id)).fetchone()
        if row is None or row[0] != entry.document.revision:
            return row is None or row[0] < entry.document.revision
        return bool(row[1] != seal_of_record(entry.record))


def seal_of_record(record: bytes) -> str:
    """Return what tells a record from another one."""
    return hashlib.sha256(record).hexdigest()[:16]
