"""Crawls with a folder each and one ledger, of which one is killed, suspended, or cut off."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.spiders.newspaper import Newspaper, crawling, records

STORIES = 160
# When both crawls are well under way.
RECORDS = 30
PATIENCE = 60.0
LOST_AFTER = "2"


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    """Serve a paper that takes its time."""
    server = Newspaper(STORIES)
    server.delay = 0.03
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def written(output: Path) -> int:
    """Return how many whole lines are in the record files of a folder that still grow."""
    return sum(path.read_bytes().count(b"\n") for path in output.glob("feed/*.jsonl.part"))


def wait_until(has_happened: Callable[[], bool]) -> None:
    """Wait for something to happen."""
    deadline = time.monotonic() + PATIENCE
    while not has_happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def crawl_of(
    paper: Newspaper, output: Path, ledger: str, log_level: str = "WARNING"
) -> Iterator[subprocess.Popen[bytes]]:
    """Begin a crawl of the paper; what is left of it at the end is killed."""
    shared = {"BABELWIRE_LEDGER": ledger, "BABELWIRE_LOST_AFTER": LOST_AFTER, "LOG_LEVEL": log_level}
    with crawling(paper, output, start_new_session=True, **shared) as run:
        try:
            yield run
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


def crawl(paper: Newspaper, output: Path, ledger: str, log_level: str = "WARNING") -> str:
    """Crawl the paper to the end; return the log."""
    with crawl_of(paper, output, ledger, log_level) as run:
        return run.communicate(timeout=PATIENCE)[1].decode()


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "suspended"])
def test_what_a_lost_crawl_was_at_is_fetched_by_others(
    paper: Newspaper, tmp_path: Path, shared_ledger: str, blow: signal.Signals
) -> None:
    """Of two crawls on one ledger one is lost: the other gets everything, and each article is in one folder only."""
    lost, other = tmp_path / "lost", tmp_path / "other"
    with crawl_of(paper, lost, shared_ledger) as first, crawl_of(paper, other, shared_ledger) as second:
        wait_until(lambda: written(lost) >= RECORDS and written(other) >= RECORDS)
        os.killpg(first.pid, blow)
        # Long enough to be taken for lost, whether the other crawl still goes on by then or not.
        since = time.monotonic()
        log = second.communicate(timeout=PATIENCE)[1].decode()
        wait_until(lambda: time.monotonic() > since + float(LOST_AFTER) + 1)
        log += crawl(paper, other, shared_ledger)
        assert "of another folder fell silent" in log
        assert records(lost) == []
        in_other = {record.url for record in records(other)}
        last_words = _awakened(first)
    if blow == signal.SIGSTOP:
        # One that was suspended while all others waited for it has lost its connection before.
        assert "others have taken its addresses" in last_words or "cannot be used" in last_words
        assert last_words.endswith("; the next run goes on from here\n")
    log = crawl(paper, lost, shared_ledger)
    assert "was interrupted" in log
    in_lost = [record.url for record in records(lost)]
    assert len(in_lost) == len(set(in_lost)) == STORIES - len(in_other)
    assert not in_other & set(in_lost)
    assert len(records(other)) == len(in_other)
    assert "Traceback" not in log + last_words
    assert not list(tmp_path.glob("**/*.part"))
    assert not list(tmp_path.glob("**/*.lock"))


def _awakened(run: subprocess.Popen[bytes]) -> str:
    """Let a run go on if it is suspended; return its log once it has ended."""
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGCONT)
    return run.communicate(timeout=PATIENCE)[1].decode()


def test_a_crawl_whose_ledger_is_cut_off_ends_in_one_line(paper: Newspaper, tmp_path: Path, shared_ledger: str) -> None:
    """Where the connection is lost in the middle of a crawl, it says so and ends; the next one goes on."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed; `make install` installs it")
    with crawl_of(paper, tmp_path, shared_ledger) as run, psycopg.connect(shared_ledger, autocommit=True) as server:
        wait_until(lambda: written(tmp_path) >= RECORDS)
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        log = run.communicate(timeout=PATIENCE)[1].decode()
    told = [line for line in log.splitlines() if "ERROR" in line or "WARNING" in line]
    assert len(told) == 1, log
    assert "ERROR: the ledger in PostgreSQL cannot be used (" in told[0]
    assert told[0].endswith("; the next run goes on from here")
    assert "Traceback" not in log
    assert records(tmp_path) == []
    log = crawl(paper, tmp_path, shared_ledger.replace("tester@", "tester:secret@"), log_level="DEBUG")
    assert "was interrupted" in log
    # Nor is the password told, however much is told.
    assert "secret" not in log
    assert not [path for path in tmp_path.glob("**/*") if path.is_file() and b"secret" in path.read_bytes()]
    urls = [record.url for record in records(tmp_path)]
    assert len(urls) == len(set(urls)) == STORIES
