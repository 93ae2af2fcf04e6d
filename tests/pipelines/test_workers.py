"""Worker processes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.rejected import Rejected
from pipelines.workers import WorkerNotStarted, WorkerPool, in_order
from schemas.page import Page, Rejection

# In a module of its own, since worker processes have to import it.
WORK = """
import os, signal, time

def work(page):
    if page.body == b"die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if page.body == b"hang":
        time.sleep(60)
    if page.body == b"slow":
        time.sleep(0.3)
    return (page.body, os.getpid())
"""
Answer = tuple[bytes, int]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Page], Answer]:
    """Return work that tells its page and its process, and can be made to die or hang."""
    (tmp_path / "work_under_test.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules.pop("work_under_test", None)
    found: Callable[[Page], Answer] = importlib.import_module("work_under_test").work
    return found


def answers(pool: WorkerPool[Answer], bodies: list[bytes]) -> list[Answer | Rejected | None]:
    """Return what a pool answers to pages with these bodies, in order."""
    return [answer for _, answer in in_order(pool, bodies, lambda body: Page(body=body, url="https://a.example/"))]


def test_answers_come_in_order(work: Callable[[Page], Answer]) -> None:
    """A slow page does not let later ones overtake it, and the work is done in other processes."""
    bodies = [b"slow", *(str(number).encode() for number in range(12))]
    with WorkerPool(work, jobs=2) as pool:
        found = [answer for answer in answers(pool, bodies) if isinstance(answer, tuple)]
    assert [body for body, _ in found] == bodies
    assert os.getpid() not in {process for _, process in found}
    assert len({process for _, process in found}) == 2


def test_a_crash_costs_one_page(work: Callable[[Page], Answer]) -> None:
    """Where a process dies, its page is lost and says so; all others are answered."""
    with WorkerPool(work, jobs=1) as pool:
        before, lost, after = answers(pool, [b"a", b"die", b"b"])
    assert isinstance(lost, Rejected)
    assert lost.reason is Rejection.PARSER_FAILED
    assert lost.defect == "WorkerDied"
    assert "SIGSEGV" in lost.detail
    assert lost.url == "https://a.example/"
    assert isinstance(before, tuple)
    assert isinstance(after, tuple)
    assert (before[0], after[0]) == (b"a", b"b")


def test_an_endless_page_costs_itself_only(work: Callable[[Page], Answer]) -> None:
    """Where a page takes longer than it may, its process is ended and the next page gets a new one."""
    with WorkerPool(work, jobs=1, page_seconds=0.5) as pool:
        lost, after = answers(pool, [b"hang", b"b"])
    assert isinstance(lost, Rejected)
    assert lost.defect == "Timeout"
    assert isinstance(after, tuple)


def test_processes_are_replaced(work: Callable[[Page], Answer]) -> None:
    """A process answers so many pages, then another takes its place."""
    with WorkerPool(work, jobs=1, pages_per_worker=2) as pool:
        found = [answer for answer in answers(pool, [b"a", b"b", b"c"]) if isinstance(answer, tuple)]
    first, second, third = (process for _, process in found)
    assert first == second != third


def test_a_worker_that_cannot_start_is_no_rejection(work: Callable[[Page], Answer], tmp_path: Path) -> None:
    """Where the work cannot be imported, nobody takes that for a defect of the pages."""
    (tmp_path / "work_under_test.py").write_text("raise ImportError")
    with WorkerPool(work, jobs=1) as pool, pytest.raises(WorkerNotStarted, match="did not start"):
        pool.started().result()
