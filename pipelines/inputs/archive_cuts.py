"""Where a large archive can be cut, so that each piece is read by itself: at the beginning of records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Final

from pipelines.inflate import GZIP_MAGIC
from pipelines.inputs.files import HEAD_BYTES, WARC_MAGIC, starts_as_warc
from pipelines.inputs.gzip_members import next_archive_member

# A header has a dozen lines; with a long address it may take more than a first look, but hardly more than a second.
HEADER_BYTES: Final = 2 * 1024
MAX_HEADER_BYTES: Final = 64 * 1024
HEADER_END: Final = b"\r\n\r\n"
RECORD_END: Final = b"\r\n\r\n"
CONTENT_LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*(\d+)[ \t]*\r?$")


def archive_cuts(path: Path, piece_bytes: int) -> list[int]:
    """Return the bytes of an archive at which its pieces begin; only the first where it cannot be cut, or is none.

    Each is the first record behind another multiple of the size, so that the pieces of a file are always the same. A
    record owns what is packed with it: of a file that is one gzip member, or one stream of zstd, there is one piece.
    """
    with path.open("rb", buffering=0) as raw:
        head = raw.read(HEAD_BYTES)
        if not starts_as_warc(head):
            return [0]
        if head.startswith(GZIP_MAGIC):
            return [0, *_member_cuts(raw, piece_bytes)]
        return [0, *_record_cuts(raw, piece_bytes)] if head.startswith(WARC_MAGIC) else [0]


def _member_cuts(raw: FileIO, piece_bytes: int) -> Iterator[int]:
    wanted = piece_bytes
    while (found := _member_behind(raw, wanted)) is not None:
        yield found
        wanted = _multiple_behind(found, piece_bytes)


def _member_behind(raw: FileIO, position: int) -> int | None:
    raw.seek(position)
    return next_archive_member(raw, position)


def _record_cuts(raw: FileIO, piece_bytes: int) -> Iterator[int]:
    wanted = piece_bytes
    # From record to record: a page may well have lines that look like the beginning of one.
    for start in _record_starts(raw):
        if start >= wanted:
            yield start
            wanted = _multiple_behind(start, piece_bytes)


def _record_starts(raw: FileIO) -> Iterator[int]:
    """Return where records begin, as far as each ends where it says, and as the standard has it."""
    start = 0
    while length := CONTENT_LENGTH.search(header := _header(raw, start)):
        yield start
        end = start + len(header) + int(length[1])
        if not _ends_at(raw, end):
            return
        start = end + len(RECORD_END)


def _ends_at(raw: FileIO, position: int) -> bool:
    raw.seek(position)
    return raw.read(len(RECORD_END)) == RECORD_END


def _header(raw: FileIO, start: int) -> bytes:
    """Return the header that begins at some byte, with the empty line at its end; nothing where there is none."""
    for size in (HEADER_BYTES, MAX_HEADER_BYTES):
        raw.seek(start)
        header, end, _ = raw.read(size).partition(HEADER_END)
        if end and header.startswith(WARC_MAGIC):
            return header + end
    return b""


def _multiple_behind(position: int, piece_bytes: int) -> int:
    return (position // piece_bytes + 1) * piece_bytes
