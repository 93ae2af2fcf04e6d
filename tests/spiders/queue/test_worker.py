"""What a worker makes of crawls that fail, die, or are no longer its own. Crawls are small programs here."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from pipelines.queue.connection import connected
from pipelines.queue.jobs import Job
from pipelines.queue.scripts import GROUP, STREAM
from pipelines.queue.stream import Queue
from spiders.queue import process
from spiders.queue.worker import Worker
from tests.redis_server import RedisServer

LEASE = 2.0
GOOD = "print('not told')"
BAD = "import sys; sys.exit('babelwire: status 404\\nbabelwire: 没有文章')"
DEADLY = "import os; os.kill(os.getpid(), 9)"
LONG = "import time; time.sleep(60)"
# Deaf to the first request to end.
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {LONG}"


class Working:
    """A worker in a thread, whose crawls are a program."""

    def __init__(self, server: RedisServer, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(process, "PROGRAM", (sys.executable, "-c", program))
        self.queue = Queue(connected(server.address, 0.5), server.address, "one", LEASE)
        self.said: list[str] = []
        self.worker = Worker(self.queue, self.said.append, lease=LEASE, at_once=2, until_empty=True)
        self.thread = Thread(target=self.worker.work, args=({},), daemon=True)

    def done(self) -> list[str]:
        """Wait until the worker has ended; return what it said of its job."""
        self.thread.join(30)
        assert not self.thread.is_alive()
        return [line for line in self.said if line.startswith("site: ")]

    def wait_for(self, words: str) -> None:
        """Wait until the worker has said something."""
        deadline = time.monotonic() + 30
        while not any(words in line for line in self.said):
            assert time.monotonic() < deadline, self.said
            time.sleep(0.02)


@pytest.fixture
def job() -> Job:
    """Return a job."""
    return Job("site", "site", {"url": "https://example.org/"})


def test_a_good_crawl_is_done(redis_server: RedisServer, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 0 takes the job out."""
    working = Working(redis_server, GOOD, monkeypatch)
    working.queue.put(job)
    working.thread.start()
    assert [line.partition(" in ")[0] for line in working.done()] == ["site: begun", "site: done"]
    assert (working.worker.failed, working.queue.aside()) == (0, [])


def test_a_failed_crawl_is_told_and_kept(redis_server: RedisServer, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1 sets the job aside, with the last line of the log; it is not tried again by itself."""
    working = Working(redis_server, BAD, monkeypatch)
    working.queue.put(job)
    working.thread.start()
    told = working.done()
    assert told.count("site: begun") == 1
    assert "site: 没有文章" in told
    assert told[-1] == "site: set aside (exit code 1: 没有文章)"
    assert [(each.job, each.why) for each in working.queue.aside()] == [(job, "exit code 1: 没有文章")]
    assert working.worker.failed == 1


def test_a_crawl_that_keeps_dying_is_set_aside(
    redis_server: RedisServer, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crawl that dies of a signal is tried again, and after three deaths no more."""
    working = Working(redis_server, DEADLY, monkeypatch)
    working.queue.put(job)
    working.thread.start()
    told = working.done()
    assert [line for line in told if "begun" in line] == [
        "site: begun",
        "site: begun, after 1 that died",
        "site: begun, after 2 that died",
    ]
    assert "site: its crawl died (SIGKILL), and is given back" in told
    assert [each.why for each in working.queue.aside()] == ["its crawl or its worker died 3 times"]


def test_a_job_that_another_has_is_left_to_it(
    redis_server: RedisServer, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a worker learns that its job is another's, it stops the crawl and leaves the job alone."""
    working = Working(redis_server, LONG, monkeypatch)
    working.queue.put(job)
    working.thread.start()
    working.wait_for("begun")
    client = redis_server.client
    ((entry, _),) = client.xrange(STREAM)
    client.xclaim(STREAM, GROUP, "two", 0, [entry])
    working.wait_for("another worker has it now")
    assert [each["consumer"] for each in client.xpending_range(STREAM, GROUP, "-", "+", 9)] == ["two"]
    working.worker.stop()
    working.done()


def test_what_cannot_be_renewed_is_over_before_its_lease(
    redis_server: RedisServer, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Redis hangs, a crawl is asked to end, and killed where it does not; its job is there when Redis is back."""
    working = Working(redis_server, DEAF, monkeypatch)
    working.queue.put(job)
    working.thread.start()
    working.wait_for("begun")
    redis_server.freeze()
    working.wait_for("not renewed for 1 s, so it ends")
    (crawl,) = working.worker._crawls
    assert crawl.process.wait(30) == -signal.SIGKILL
    redis_server.thaw()
    working.wait_for("Redis works again")
    working.worker.stop()
    told = working.done()
    assert "site: stopped, and given back" in told
    assert not working.queue.put(job)


def test_two_jobs_are_done_side_by_side(
    redis_server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many crawls run at once as the worker was told; here each waits for the other to have begun."""
    wait = f"""
import os, pathlib, sys, time
folder = pathlib.Path({str(tmp_path)!r})
(folder / f"begun-{{os.getpid()}}").touch()
until = time.monotonic() + 30
while len(list(folder.glob("begun-*"))) < 2:
    assert time.monotonic() < until
    time.sleep(0.02)
"""
    working = Working(redis_server, wait, monkeypatch)
    for name in ("site: one", "site: two"):
        working.queue.put(Job(name, "site"))
    working.thread.start()
    assert sum("done in" in line for line in working.done()) == 2
