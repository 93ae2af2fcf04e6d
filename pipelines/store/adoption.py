"""The ledger is told of records that lie in files already."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, groupby
from pathlib import Path
from typing import Any, Final

from pipelines.records import FoundRecord, read_records
from pipelines.store.ledger import Ledger
from pipelines.store.mending import object_of
from pipelines.store.near_duplicates import NEAR_TIME, NearDuplicates
from pipelines.store.parts import RECORDS, run_of_part
from schemas.article import Article

# Records that are in memory at once.
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of the records of a file."""

    records: int = 0
    """Those that are kept."""
    of_others: int = 0
    """Those that were taken out, since another run has written them meanwhile, or is about to."""


def adopt_unknown(output: Path, ledger: Ledger, near: NearDuplicates) -> int:
    """Tell the ledger of all records in the output folder whose runs it has never heard of; return how many those are.

    It is new, or the folder joins those that share it.
    """
    paths = sorted(
        (path for path in output.glob(f"*/*{RECORDS}") if path.parent.name != "runs"),
        key=lambda path: (run_of_part(path), path),
    )
    files = {run: list(own) for run, own in groupby(paths, run_of_part)}
    return sum(_adopt_run(run, files[run], ledger, near) for run in ledger.runs.unknown(list(files)))


def adopt_part(path: Path, run: str, settled: int | None, ledger: Ledger, near: NearDuplicates) -> Adopted:
    """Tell the ledger of the records in a part of a dead run, whose lines are whole. The caller holds the transaction.

    Behind the bytes that are settled, records of others are taken out: no two files have the same one. Where nobody
    knows what is settled, all are kept.
    """
    if settled is None:
        return Adopted(sum(_adopt(batch, ledger, near) for batch in _batches(path)))
    with path.open("r+b") as file:
        before = sum(1 for _ in _lines_until(file, settled))
        file.seek(settled)
        lines = file.readlines()
        own = [line for line in lines if _is_adopted(line, run, ledger, near)]
        if len(own) < len(lines):
            # What a crash loses here is fetched again: it is not settled yet.
            file.seek(settled)
            file.truncate()
            file.writelines(own)
            file.flush()
            os.fsync(file.fileno())
    return Adopted(before + len(own), len(lines) - len(own))


def _adopt_run(run: str, files: Iterable[Path], ledger: Ledger, near: NearDuplicates) -> int:
    adopted = 0
    for batch in chain.from_iterable(map(_batches, files)):
        # Small changes, since others wait for their turn; what is told twice is known once.
        with ledger.transaction():
            _adopt(batch, ledger, near)
        adopted += len(batch)
    # At last: who is killed before leaves it to the next, which tells all.
    with ledger.transaction():
        ledger.runs.note_earlier(run)
    return adopted


def _lines_until(file: Iterable[bytes], end: int) -> Iterator[bytes]:
    at = 0
    for line in file:
        at += len(line)
        if at > end:
            return
        yield line


def _is_adopted(line: bytes, run: str, ledger: Ledger, near: NearDuplicates) -> bool:
    record = object_of(line)
    if record is None or ledger.is_of_others(record, run):
        return False
    _adopt([record], ledger, near)
    return True


def _adopt(records: list[dict[str, Any]], ledger: Ledger, near: NearDuplicates) -> int:
    """Tell the ledger of some records, and return how many those are."""
    ledger.adopt(records)
    now = datetime.now(UTC)
    for record in records:
        at = datetime.fromisoformat(record["fetched_at"]) if record["fetched_at"] else now
        if at > now - NEAR_TIME:
            # Of a file of ours, and perhaps of an earlier version: it is not judged again.
            near.add(Article.model_construct(**record), at)
    return len(records)


def _batches(path: Path) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for found in read_records(path):
        if isinstance(found, FoundRecord):
            batch.append(found.record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
