"""What a run that was killed has left behind is made whole: its files, and what the ledger says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipelines.line_files import UNFINISHED, finish
from pipelines.records import FoundRecord, read_records
from pipelines.reports.run import write_report
from pipelines.store.database import transaction
from pipelines.store.ledger import Ledger
from pipelines.store.mending import mend_lines, mend_members
from pipelines.store.near_duplicates import NEAR_TIME, NearDuplicates
from pipelines.store.parts import ARCHIVES, RECORDS
from pipelines.store.run_lock import RunLock, dead_runs
from schemas.article import Article

# Records that are in memory at once.
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found of a run that did not end by itself."""

    run: str
    records: int
    """Lines that were whole, and are kept."""
    cut_bytes: int
    """Bytes of lines that were not."""
    archives: int
    """Web archives that were being written, and are kept."""
    cut_archive_bytes: int
    """Bytes of pages in them that were not whole."""
    released: int
    """Addresses that it had leased, and that are pending again."""

    def __str__(self) -> str:
        told = [f"{self.records} records of its open files kept"]
        if self.cut_bytes:
            told.append(f"a half-written line of {self.cut_bytes} bytes cut off")
        if self.archives:
            told.append(f"{self.archives} open archives kept")
        if self.cut_archive_bytes:
            told.append(f"a half-written page of {self.cut_archive_bytes} bytes cut off")
        told.append(f"{self.released} addresses to be fetched again")
        return f"run {self.run} was interrupted: {', '.join(told)}"


def recover(output: Path, ledger: Ledger, near: NearDuplicates) -> list[Recovered]:
    """Make whole what dead runs left in the output folder, and return what was found; let those be that are alive."""
    return [_recovered(output, ledger, near, lock) for lock in dead_runs(output)]


def adopt_all(output: Path, ledger: Ledger, near: NearDuplicates) -> int:
    """Tell a new ledger of all records that lie in the output folder; return how many those are."""
    files = [path for path in sorted(output.glob(f"*/*{RECORDS}")) if path.parent.name != "runs"]
    # All or none: with some of them it would not be new any more, and nobody would tell it of the rest.
    with transaction(ledger.connection):
        return sum(_adopt(path, ledger, near) for path in files)


def _recovered(output: Path, ledger: Ledger, near: NearDuplicates, lock: RunLock) -> Recovered:
    records, cut = _recovered_lines(output, ledger, near, lock.run)
    archives, cut_archive = _recovered_archives(output, lock.run)
    released = ledger.release_of(lock.run)
    if not (output / "runs" / f"{lock.run}.json").exists():
        told = {"spider": lock.scope, "scope": lock.scope, "interrupted": True, "records": records}
        write_report(output, lock.run, told)
    lock.release()
    return Recovered(lock.run, records, cut, archives, cut_archive, released)


def _recovered_lines(output: Path, ledger: Ledger, near: NearDuplicates, run: str) -> tuple[int, int]:
    """Finish the open files of lines; return how many records they have, and how many bytes were cut off."""
    records = cut = 0
    for part in sorted(output.glob(f"*/{run}*{RECORDS}{UNFINISHED}")):
        cut += mend_lines(part)
        if _is_gone_as_empty(part):
            continue
        # Before the name: a file with its name is one that the ledger knows of.
        if part.parent.name != "runs":
            with transaction(ledger.connection):
                records += _adopt(part, ledger, near)
            ledger.checkpoint()
        finish(part)
    return records, cut


def _recovered_archives(output: Path, run: str) -> tuple[int, int]:
    """Finish the open archives; return how many those are, and how many bytes were cut off."""
    archives = cut = 0
    for part in sorted(output.glob(f"*/{run}*{ARCHIVES}{UNFINISHED}")):
        cut += mend_members(part)
        if not _is_gone_as_empty(part):
            finish(part)
            archives += 1
    return archives, cut


def _is_gone_as_empty(part: Path) -> bool:
    """Remove a file in which nothing is whole; tell whether that was so."""
    is_empty = part.stat().st_size == 0
    if is_empty:
        part.unlink()
    return is_empty


def _adopt(path: Path, ledger: Ledger, near: NearDuplicates) -> int:
    adopted = 0
    for batch in _batches(path):
        ledger.adopt(batch)
        _remember_texts(batch, near)
        adopted += len(batch)
    return adopted


def _remember_texts(records: list[dict[str, Any]], near: NearDuplicates) -> None:
    now = datetime.now(UTC)
    for record in records:
        at = datetime.fromisoformat(record["fetched_at"]) if record["fetched_at"] else now
        if at > now - NEAR_TIME:
            # Of a file of ours, and perhaps of an earlier version: it is not judged again.
            near.add(Article.model_construct(**record), at)


def _batches(path: Path) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for found in read_records(path):
        if isinstance(found, FoundRecord):
            batch.append(found.record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
