"""What a run that was killed has left behind is made whole: its files, and what the ledger says of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.line_files import UNFINISHED, finish
from pipelines.reports.run import write_report
from pipelines.store.adoption import Adopted, adopt_part
from pipelines.store.ledger import Ledger
from pipelines.store.mending import mend_lines, mend_members
from pipelines.store.near_duplicates import NearDuplicates
from pipelines.store.parts import ARCHIVES, RECORDS, name_of_part
from pipelines.store.run_lock import RunLock, dead_runs, is_of_folder


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found of a run that did not end by itself."""

    run: str
    records: int
    """Lines that were whole, and are kept."""
    of_others: int
    """Lines that are not kept, since another run has written the record meanwhile, or is about to."""
    cut_bytes: int
    """Bytes of lines that were not whole."""
    archives: int
    """Web archives that were being written, and are kept."""
    cut_archive_bytes: int
    """Bytes of pages in them that were not whole."""
    released: int
    """Addresses that it had leased, and that are pending again."""

    def __str__(self) -> str:
        told = [f"{self.records} records of its open files kept"]
        if self.of_others:
            told.append(f"{self.of_others} left to other runs")
        if self.cut_bytes:
            told.append(f"a half-written line of {self.cut_bytes} bytes cut off")
        if self.archives:
            told.append(f"{self.archives} open archives kept")
        if self.cut_archive_bytes:
            told.append(f"a half-written page of {self.cut_archive_bytes} bytes cut off")
        told.append(f"{self.released} addresses to be fetched again")
        return f"run {self.run} was interrupted: {', '.join(told)}"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A run of another folder that fell silent."""

    run: str
    released: int
    """Addresses that it had leased, and that are pending again."""

    def __str__(self) -> str:
        return (
            f"run {self.run} of another folder fell silent: {self.released} addresses to be fetched by others;"
            " the next run of its own folder makes its files whole"
        )


def recover(output: Path, ledger: Ledger, near: NearDuplicates) -> list[Recovered]:
    """Make whole what dead runs left in the output folder, and return what was found; let those be that are alive."""
    return [_recovered(output, ledger, near, lock) for lock in dead_runs(output)]


def take_over(output: Path, ledger: Ledger) -> list[TakenOver]:
    """Give back what silent runs of other folders had leased, and return what that was."""
    silent = [run for run in ledger.runs.silent() if not is_of_folder(output, run)]
    released = [(run, ledger.runs.take_for_lost(run)) for run in silent]
    return [TakenOver(run, number) for run, number in released if number is not None]


def _recovered(output: Path, ledger: Ledger, near: NearDuplicates, lock: RunLock) -> Recovered:
    adopted, cut = _recovered_lines(output, ledger, near, lock.run)
    archives, cut_archive = _recovered_archives(output, lock.run)
    released = ledger.release_of(lock.run)
    if not (output / "runs" / f"{lock.run}.json").exists():
        told = {"spider": lock.scope, "scope": lock.scope, "interrupted": True, "records": adopted.records}
        write_report(output, lock.run, told)
    lock.release()
    return Recovered(lock.run, adopted.records, adopted.of_others, cut, archives, cut_archive, released)


def _recovered_lines(output: Path, ledger: Ledger, near: NearDuplicates, run: str) -> tuple[Adopted, int]:
    """Finish the open files of lines; return what became of their records, and how many bytes were cut off."""
    found: list[Adopted] = []
    cut = 0
    for part in sorted(output.glob(f"*/{run}*{RECORDS}{UNFINISHED}")):
        cut += mend_lines(part)
        # Before the name: a file with its name is one that the ledger knows of.
        if part.parent.name != "runs":
            found.append(_adopted(output, part, run, ledger, near))
        if not _is_gone_as_empty(part):
            finish(part)
    return Adopted(sum(each.records for each in found), sum(each.of_others for each in found)), cut


def _adopted(output: Path, part: Path, run: str, ledger: Ledger, near: NearDuplicates) -> Adopted:
    name = name_of_part(output, part).removesuffix(UNFINISHED)
    with ledger.transaction():
        sizes = ledger.runs.settled_sizes(run)
        adopted = adopt_part(part, run, None if sizes is None else sizes.get(name, 0), ledger, near)
        # So that they are known as its own, should this run be killed before the file has its name.
        ledger.runs.note_sizes({name: part.stat().st_size}, run)
    ledger.database.checkpoint()
    return adopted


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
