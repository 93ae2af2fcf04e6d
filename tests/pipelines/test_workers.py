"""Worker processes."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.page_workers import in_order, page_workers
from pipelines.rejected import Rejected
from pipelines.workers import WorkerNotStarted, WorkerPool
from schemas.page import Page, Rejection
from tests.pipelines.processes import is_running

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


def answers(pool: WorkerPool[Page, Answer | Rejected], bodies: list[bytes]) -> list[Answer | Rejected | None]:
    """Return what a pool answers to pages with these bodies, in order."""
    return [answer for _, answer in in_order(pool, bodies, lambda body: Page(body=body, url="https://a.example/"))]


def test_answers_come_in_order(work: Callable[[Page], Answer]) -> None:
    """A slow page does not let later ones overtake it, and the work is done in other processes."""
    bodies = [b"slow", *(str(number).encode() for number in range(12))]
    with page_workers(work, jobs=2) as pool:
        found = [answer for answer in answers(pool, bodies) if isinstance(answer, tuple)]
    assert [body for body, _ in found] == bodies
    assert os.getpid() not in {process for _, process in found}
    assert len({process for _, process in found}) == 2


def test_a_crash_costs_one_page(work: Callable[[Page], Answer]) -> None:
    """Where a process dies, its page is lost and says so; all others are answered."""
    with page_workers(work, jobs=1) as pool:
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
    with page_workers(work, jobs=1, page_seconds=0.5) as pool:
        lost, after = answers(pool, [b"hang", b"b"])
    assert isinstance(lost, Rejected)
    assert lost.defect == "Timeout"
    assert isinstance(after, tuple)


def test_processes_are_replaced(work: Callable[[Page], Answer]) -> None:
    """A process answers so many pages, then another takes its place."""
    with page_workers(work, jobs=1, pages_per_worker=2) as pool:
        found = [answer for answer in answers(pool, [b"a", b"b", b"c"]) if isinstance(answer, tuple)]
    first, second, third = (process for _, process in found)
    assert first == second != third


def test_a_worker_that_cannot_start_is_no_rejection(work: Callable[[Page], Answer], tmp_path: Path) -> None:
    """Where the work cannot be imported, nobody takes that for a defect of the pages."""
    (tmp_path / "work_under_test.py").write_text("raise ImportError")
    with page_workers(work, jobs=1) as pool, pytest.raises(WorkerNotStarted, match="did not start"):
        pool.started().result()


def test_workers_end_with_the_process_that_started_them(work: Callable[[Page], Answer], tmp_path: Path) -> None:
    """Where that one is killed, no worker goes on, whatever it is at."""
    asking = """
from pipelines.page_workers import page_workers
from schemas.page import Page
from work_under_test import work
if __name__ == "__main__":
    with page_workers(work, jobs=1) as pool:
        print(pool.submit(Page(body=b"a")).result()[1], flush=True)
        pool.submit(Page(body=b"hang")).result()
"""
    (tmp_path / "asking.py").write_text(asking)
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])
    command = [sys.executable, str(tmp_path / "asking.py")]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE) as asker:
        assert asker.stdout
        worker = int(asker.stdout.readline())
        assert is_running(worker)
        asker.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while is_running(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(worker)


def test_what_workers_share_is_no_garbage() -> None:
    """The lexicon's many objects, loaded before workers are forked, are not gone through when one looks for garbage."""
    code = "import gc, pipelines.warm_start; print(gc.get_freeze_count(), len(gc.get_objects()))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    frozen, watched = map(int, ran.stdout.split())
    assert frozen > 10 * watched
