"""Brings record files into an index, in batches: what a batch holds and how far the files are read change together."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

import orjson
from pydantic import ValidationError

from pipelines.records import STANDARD_INPUT, FoundRecord, Position, read_records
from pipelines.search.checkpoints import Checkpoint, Overtaken, advance, checkpoint_of, name_of_file, seal_of
from pipelines.search.document import Document, document_of
from pipelines.store.sqlite import transaction
from schemas.article import Article

# What a kill costs, and what a server takes in one request: some megabytes, where records are not unusually long.
BATCH_RECORDS: Final = 500
BATCH_BYTES: Final = 16 * 1024 * 1024
# A file that is something else can be wrong in as many ways as it has lines.
SHOWN_REASONS: Final = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A record on its way into an index."""

    document: Document
    record: bytes
    """The whole record as JSON."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an index made of a batch."""

    records: int
    """Records that were new to it, or newer."""
    refused: tuple[str, ...] = ()
    """Why it did not take others; it never will."""


class Index(Protocol):
    """Something that documents are brought into."""

    name: str
    """What its checkpoints are kept under."""
    checkpoints: sqlite3.Connection

    def put(self, entries: Sequence[Entry]) -> Taken:
        """Take records in where they are newer than what is there."""
        ...


@dataclass(slots=True)
class Indexed:
    """What a run of indexing came to."""

    read: int = 0
    """Records that were read."""
    taken: int = 0
    """Those that were new, or newer than what the index had."""
    broken: Counter[str] = field(default_factory=Counter)
    """Lines that are no records, or that the index refused, by reason."""

    def __str__(self) -> str:
        told = f"records read {self.read}, indexed {self.taken}"
        reasons = ", ".join(f"{why} {number}" for why, number in self.broken.most_common(SHOWN_REASONS))
        return f"{told}, broken lines {self.broken.total()} ({reasons})" if reasons else told


@dataclass(frozen=True, slots=True)
class _Batch:
    entries: list[Entry]
    broken: list[str]
    after: Position


def index_files(
    index: Index, files: Iterable[Path], folder: Path, shown: Callable[[Indexed], None] = lambda indexed: None
) -> Indexed:
    """Read what is new in record files into an index; `folder` is where its checkpoints lie."""
    indexed = Indexed()
    for path in files:
        while not _is_read(index, path, folder, indexed, shown):
            pass
    return indexed


def _is_read(index: Index, path: Path, folder: Path, indexed: Indexed, shown: Callable[[Indexed], None]) -> bool:
    """Read a file on to its end; False where another run has overtaken this one, which then goes on behind it."""
    try:
        before = Checkpoint("-") if path == STANDARD_INPUT else _start(index, path, folder)
        for batch in _batches(path, before.position):
            before = _put(index, path, batch, before, indexed)
            shown(indexed)
    except Overtaken:
        return False
    return True


def _put(index: Index, path: Path, batch: _Batch, before: Checkpoint, indexed: Indexed) -> Checkpoint:
    after = before
    with transaction(index.checkpoints):
        if path != STANDARD_INPUT:
            after = Checkpoint(before.path, batch.after, seal_of(path, batch.after))
            advance(index.checkpoints, index.name, before, after)
        taken = index.put(batch.entries)
    indexed.read += len(batch.entries)
    indexed.taken += taken.records
    indexed.broken.update([*batch.broken, *taken.refused])
    return after


def _start(index: Index, path: Path, folder: Path) -> Checkpoint:
    found = checkpoint_of(index.checkpoints, index.name, name_of_file(path, folder))
    if not found.seal or found.seal == seal_of(path, found.position):
        return found
    # Written anew: all of it is read again.
    anew = Checkpoint(found.path)
    with transaction(index.checkpoints):
        advance(index.checkpoints, index.name, found, anew)
    return anew


def _batches(path: Path, start: Position) -> Iterator[_Batch]:
    batch = _Batch([], [], start)
    size = 0
    for found in read_records(path, start):
        entry = _entry(found) if isinstance(found, FoundRecord) else found.why
        batch = replace(batch, after=found.place.after)
        if isinstance(entry, Entry):
            batch.entries.append(entry)
            size += len(entry.record)
        else:
            batch.broken.append(entry)
        if len(batch.entries) + len(batch.broken) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield batch
            batch, size = _Batch([], [], batch.after), 0
    if batch.entries or batch.broken:
        yield batch


def _entry(found: FoundRecord) -> Entry | str:
    try:
        return Entry(document_of(Article.model_validate(found.record)), orjson.dumps(found.record))
    except ValidationError as problem:
        first = problem.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
