"""Packed bytes to plain ones, no more of them than asked for: whatever a bomb holds, it stops there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

GZIP_MAGIC: Final = b"\x1f\x8b"
GZIP_FORMAT: Final = zlib.MAX_WBITS + 16
PIECE_BYTES: Final = 64 * 1024


def inflated(packed: bytes, window_bits: int, limit: int) -> Iterator[bytes]:
    """Return the plain bytes piece by piece, as far as the packed ones are whole, up to a limit in bytes."""
    unpacking = zlib.decompressobj(window_bits)
    while limit > 0 and packed and not unpacking.eof:
        try:
            piece = unpacking.decompress(packed, min(PIECE_BYTES, limit))
        except zlib.error:
            return
        packed = unpacking.unconsumed_tail
        limit -= len(piece)
        yield piece
