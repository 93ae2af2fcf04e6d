"""An HTTP response as archives keep it, read leniently: some were written line by line, some with their bodies cut."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Protocol

from fastwarc.stream_io import BrotliReader, ZstdReader

from pipelines.inflate import GZIP_FORMAT, PIECE_BYTES, inflated

HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
STATUS_LINE: Final = re.compile(rb"HTTP/[\d.]+[ \t]+(\d{3})\b")
FOLD: Final = re.compile(rb"\r?\n[ \t]+")
CHUNK_HEAD: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
CHUNK_END: Final = re.compile(rb"(?:\r?\n)?")


class NotHttp(ValueError):
    """The bytes do not begin with the status line of an HTTP response."""


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A response with its body unpacked."""

    status: int
    headers: dict[str, str]
    """Names in lower case; without those that tell how the body was packed."""
    body: bytes


def http_message(block: bytes, max_body_bytes: int) -> HttpMessage:
    """Read a response. A body that unpacks to more than the limit has one byte more than that."""
    status = STATUS_LINE.match(block)
    if status is None:
        raise NotHttp("no HTTP status line")
    end = HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers = _headers(head)
    if "chunked" in headers.pop("transfer-encoding", "").lower():
        body = dechunked(body)
    for coding in reversed(headers.pop("content-encoding", "").lower().split(",")):
        body = unpacked(body, coding.strip(), max_body_bytes + 1)
    return HttpMessage(int(status[1]), headers, body)


def dechunked(body: bytes) -> bytes:
    """Return a body without its division in chunks; many archives keep the header and undo what it says."""
    if not CHUNK_HEAD.match(body):
        return body
    chunks = []
    at = 0
    while (head := CHUNK_HEAD.match(body, at)) and (size := int(head[1], 16)):
        chunks.append(body[head.end() : head.end() + size])
        end = CHUNK_END.match(body, head.end() + size)
        at = end.end() if end else len(body)
    return b"".join(chunks)


def unpacked(body: bytes, coding: str, limit: int) -> bytes:
    """Return at most so many bytes of an unpacked body; as it is where it is not packed so, whatever a header says."""
    for unpack in UNPACKERS.get(coding, ()):
        if plain := unpack(body, limit):
            return plain
    return body


class _Reader(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def _by(reader: Callable[[BytesIO], _Reader]) -> Callable[[bytes, int], bytes]:
    return lambda body, limit: _read(reader(BytesIO(body)), limit)


def _read(reader: _Reader, limit: int) -> bytes:
    plain = bytearray()
    try:
        while len(plain) < limit and (piece := reader.read(min(PIECE_BYTES, limit - len(plain)))):
            plain += piece
    except OSError:
        # Of a body that is cut or broken, what comes before is kept.
        pass
    return bytes(plain)


def _inflating(window_bits: int) -> Callable[[bytes, int], bytes]:
    return lambda body, limit: b"".join(inflated(body, window_bits, limit))


GZIP: Final = _inflating(GZIP_FORMAT)
UNPACKERS: Final = {
    "gzip": (GZIP,),
    "x-gzip": (GZIP,),
    # Some servers leave out the frame that the standard asks for.
    "deflate": (_inflating(zlib.MAX_WBITS), _inflating(-zlib.MAX_WBITS)),
    "br": (_by(BrotliReader),),
    "zstd": (_by(ZstdReader),),
}


def _headers(head: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in FOLD.sub(b" ", head).split(b"\n")[1:]:
        name, colon, value = (part.strip().decode("latin-1") for part in line.partition(b":"))
        if colon and name:
            known = headers.get(name.lower())
            headers[name.lower()] = f"{known}, {value}" if known else value
    return headers
