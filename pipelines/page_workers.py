"""Pages are parsed in worker processes: one that crashes or never ends costs itself and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Final, TypeVar

from pipelines.rejected import Rejected, failed
from pipelines.workers import Work, WorkerPool
from schemas.page import Page

T = TypeVar("T")
R = TypeVar("R")

# A hundred times what the slowest development page takes.
PAGE_SECONDS: Final = 60.0
# C libraries leak a little with every page; a fresh process every some hundred pages keeps memory flat.
PAGES_PER_WORKER: Final = 500


def page_workers(
    work: Callable[[Page], R | Rejected],
    jobs: int,
    page_seconds: float = PAGE_SECONDS,
    pages_per_worker: int = PAGES_PER_WORKER,
) -> WorkerPool[Page, R | Rejected]:
    """Return workers that make something of pages; a page that is lost in one is a rejection."""
    return WorkerPool(Work(work, failed, page_seconds, pages_per_worker), jobs)


def in_order(
    pool: WorkerPool[Page, R], inputs: Iterable[T], page_of: Callable[[T], Page | None]
) -> Iterator[tuple[T, R | None]]:
    """Answer inputs in their order, several at a time; None for an input that has no page."""
    # Enough that no worker waits while a slow page is ahead, few enough that the pages fit in memory.
    window = 4 * pool.jobs
    pending: deque[tuple[T, Future[R] | None]] = deque()
    for given in inputs:
        page = page_of(given)
        pending.append((given, pool.submit(page) if page else None))
        if len(pending) >= window:
            earliest, future = pending.popleft()
            yield earliest, future.result() if future else None
    for given, future in pending:
        yield given, future.result() if future else None
