"""Worker processes: pages are parsed in them, so that a crash or an endless page costs that page and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from pipelines.rejected import Rejected, failed
from schemas.page import Page

T = TypeVar("T")
R = TypeVar("R")

# A hundred times what the slowest development page takes.
PAGE_SECONDS: Final = 60.0
# C libraries leak a little with every page; a fresh process every some hundred pages keeps memory flat.
PAGES_PER_WORKER: Final = 500
# Importing the chain takes about a second on a slow machine; ten times that, and something is wrong.
START_SECONDS: Final = 60.0
READY: Final = "ready"
WARM_START: Final = "pipelines.warm_start"
# Fork from a clean server process, which has the chain imported: starting a worker takes milliseconds then.
METHOD: Final = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class WorkerNotStarted(RuntimeError):
    """A worker process did not come up: an installation problem, not a page's."""


class Worker(Generic[R]):
    """One process and the pipe to it. It starts when first needed, and again after it was lost or is worn out."""

    def __init__(self, work: Callable[[Page], R | Rejected], page_seconds: float, pages: int) -> None:
        self._work = work
        self._page_seconds = page_seconds
        self._pages = pages
        self._left = 0
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def answer(self, page: Page) -> R | Rejected:
        """Return what the work makes of a page; a rejection where the process dies of it or does not end."""
        pipe = self._ready_pipe()
        self._left -= 1
        try:
            pipe.send(page)
            if not pipe.poll(self._page_seconds):
                self.stop()
                return failed(page, f"not done after {self._page_seconds:g} s", "Timeout")
            answer: R = pipe.recv()
            return answer
        except (EOFError, OSError):
            return failed(page, f"the worker process died ({self._cause_of_death()})", "WorkerDied")

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
        """Start the process, and return the pipe to it once it is ready for pages."""
        context = multiprocessing.get_context(METHOD)
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()
        self._pipe, self._left = ours, self._pages
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


class WorkerPool(Generic[R]):
    """Some workers that do the same work; each page goes to one that is free."""

    def __init__(
        self,
        work: Callable[[Page], R | Rejected],
        jobs: int,
        page_seconds: float = PAGE_SECONDS,
        pages_per_worker: int = PAGES_PER_WORKER,
    ) -> None:
        if METHOD == "forkserver":
            multiprocessing.set_forkserver_preload(["__main__", work.__module__, WARM_START])
        self.jobs = jobs
        self._free: SimpleQueue[Worker[R]] = SimpleQueue()
        self._workers = [Worker(work, page_seconds, pages_per_worker) for _ in range(jobs)]
        for worker in self._workers:
            self._free.put(worker)
        # Threads only wait at the pipes: the work is done in the processes.
        self._waiters = ThreadPoolExecutor(jobs, thread_name_prefix="worker")

    def started(self) -> Future[None]:
        """Start a worker ahead of the first page; the future raises WorkerNotStarted where that fails."""
        return self._waiters.submit(self._start_one)

    def submit(self, page: Page) -> Future[R | Rejected]:
        """Return the future answer to a page."""
        return self._waiters.submit(self._answer, page)

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

    def _answer(self, page: Page) -> R | Rejected:
        worker = self._free.get()
        try:
            return worker.answer(page)
        finally:
            self._free.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def in_order(
    pool: WorkerPool[R], inputs: Iterable[T], page_of: Callable[[T], Page | None]
) -> Iterator[tuple[T, R | Rejected | None]]:
    """Answer inputs in their order, several at a time; None for an input that has no page."""
    # Enough that no worker waits while a slow page is ahead, few enough that the pages fit in memory.
    window = 4 * pool.jobs
    pending: deque[tuple[T, Future[R | Rejected] | None]] = deque()
    for given in inputs:
        page = page_of(given)
        pending.append((given, pool.submit(page) if page else None))
        if len(pending) >= window:
            earliest, future = pending.popleft()
            yield earliest, future.result() if future else None
    for given, future in pending:
        yield given, future.result() if future else None


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serve(pipe: Connection, work: Callable[[Page], object]) -> None:
    """Answer pages until the other end is closed."""
    # An interrupt at the terminal reaches every process; only the first one decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send(READY)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        sys.exit(0)
