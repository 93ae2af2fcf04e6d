"""Which files hold pages, and in what form."""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final, Protocol

from pipelines.media_type import starts_as_html

GZIP_MAGIC: Final = b"\x1f\x8b"
BROKEN_GZIP: Final = (gzip.BadGzipFile, EOFError, zlib.error)
WARC_MAGIC: Final = b"WARC/"
# Enough for a byte order mark, a comment and a doctype.
HEAD_BYTES: Final = 1024
BUFFER_BYTES: Final = 128 * 1024
JSON_OBJECT_START: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int = ..., /) -> bytes | None:
        """Return at most so many bytes."""


class Kind(Enum):
    """The form of a file."""

    HTML = "html"
    TEXT = "text"
    JSON_LINES = "json lines"
    WARC = "warc"
    UNKNOWN = "unknown"

    @property
    def content_type(self) -> str:
        """Return what a page of this kind is served as; of an unknown one its bytes decide later."""
        return {Kind.HTML: "text/html", Kind.TEXT: "text/plain"}.get(self, "")


SUFFIXES: Final = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".warc": Kind.WARC,
}


def kind_of(name: str, head: bytes) -> Kind:
    """Return the form of a file from its first bytes where they are plain, or else from its name."""
    if head.startswith(WARC_MAGIC):
        return Kind.WARC
    if starts_as_html(head):
        return Kind.HTML
    named = kind_of_name(name)
    if named is not Kind.UNKNOWN:
        return named
    return Kind.JSON_LINES if JSON_OBJECT_START.match(head) else Kind.UNKNOWN


def kind_of_name(name: str) -> Kind:
    """Return the form that a name tells, `.gz` at its end aside."""
    return SUFFIXES.get(Path(name.lower().removesuffix(".gz")).suffix, Kind.UNKNOWN)


def page_files(directory: Path) -> Iterator[Path]:
    """Return the files below a directory that hold pages, in the order of their paths."""
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and _holds_pages(path):
                yield path


def opened(raw: Readable) -> tuple[io.BufferedReader, bytes]:
    """Return a stream, unpacked where it is gzipped, and its first bytes, which stay in the stream."""
    stream, head = _peeked(raw)
    if not head.startswith(GZIP_MAGIC):
        return stream, head
    return _peeked(gzip.GzipFile(fileobj=stream))


def _holds_pages(path: Path) -> bool:
    if kind_of_name(path.name) is not Kind.UNKNOWN:
        return True
    # Saved pages often have names like `index.php?id=3`.
    try:
        with path.open("rb", buffering=0) as raw:
            return starts_as_html(opened(raw)[1])
    except (OSError, *BROKEN_GZIP):
        return False


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes have been taken off, with them before it again."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._head:
            chunk = self._rest.read(len(buffer)) or b""
        else:
            chunk, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _peeked(raw: Readable) -> tuple[io.BufferedReader, bytes]:
    head = b""
    # A pipe gives what is there: read on until the form is plain.
    while len(head) < HEAD_BYTES and (chunk := raw.read(HEAD_BYTES - len(head))):
        head += chunk
        if b"\n" in head and len(head) > len(GZIP_MAGIC) and JSON_OBJECT_START.match(head):
            break
    return io.BufferedReader(_Rejoined(head, raw), BUFFER_BYTES), head
