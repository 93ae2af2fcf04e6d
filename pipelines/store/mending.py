"""Files that were being written when their run was killed, cut back to what is whole in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from pipelines.inputs.gzip_members import GzipMembers


def mend_lines(path: Path) -> int:
    """Cut off what is no whole line of JSON, and return how many bytes that were.

    Lines are appended one by one, so only the last can be half there after a kill; after a power cut, all that
    follows the last synchronisation can be missing, blank or broken, and the ledger does not count on it.
    """
    with path.open("r+b") as file:
        return _cut(file, _whole_lines(file))


def mend_members(path: Path) -> int:
    """Cut off what is no whole gzip member, and return how many bytes that were."""
    with path.open("r+b") as file:
        members = GzipMembers(file)
        while members.read():
            pass
        return _cut(file, members.whole_bytes)


def object_of(line: bytes) -> dict[str, Any] | None:
    """Return the JSON object in a line; None where there is none."""
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _whole_lines(file: BinaryIO) -> int:
    whole = 0
    for line in file:
        if not line.endswith(b"\n") or object_of(line) is None:
            break
        whole += len(line)
    return whole


def _cut(file: BinaryIO, whole: int) -> int:
    cut = file.seek(0, os.SEEK_END) - whole
    file.truncate(whole)
    os.fsync(file.fileno())
    return cut
