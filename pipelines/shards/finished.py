"""Which parts are finished: a note on each has the state of its input and the counts, so that none is made twice."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pipelines.shards.shard import Shard
from schemas.article import SCHEMA_VERSION

# Hidden, so that nobody takes the notes for records.
NOTES: Final = ".parts"
LOCK: Final = "lock"
NOTE_SUFFIX: Final = ".json"


class FolderInUse(RuntimeError):
    """Another run writes to the folder."""


@contextmanager
def folder_of_parts(folder: Path) -> Iterator[None]:
    """Keep a folder for one run; it is made where it is not there. Raises FolderInUse."""
    (folder / NOTES).mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / NOTES / LOCK, os.O_RDWR | os.O_CREAT)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def state_of(shard: Shard) -> dict[str, Any] | None:
    """Return what a part depends on; None where its input is not there."""
    try:
        told = shard.path.stat()
    except OSError:
        return None
    return {
        "input": str(shard.path),
        "bytes": told.st_size,
        "changed_ns": told.st_mtime_ns,
        "begin": shard.begin,
        "end": shard.end,
        "schema_version": SCHEMA_VERSION,
    }


def finished_counts(shard: Shard) -> dict[str, int] | None:
    """Return the counts of a part that is there, made of the same input; None if it has to be made."""
    note = _read(_note(shard))
    is_there = shard.records.exists() and note.get("state") == state_of(shard)
    return note["counts"] if is_there else None


def note_finished(shard: Shard, state: dict[str, Any] | None, counts: Mapping[str, int]) -> None:
    """Note that a part is finished."""
    path = _note(shard)
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    new.write_text(json.dumps({"state": state, "counts": counts}), "utf-8")
    new.replace(path)


def parts_of_other_shards(folder: Path, shards: Iterable[Shard]) -> list[str]:
    """Return the parts that were made of the same inputs in other pieces: with them, pages would be there twice."""
    wanted = list(shards)
    names, inputs = {shard.name for shard in wanted}, {str(shard.path) for shard in wanted}
    notes = sorted((folder / NOTES).glob(f"*{NOTE_SUFFIX}"))
    others = [note for note in notes if note.name.removesuffix(NOTE_SUFFIX) not in names]
    return [note.name.removesuffix(NOTE_SUFFIX) for note in others if _input(_read(note)) in inputs]


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FolderInUse(f"another run writes to {folder}; wait for it, or give another folder") from None


def _note(shard: Shard) -> Path:
    return shard.folder / NOTES / f"{shard.name}{NOTE_SUFFIX}"


def _input(note: dict[str, Any]) -> str | None:
    state = note.get("state")
    return state.get("input") if isinstance(state, dict) else None


def _read(note: Path) -> dict[str, Any]:
    try:
        told = json.loads(note.read_bytes())
    except (OSError, ValueError):
        # One that was not written to its end is none.
        return {}
    return told if isinstance(told, dict) else {}
