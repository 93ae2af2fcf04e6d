"""Worker processes: what is done in them costs itself only where it crashes or never ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Importing the chain takes about a second on a slow machine; ten times that, and something is wrong.
START_SECONDS: Final = 60.0
READY: Final = "ready"
WARM_START: Final = "pipelines.warm_start"
# Fork from a clean server process, which has the chain imported: starting a worker takes milliseconds then.
METHOD: Final = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class WorkerNotStarted(RuntimeError):
    """A worker process did not come up: an installation problem, not a page's."""


@dataclass(frozen=True, slots=True)
class Work(Generic[T, R]):
    """What is done in worker processes."""

    do: Callable[[T], R]
    """A function of a module, since the processes import it by its name."""
    lost: Callable[[T, str, str], R]
    """What the answer is where the process dies, or does not end: of what was asked, why in words, and in one word."""
    seconds: float | None
    """How long an answer may take."""
    answers_per_process: int
    has_processes: bool = False
    """Whether the work has worker processes of its own."""


class Worker(Generic[T, R]):
    """One process and the pipe to it. It starts when first needed, and again after it was lost or is worn out."""

    def __init__(self, work: Work[T, R]) -> None:
        self._work = work
        self._left = 0
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def answer(self, asked: T) -> R:
        """Return what the work makes of it; what stands for that where the process dies or does not end."""
        pipe = self._ready_pipe()
        self._left -= 1
        try:
            pipe.send(asked)
            if not pipe.poll(self._work.seconds):
                self.stop()
                return self._work.lost(asked, f"not done after {self._work.seconds:g} s", "Timeout")
            answer: R = pipe.recv()
            return answer
        except (EOFError, OSError):
            return self._work.lost(asked, f"the worker process died ({self._cause_of_death()})", "WorkerDied")

    def stop(self) -> None:
        """End the process, at once."""
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None

    def kill(self) -> None:
        """Kill the process from another thread than the one that waits for its answer."""
        if self._process:
            self._process.kill()

    def _ready_pipe(self) -> Connection:
        if self._left <= 0:
            self.stop()
        return self._pipe or self.start()

    def start(self) -> Connection:
        """Start the process, and return the pipe to it once it is ready."""
        context = multiprocessing.get_context(METHOD)
        ours, theirs = context.Pipe()
        # (Python lets no daemon have children.)
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, self._work.do), daemon=not self._work.has_processes
        )
        self._process.start()
        theirs.close()
        self._pipe, self._left = ours, self._work.answers_per_process
        self._await_ready(ours)
        return ours

    def _await_ready(self, pipe: Connection) -> None:
        try:
            if pipe.poll(START_SECONDS) and pipe.recv() == READY:
                return
            cause = f"no answer after {START_SECONDS:g} s"
        except (EOFError, OSError):
            cause = self._cause_of_death()
        self.stop()
        raise WorkerNotStarted(f"a worker process did not start ({cause})")

    def _cause_of_death(self) -> str:
        process = self._process
        if process:
            process.join(1)
        code = process.exitcode if process else None
        self.stop()
        return signal.Signals(-code).name if code and code < 0 else f"exit code {code}"


class WorkerPool(Generic[T, R]):
    """Some workers that do the same work; what is asked goes to one that is free."""

    def __init__(self, work: Work[T, R], jobs: int) -> None:
        if METHOD == "forkserver":
            # (Where the work has processes of its own, these are forked from a server of their own, which is warm.)
            warm = [] if work.has_processes else [WARM_START]
            multiprocessing.set_forkserver_preload(["__main__", work.do.__module__, *warm])
        self.jobs = jobs
        self._free: SimpleQueue[Worker[T, R]] = SimpleQueue()
        self._workers = [Worker(work) for _ in range(jobs)]
        for worker in self._workers:
            self._free.put(worker)
        # Threads only wait at the pipes: the work is done in the processes.
        self._waiters = ThreadPoolExecutor(jobs, thread_name_prefix="worker")

    def started(self) -> Future[None]:
        """Start a worker ahead of the first question; the future raises WorkerNotStarted where that fails."""
        return self._waiters.submit(self._start_one)

    def submit(self, asked: T) -> Future[R]:
        """Return the future answer."""
        return self._waiters.submit(self._answer, asked)

    def close(self) -> None:
        """End the workers, whatever they are at."""
        self._waiters.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.kill()
        # A thread that waited at a pipe sees its end now.
        self._waiters.shutdown()
        for worker in self._workers:
            worker.stop()

    def _start_one(self) -> None:
        worker = self._free.get()
        try:
            worker.start()
        finally:
            self._free.put(worker)

    def _answer(self, asked: T) -> R:
        worker = self._free.get()
        try:
            return worker.answer(asked)
        finally:
            self._free.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serve(pipe: Connection, do: Callable[[T], object]) -> None:
    """Answer until the other end is closed."""
    # An interrupt at the terminal reaches every process; only the first one decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(READY)
        while True:
            pipe.send(do(pipe.recv()))
    except (EOFError, OSError):
        sys.exit(0)


def _end_with_parent() -> None:
    """End this process, whatever it is at, when the one that started it is gone."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
