"""The earlier record of a page, out of a file of records."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.records import FoundRecord, read_records


class NoEarlierRecord(ValueError):
    """The file has no record of the page, or none at all."""


def earlier_record(path: Path, now: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the last record of a file with the id or the input of a record; or else the only one that it holds."""
    number, only, same = 0, None, None
    for found in read_records(path):
        if not isinstance(found, FoundRecord):
            raise NoEarlierRecord(f"{found.place}: {found.why}")
        number, only = number + 1, found.record
        if any(now[key] and found.record.get(key) == now[key] for key in ("id", "input_id")):
            same = found.record
    if same is None and number != 1:
        raise NoEarlierRecord(f"{path} has no record of this page" if number else f"{path} holds no record")
    record = same or only
    assert record is not None
    return record
