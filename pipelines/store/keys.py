"""Addresses and records as the numbers that the ledger finds them by."""

from __future__ import annotations

import hashlib

from pipelines.urls import clean

# Signed, as SQLite stores them. With ten million addresses, two of them share a number in one crawl of 300,000.
BYTES = 8


def key_of_url(url: str) -> int:
    """Return the number of an address; those that differ in what only tracks a reader share it."""
    try:
        identity = clean(url)
    except ValueError:
        identity = url
    return key_of_text(identity)


def key_of_text(text: str) -> int:
    """Return the number of any text."""
    return _number(hashlib.sha256(text.encode("utf-8", "replace")).digest())


def key_of_hex(digits: str) -> int:
    """Return the number of a record's id, or of a content hash: its first 64 bits."""
    return _number(bytes.fromhex(digits[: 2 * BYTES]))


def hex_of_key(key: int) -> str:
    """Return the record's id of a number."""
    return key.to_bytes(BYTES, "big", signed=True).hex()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest[:BYTES], "big", signed=True)
