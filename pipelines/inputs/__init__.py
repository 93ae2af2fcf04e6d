"""Paths to pages: files and directories of HTML, text, JSON lines and web archives, or standard input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, FileIO
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, Final

from pipelines.inputs.files import BROKEN_PACKING, Kind, kind_of, peeked, starts_as_warc, unpacked_stream
from pipelines.inputs.json_lines import page_of_line
from pipelines.inputs.warc import read_warc
from pipelines.rejected import Rejected
from schemas.page import Page, Rejection

__all__ = ["STANDARD_INPUT", "Input", "Unreadable", "read_file", "read_range", "read_stream"]

STANDARD_INPUT: Final = "standard input"
# The limit of pipelines.decode, applied before a page is read whole.
MAX_PAGE_BYTES: Final = 16 * 1024 * 1024
# Escaped as \\uXXXX, a page of Chinese takes twice its bytes; a line beyond that holds no page.
MAX_LINE_BYTES: Final = 4 * MAX_PAGE_BYTES


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that cannot be read at all, and what to do about it."""

    why: str


@dataclass(frozen=True, slots=True)
class Input:
    """One page, or why there is none, and where it stands."""

    origin: str
    """Path; and line where the file has several pages, or in an archive the byte at which the record begins."""
    content: Page | Rejected | Unreadable
    position: int = 0
    """Bytes of the file that have been read, as they stand on the disk."""

    @property
    def page(self) -> Page | None:
        """Return the page, where there is one."""
        return self.content if isinstance(self.content, Page) else None


def read_file(path: Path) -> Iterator[Input]:
    """Return the pages of a file."""
    return _opened(path, lambda raw: read_stream(raw, str(path), path.name))


def read_range(path: Path, begin: int, end: int | None) -> Iterator[Input]:
    """Return the pages of an archive whose records begin in a range of its bytes; at its first byte begins one."""
    return _opened(path, lambda raw: _range(raw, str(path), begin, end))


def _opened(path: Path, read: Callable[[FileIO], Iterator[Input]]) -> Iterator[Input]:
    try:
        with path.open("rb", buffering=0) as raw:
            yield from read(raw)
    except OSError as problem:
        why = f"{(problem.strerror or str(problem)).lower()}; check the path and its permissions"
        yield Input(str(path), Unreadable(why))


def read_stream(raw: BinaryIO, origin: str, name: str = "") -> Iterator[Input]:
    """Return the pages of a stream; what it is, its first bytes tell, or else its name."""
    packed, packed_head = peeked(raw)
    if starts_as_warc(packed_head):
        yield from (given for _, given in _records(packed, packed_head, origin, raw))
        return
    try:
        stream, head = unpacked_stream(packed, packed_head)
    except BROKEN_PACKING as problem:
        yield Input(origin, _broken_packing(problem))
        return
    kind = kind_of(name, head)
    if kind is Kind.WARC:
        yield Input(origin, _no_warc(head), _told(raw))
    elif kind is Kind.JSON_LINES:
        yield from _lines(stream, origin, raw)
    else:
        yield _whole(stream, origin, kind, raw)


def _range(raw: FileIO, origin: str, begin: int, end: int | None) -> Iterator[Input]:
    raw.seek(begin)
    records = _records(*peeked(raw), origin, raw, begin)
    return (given for _, given in takewhile(lambda record: end is None or record[0] < end, records))


def _records(
    packed: BufferedReader, head: bytes, origin: str, raw: BinaryIO | FileIO, begin: int = 0
) -> Iterator[tuple[int, Input]]:
    for offset, content in read_warc(packed, head, MAX_PAGE_BYTES, begin):
        yield offset, Input(f"{origin}:{offset}", content, _told(raw))


def _whole(stream: BufferedReader, origin: str, kind: Kind, raw: BinaryIO) -> Input:
    try:
        body = stream.read(MAX_PAGE_BYTES + 1)
    except BROKEN_PACKING as problem:
        return Input(origin, _broken_packing(problem))
    if len(body) > MAX_PAGE_BYTES:
        return Input(origin, _too_large())
    return Input(origin, Page(body=body, content_type=kind.content_type), _told(raw))


def _lines(stream: BufferedReader, origin: str, raw: BinaryIO) -> Iterator[Input]:
    number = 0
    while True:
        number += 1
        place = f"{origin}:{number}"
        try:
            line = stream.readline(MAX_LINE_BYTES)
            too_long = len(line) == MAX_LINE_BYTES and not line.endswith(b"\n")
            if too_long:
                _skip_line(stream)
        except BROKEN_PACKING as problem:
            yield Input(place, _broken_packing(problem))
            return
        if not line:
            return
        if too_long:
            yield Input(place, _too_large(), _told(raw))
        elif content := page_of_line(line, MAX_PAGE_BYTES):
            yield Input(place, content, _told(raw))


def _skip_line(stream: BufferedReader) -> None:
    while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass


def _told(raw: BinaryIO | FileIO) -> int:
    return raw.tell() if raw.seekable() else 0


def _too_large() -> Rejected:
    return Rejected(Rejection.TOO_LARGE, f"more than {MAX_PAGE_BYTES} bytes")


def _broken_packing(problem: Exception) -> Rejected:
    return Rejected(Rejection.BAD_INPUT, f"the packed data are broken: {problem}")


def _no_warc(head: bytes) -> Rejected:
    if not head.strip():
        return Rejected(Rejection.EMPTY, "the archive has no bytes")
    return Rejected(Rejection.BAD_INPUT, "the file is named as a WARC, and does not begin as one")
