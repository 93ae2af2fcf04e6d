"""Gzip files of many members, as web archives are: unpacked, with the place of each member, and of a break."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipelines.inflate import GZIP_FORMAT, GZIP_MAGIC
from pipelines.inputs.files import HEAD_BYTES, Readable, Rejoined, starts_as_warc

# Of a broken piece zlib gives nothing, so a larger one would cost more records before the break.
PIECE_BYTES: Final = 16 * 1024
# With the only method of packing that there is.
MEMBER_MAGIC: Final = GZIP_MAGIC + b"\x08"


@dataclass(frozen=True, slots=True)
class Break:
    """Where a file cannot be read, and why."""

    at: int
    why: str


class GzipMembers:
    """The unpacked bytes of all members. They end where the file is broken, and `broken` says so."""

    def __init__(self, packed: Readable, packed_bytes: int = 0) -> None:
        self.broken: Break | None = None
        self.whole_bytes = packed_bytes
        """Where the last member that was read to its end ends."""
        self._packed = packed
        self._piece = b""
        self._packed_bytes = packed_bytes
        self._unpacked_bytes = 0
        self._member: zlib._Decompress | None = None
        self._starts: deque[tuple[int, int]] = deque([(0, packed_bytes)])

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """Return at most so many unpacked bytes; none at the end."""
        while not self.broken and self._has_piece():
            if chunk := self._unpacked(size):
                self._unpacked_bytes += len(chunk)
                return chunk
        return b""

    def tell(self) -> int:
        """Return how many unpacked bytes have been read."""
        return self._unpacked_bytes

    def packed_position(self, position: int) -> int:
        """Return where the member begins in which an unpacked byte stands. Ask in rising order."""
        while len(self._starts) > 1 and self._starts[1][0] <= position:
            self._starts.popleft()
        return self._starts[0][1]

    def after_break(self) -> GzipMembers | None:
        """Return the members behind a break, from the next that begins as an archive does; None where there is none."""
        if self.broken is None:
            return None
        found = _next_start(self._piece[1:], self._packed, self._packed_bytes + 1)
        return GzipMembers(Rejoined(found[1], self._packed), found[0]) if found else None

    def _has_piece(self) -> bool:
        self._piece = self._piece or self._packed.read(PIECE_BYTES) or b""
        if self._member is None:
            # Some writers fill the last block of a file with zeros.
            padded = len(self._piece)
            self._piece = self._piece.lstrip(b"\0")
            self._packed_bytes += padded - len(self._piece)
            return bool(self._piece) or (padded > 0 and self._has_piece())
        if not self._piece:
            self.broken = Break(self._starts[-1][1], "the file ends inside the gzip member that begins here")
        return bool(self._piece)

    def _unpacked(self, size: int) -> bytes:
        if self._member is None:
            self._member = zlib.decompressobj(GZIP_FORMAT)
            self._starts.append((self._unpacked_bytes, self._packed_bytes))
        try:
            chunk = self._member.decompress(self._piece, size)
        except zlib.error as problem:
            told = str(problem).removeprefix("Error -3 while decompressing data: ")
            self.broken = Break(self._starts[-1][1], f"the gzip member that begins here is broken: {told}")
            return b""
        rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        self._packed_bytes += len(self._piece) - len(rest)
        self._piece = rest
        if self._member.eof:
            self._member = None
            self.whole_bytes = self._packed_bytes
        return chunk


def next_archive_member(packed: Readable, position: int) -> int | None:
    """Return where the next member begins that begins as an archive does, in a file that is read on from a position."""
    found = _next_start(b"", packed, position)
    return found[0] if found else None


def _next_start(window: bytes, packed: Readable, begins_at: int) -> tuple[int, bytes] | None:
    """Return where the member begins, and what has been read of it; the window has been read, and begins there."""
    while True:
        found = next((at for at in _member_starts(window) if starts_as_warc(window[at : at + HEAD_BYTES])), None)
        if found is not None:
            return begins_at + found, window[found:]
        more = packed.read(PIECE_BYTES)
        if not more:
            return None
        # A member's head may stand across the border.
        begins_at += max(len(window) - HEAD_BYTES, 0)
        window = window[-HEAD_BYTES:] + more


def _member_starts(window: bytes) -> Iterator[int]:
    at = window.find(MEMBER_MAGIC)
    while at >= 0:
        yield at
        at = window.find(MEMBER_MAGIC, at + 1)
