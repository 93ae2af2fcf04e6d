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

from fastwarc.stream_io import ZstdReader

from pipelines.inflate import GZIP_FORMAT, GZIP_MAGIC
from pipelines.media_type import starts_as_html

WARC_MAGIC: Final = b"WARC/"
ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
# Before the first record stands the dictionary that all of them are packed with; other zstd files have none.
ZSTD_DICTIONARY_MAGIC: Final = b"\x5d\x2a\x4d\x18"
# Enough for a byte order mark, a comment and a doctype.
HEAD_BYTES: Final = 1024
# The largest block of zstd data, of which nothing is unpacked before it is whole, and the heads before it.
ZSTD_HEAD_BYTES: Final = 128 * 1024 + 64
BUFFER_BYTES: Final = 128 * 1024
JSON_OBJECT_START: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")


class BrokenZstd(ValueError):
    """Bytes that are packed by zstd cannot be unpacked."""


BROKEN_PACKING: Final = (gzip.BadGzipFile, EOFError, zlib.error, BrokenZstd)


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
    """Return the form of a file from its first bytes, unpacked, where they are plain, or else from its name."""
    if starts_as_html(head):
        return Kind.HTML
    named = kind_of_name(name)
    if named is not Kind.UNKNOWN:
        return named
    return Kind.JSON_LINES if JSON_OBJECT_START.match(head) else Kind.UNKNOWN


def kind_of_name(name: str) -> Kind:
    """Return the form that a name tells, `.gz` or `.zst` at its end aside."""
    return SUFFIXES.get(Path(name.lower().removesuffix(".gz").removesuffix(".zst")).suffix, Kind.UNKNOWN)


def starts_as_warc(head: bytes) -> bool:
    """Tell whether bytes begin as a web archive does, packed or not."""
    return head.startswith(ZSTD_DICTIONARY_MAGIC) or _unpacked_start(head).startswith(WARC_MAGIC)


def _unpacked_start(head: bytes) -> bytes:
    try:
        if head.startswith(GZIP_MAGIC):
            return zlib.decompressobj(GZIP_FORMAT).decompress(head, len(WARC_MAGIC))
        if head.startswith(ZSTD_MAGIC):
            return ZstdReader(io.BytesIO(head)).read(len(WARC_MAGIC))
    except (zlib.error, OSError):
        return b""
    return head


def page_files(directory: Path) -> Iterator[Path]:
    """Return the files below a directory that hold pages, in the order of their paths."""
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and _holds_pages(path):
                yield path


def peeked(raw: Readable) -> tuple[io.BufferedReader, bytes]:
    """Return a stream and its first bytes, which stay in the stream."""
    head = b""
    # A pipe gives what is there: read on until the form is plain.
    while (missing := _head_bytes(head) - len(head)) > 0 and (chunk := raw.read(missing)):
        head += chunk
        if b"\n" in head and len(head) > len(GZIP_MAGIC) and JSON_OBJECT_START.match(head):
            break
    return io.BufferedReader(Rejoined(head, raw), BUFFER_BYTES), head


def unpacked_stream(stream: io.BufferedReader, head: bytes) -> tuple[io.BufferedReader, bytes]:
    """Return a stream and its first bytes, unpacked where it is packed by gzip or zstd."""
    if head.startswith(GZIP_MAGIC):
        return peeked(gzip.GzipFile(fileobj=stream))
    return peeked(_Unzstd(stream)) if head.startswith(ZSTD_MAGIC) else (stream, head)


def _head_bytes(head: bytes) -> int:
    return ZSTD_HEAD_BYTES if head.startswith(ZSTD_MAGIC) else HEAD_BYTES


def _holds_pages(path: Path) -> bool:
    if kind_of_name(path.name) is not Kind.UNKNOWN:
        return True
    # Saved pages often have names like `index.php?id=3`.
    try:
        with path.open("rb", buffering=0) as raw:
            stream, head = peeked(raw)
            return starts_as_warc(head) or starts_as_html(unpacked_stream(stream, head)[1])
    except (OSError, *BROKEN_PACKING):
        return False


class _Unzstd:
    """The unpacked bytes of a stream that is packed by zstd."""

    def __init__(self, packed: io.BufferedReader) -> None:
        # The library would seek, and takes a stream that cannot for a broken one: it gets what can be read, no more
        # (its types ask for more).
        self._reader = ZstdReader(Counted(packed))  # type: ignore[arg-type]

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes."""
        try:
            return self._reader.read(size)
        except OSError as problem:
            # What the disk says has a number; the rest is about the packing.
            if problem.errno is not None:
                raise
            raise BrokenZstd(str(problem)) from None


class Counted:
    """A stream that is read straight on."""

    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self._read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes."""
        chunk = self._raw.read(size) or b""
        self._read_bytes += len(chunk)
        return chunk

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._read_bytes


class Rejoined(io.RawIOBase):
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
