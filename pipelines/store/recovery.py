"""What a run that was killed has left behind is made whole: its files, and what the ledger says of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from pipelines.line_files import UNFINISHED, finish
from pipelines.records import FoundRecord, read_records
from pipelines.reports.run import write_report
from pipelines.store.ledger import Ledger
from pipelines.store.run_lock import RunLock, dead_runs

# Records that are told to the ledger in one transaction.
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found of a run that did not end by itself."""

    run: str
    records: int
    """Lines that were whole, and are kept."""
    cut_bytes: int
    """Bytes of lines that were not."""
    released: int
    """Addresses that it had leased, and that are pending again."""

    def __str__(self) -> str:
        cut = f", a half-written line of {self.cut_bytes} bytes cut off" if self.cut_bytes else ""
        return (
            f"run {self.run} was interrupted: {self.records} records of its open files kept{cut},"
            f" {self.released} addresses to be fetched again"
        )


def recover(output: Path, ledger: Ledger) -> list[Recovered]:
    """Make whole what dead runs left in the output folder, and return what was found; let those be that are alive."""
    return [_recovered(output, ledger, lock) for lock in dead_runs(output)]


def adopt_all(output: Path, ledger: Ledger) -> int:
    """Tell a new ledger of all records that lie in the output folder; return how many those are."""
    return sum(_adopt(path, ledger) for path in sorted(output.glob("*/*.jsonl")) if path.parent.name != "runs")


def _recovered(output: Path, ledger: Ledger, lock: RunLock) -> Recovered:
    records = cut = 0
    for part in sorted(output.glob(f"*/{lock.run}*.jsonl{UNFINISHED}")):
        cut += _mend(part)
        if part.stat().st_size == 0:
            part.unlink()
            continue
        # Before the name: a file with its name is one that the ledger knows of.
        if part.parent.name != "runs":
            records += _adopt(part, ledger)
            ledger.checkpoint()
        finish(part)
    released = ledger.release_of(lock.run)
    if not (output / "runs" / f"{lock.run}.json").exists():
        told = {"spider": lock.scope, "scope": lock.scope, "interrupted": True, "records": records}
        write_report(output, lock.run, told)
    lock.release()
    return Recovered(lock.run, records, cut, released)


def _mend(part: Path) -> int:
    """Cut off what is no whole line of JSON, and return how many bytes that were.

    Lines are appended one by one, so only the last can be half there after a kill; after a power cut, all that
    follows the last synchronisation can be missing, blank or broken, and the ledger does not count on it.
    """
    whole = 0
    with part.open("r+b") as file:
        for line in file:
            if not line.endswith(b"\n") or not _is_object(line):
                break
            whole += len(line)
        cut = file.seek(0, os.SEEK_END) - whole
        file.truncate(whole)
        os.fsync(file.fileno())
    return cut


def _adopt(path: Path, ledger: Ledger) -> int:
    adopted = 0
    for batch in _batches(path):
        ledger.adopt(batch)
        adopted += len(batch)
    return adopted


def _batches(path: Path) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for found in read_records(path):
        if isinstance(found, FoundRecord):
            batch.append(found.record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
