"""Workers that crawl in haste, as processes: `python -m tests.spiders.queue.working work …`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from spiders.cli import run
from spiders.queue import process as crawl_process
from tests.redis_server import RedisServer

ROOT = Path(__file__).parents[3]
LEASE = 5
# Only what hangs takes so long, also where the machine has much else to do.
PATIENCE = 180.0


@contextmanager
def working(server: RedisServer, output: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker in a session of its own; nothing of it is left in the end."""
    environment = {**os.environ, "BABELWIRE_OUTPUT": str(output)}
    command = [sys.executable, "-m", "tests.spiders.queue.working", "work", "--queue", server.address]
    log = output.parent / f"worker-{len(list(output.parent.glob('worker-*')))}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, "--lease", str(LEASE), *options], cwd=ROOT, env=environment, stderr=file, start_new_session=True
        )
        try:
            yield process
        finally:
            kill_all(process)


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and all its crawls at once, as when their machine dies."""
    for pid in processes_of(process.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


def processes_of(session: int) -> list[int]:
    """Return the processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(words[3]) == session:
            found.append(int(path.parent.name))
    return found


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; fail where it never is."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


if __name__ == "__main__":
    crawl_process.PROGRAM = (sys.executable, "-m", "tests.spiders.queue.crawling")  # type: ignore[misc]
    run()
