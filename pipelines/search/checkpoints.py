"""How far record files have been read into an index, so that the next run reads only what is new."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipelines.records import Position

CHECKPOINTS: Final = """
CREATE TABLE IF NOT EXISTS files (
    target TEXT NOT NULL,       -- the index that was filled: a server's address; nothing for the one that this is in
    path TEXT NOT NULL,
    offset INTEGER NOT NULL,    -- pipelines.records.Position, up to which all is in the index
    lines INTEGER NOT NULL,
    seal TEXT NOT NULL,         -- of what was read
    PRIMARY KEY (target, path)
) WITHOUT ROWID;
"""
# A file that was written anew differs in its last lines; a record alone is longer than this.
SEALED_BYTES: Final = 1024
START: Final = Position()
PACKED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")


class Overtaken(RuntimeError):
    """Another run reads the same file into the same index."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A place in a record file up to which all is in the index."""

    path: str
    position: Position = START
    seal: str = ""


def checkpoint_of(connection: sqlite3.Connection, target: str, path: str) -> Checkpoint:
    """Return how far a file has been read."""
    query = "SELECT offset, lines, seal FROM files WHERE target = ? AND path = ?"
    row = connection.execute(query, (target, path)).fetchone()
    return Checkpoint(path, Position(row[0], row[1]), row[2]) if row else Checkpoint(path)


def advance(connection: sqlite3.Connection, target: str, before: Checkpoint, after: Checkpoint) -> None:
    """Note that a file has been read further; raises Overtaken where it is not where it was."""
    if checkpoint_of(connection, target, before.path) != before:
        raise Overtaken(before.path)
    row = (target, after.path, after.position.offset, after.position.lines, after.seal)
    connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)


def forget(connection: sqlite3.Connection, target: str) -> None:
    """Let all files be read again into an index."""
    connection.execute("DELETE FROM files WHERE target = ?", (target,))


def name_of_file(path: Path, folder: Path) -> str:
    """Return the name of a record file in the checkpoints that lie in a folder: they may be moved together."""
    absolute = path.resolve()
    return str(absolute.relative_to(folder.resolve()) if absolute.is_relative_to(folder.resolve()) else absolute)


def seal_of(path: Path, position: Position) -> str:
    """Return what tells a file that only grew from one that was written anew; packed files are taken as a whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        end = size if file.read(4).startswith(PACKED) else min(position.offset, size)
        file.seek(max(0, end - SEALED_BYTES))
        return hashlib.sha256(b"%d %b" % (end, file.read(min(end, SEALED_BYTES)))).hexdigest()[:16]
