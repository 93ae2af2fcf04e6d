"""An input that holds the worker that reads it, until it is killed: a pipe that nobody writes to its end."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.pipelines.processes import open_files

# Engines take seconds to start on a machine that is busy.
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.01


@contextmanager
def killing_the_first_reader(path: Path, lines: list[bytes]) -> Iterator[Future[dict[str, int]]]:
    """Make an input of lines. Who reads it first gets one line, and is killed by SIGKILL; the next gets all.

    The future tells which files lay in the folder `parts` beside it when that happened, each with its inode.
    """
    os.mkfifo(path)
    with ThreadPoolExecutor(1) as feeder:
        yield feeder.submit(_feed, path, lines)


def _feed(path: Path, lines: list[bytes]) -> dict[str, int]:
    try:
        parts = _kill_the_reader(path, lines[0])
        with os.fdopen(when_read(path), "wb") as again:
            again.write(b"".join(lines))
    except BaseException:
        release(path)
        raise
    return parts


def _kill_the_reader(path: Path, line: bytes) -> dict[str, int]:
    """Return what lay in the folder of parts when it was killed."""
    pipe = when_read(path)
    os.write(pipe, line)
    _await(lambda: len(_readers(path)) == 1)
    (reader,) = _readers(path)
    parts = inodes(path.parent / "parts")
    os.kill(reader, signal.SIGKILL)
    os.close(pipe)
    # Before all its threads are gone it still has the pipe open, and what is written would be for nobody.
    _await(lambda: not Path(f"/proc/{reader}").exists())
    return parts


def release(path: Path) -> None:
    """End the input, so that nobody waits for it whatever has gone wrong."""
    both_ends = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    path.unlink()
    os.close(both_ends)


def inodes(folder: Path) -> dict[str, int]:
    """Return the files of a folder that are finished; a file that was written again has another inode."""
    return {path.name: path.stat().st_ino for path in folder.glob("*.jsonl")}


def when_read(path: Path) -> int:
    """Return the writing end, once somebody reads."""
    ends: list[int] = []

    def is_open() -> bool:
        try:
            ends.append(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as problem:
            if problem.errno != errno.ENXIO:
                raise
        return bool(ends)

    _await(is_open)
    os.set_blocking(ends[0], True)
    return ends[0]


def _readers(path: Path) -> set[int]:
    """Return the processes that have a file open, but for this one."""
    processes = {int(name) for name in os.listdir("/proc") if name.isdecimal()} - {os.getpid()}
    return {process for process in processes if str(path) in open_files(process)}


def _await(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "nothing happens"
        time.sleep(PAUSE_SECONDS)
