"""Records as they lie on the disk: files of JSON lines, plain or packed, read one line at a time and in one order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from pipelines.inputs.files import BROKEN_PACKING, peeked, unpacked_stream

STANDARD_INPUT: Final = Path("-")
RECORD_SUFFIXES: Final = (".jsonl", ".jsonl.gz", ".jsonl.zst")
# Beside the records of a run lie its report, and lines on what gave no record.
NO_RECORDS: Final = "runs"
REJECTS_SUFFIX: Final = ".rejects.jsonl"
# A folder with one of these is a dataset that was made of records, or one that is being made.
DATASET: Final = "manifest.json"
DATASET_IN_WORK: Final = ".export"
# A page has at most 16 MiB, a record holds its text twice, as `body` and as `blocks`, and as much again is room for the
# rest. A line beyond that is no record, and would only fill the memory.
MAX_LINE_BYTES: Final = 64 * 1024 * 1024
PIECE_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Position:
    """How far a file has been read."""

    offset: int = 0
    """Bytes that are behind, unpacked where the file is packed."""
    lines: int = 0
    """Lines that are behind."""


START: Final = Position()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands."""

    path: Path
    line: int
    """Counted from 1."""
    after: Position
    """Where the next line begins: reading can go on from there."""

    def __str__(self) -> str:
        name = "standard input" if self.path == STANDARD_INPUT else str(self.path)
        return f"{name}:{self.line}"


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record and its place."""

    place: Place
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that is no record, and why; after one that the packing broke, nothing more can be read."""

    place: Place
    why: str


def record_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that hold records, each once; a folder stands for those below it, in the order of their paths.

    Raises FileNotFoundError for a path where nothing is.
    """
    found: list[Path] = []
    for path in paths:
        if path != STANDARD_INPUT and not path.exists():
            raise FileNotFoundError(f"{path} is not there")
        found += _below(path) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def read_records(path: Path, start: Position = START) -> Iterator[FoundRecord | BrokenLine]:
    """Return the records of a file from some position on, and the lines that are none. `-` is standard input."""
    if path == STANDARD_INPUT:
        # Python has no stdin where the caller closed it (`<&-`).
        if sys.stdin:
            yield from _records(sys.stdin.buffer, path, start)
        return
    with path.open("rb", buffering=0) as raw:
        yield from _records(raw, path, start)


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        if Path(place) != folder and (DATASET in names or DATASET_IN_WORK in folders):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != NO_RECORDS)
        yield from (Path(place, name) for name in sorted(names) if _is_of_records(name))


def _is_of_records(name: str) -> bool:
    return name.endswith(RECORD_SUFFIXES) and not name.startswith(".") and not name.endswith(REJECTS_SUFFIX)


def _records(raw: BinaryIO, path: Path, start: Position) -> Iterator[FoundRecord | BrokenLine]:
    before = start
    try:
        for line, size in _lines(raw, start.offset):
            place = Place(path, before.lines + 1, Position(before.offset + size, before.lines + 1))
            found = _record_or_reason(line) if size == len(line) else f"the line has {size} bytes"
            if isinstance(found, dict):
                yield FoundRecord(place, found)
            elif found:
                # A line without an end may be growing still.
                is_growing = size == len(line) and not line.endswith(b"\n")
                yield BrokenLine(replace(place, after=before) if is_growing else place, found)
            before = place.after
    except BROKEN_PACKING as problem:
        yield BrokenLine(Place(path, before.lines + 1, before), f"the packed data are broken: {problem}")


def _lines(raw: BinaryIO, offset: int) -> Iterator[tuple[bytes, int]]:
    """Return the lines behind an offset, each with its size; of one that is too long, the beginning only."""
    stream, _ = unpacked_stream(*peeked(raw))
    while offset and (piece := stream.read(min(offset, PIECE_BYTES))):
        offset -= len(piece)
    while line := stream.readline(MAX_LINE_BYTES):
        size, end = len(line), line
        while not end.endswith(b"\n") and (end := stream.readline(PIECE_BYTES)):
            size += len(end)
        yield line, size


def _record_or_reason(line: bytes) -> dict[str, Any] | str:
    """Return the record of a line, or why it has none; nothing is said of a blank line."""
    if line.isspace():
        return ""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        return f"the line is not JSON: {problem.msg}"
    if not isinstance(record, dict):
        return "the line is no JSON object"
    missing = [key for key in ("id", "revision", "content_hash") if key not in record]
    return f"the line is no record: it has no {', '.join(missing)}" if missing else record
