"""A worker: takes sites from the queue and crawls them, some side by side, each in a process of its own.

A process a crawl, since what goes wrong with one site (memory, a crash of a C library) then costs no other, and is
known to be that site's. The worker only watches: it renews what it has, and stops what it cannot renew.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING, Final

from pipelines.queue.problem import QueueProblem
from spiders.queue.process import Crawl, Say

if TYPE_CHECKING:
    from pipelines.queue.jobs import Taken
    from pipelines.queue.stream import Queue

# How often the worker looks at its crawls, and how long it waits for a job.
LOOK_EVERY: Final = 0.25
# So often a job is renewed while a lease lasts: one renewal may fail, and the next.
RENEWALS: Final = 4
# What could not be renewed for this much of its lease is asked to end, and after this much it is ended: a Redis that
# hangs may cost a fifth of a lease between two looks.
TOO_LATE: Final = 1 / 2
LAST: Final = 4 / 5
# A job whose crawl or worker died so often is no victim of chance.
MOST_DEATHS: Final = 3


class Worker:
    """One worker, as long as it works."""

    def __init__(self, queue: Queue, say: Say, *, lease: float, at_once: int, until_empty: bool) -> None:
        self._queue = queue
        self._say = say
        self._lease = lease
        self._at_once = at_once
        self._until_empty = until_empty
        self._crawls: list[Crawl] = []
        self._is_stopping = False
        self._is_silent = False
        self.failed = 0
        """Jobs that were set aside."""

    def work(self, settings: Mapping[str, str], options: tuple[str, ...] = ()) -> None:
        """Crawl until there is nothing left, if that is wished, or the worker is told to stop.

        The crawls get the settings in their environment, and the options.
        """
        environment = {**os.environ, **settings}
        self._say(f"worker {self._queue.worker} waits for sites")
        while not self._is_over():
            try:
                self._settle_ended()
                self._renew()
                asked = monotonic()
                if taken := self._next():
                    self._begin(Crawl(taken, asked, self._say, environment, options))
                self._mind_silence(None)
            except QueueProblem as problem:
                self._mind_silence(problem)
                time.sleep(LOOK_EVERY)
            self._stop_late()
        self._leave()

    def stop(self) -> None:
        """Take no more jobs, and end the crawls in order; their jobs are given back."""
        self._is_stopping = True
        for crawl in self._crawls:
            crawl.stop()

    def _is_over(self) -> bool:
        if self._is_stopping:
            return all(crawl.has_ended for crawl in self._crawls)
        try:
            return self._until_empty and not self._crawls and self._queue.is_empty()
        except QueueProblem:
            return False

    def _next(self) -> Taken | None:
        """Return a job if there is room for it; wait a moment where there is not, or none."""
        if self._is_stopping or len(self._crawls) >= self._at_once:
            time.sleep(LOOK_EVERY)
            return None
        taken = self._queue.take(LOOK_EVERY)
        if taken and taken.deaths >= MOST_DEATHS:
            self._set_aside(taken, f"its crawl or its worker died {taken.deaths} times")
            return None
        return taken

    def _begin(self, crawl: Crawl) -> None:
        self._crawls.append(crawl)
        deaths = crawl.taken.deaths
        self._say(f"{crawl.taken.job.name}: begun{f', after {deaths} that died' if deaths else ''}")
        if self._is_stopping:
            # The signal came while it was begun.
            crawl.stop()

    def _renew(self) -> None:
        now = monotonic()
        due = [crawl for crawl in self._crawls if now - crawl.renewed >= self._lease / RENEWALS and not crawl.is_lost]
        if not due:
            return
        lost = self._queue.renew([crawl.taken for crawl in due])
        for crawl in due:
            if crawl.taken.id in lost:
                crawl.is_lost = True
                crawl.stop()
            else:
                crawl.renewed = now

    def _stop_late(self) -> None:
        """Stop what may soon be another's, whether Redis answers or not."""
        for crawl in self._crawls:
            late = monotonic() - crawl.renewed
            if late >= self._lease * LAST:
                crawl.process.kill()
            elif late >= self._lease * TOO_LATE and not crawl.is_stopped:
                self._say(f"{crawl.taken.job.name}: not renewed for {late:.0f} s, so it ends")
                crawl.stop()

    def _settle_ended(self) -> None:
        for crawl in [crawl for crawl in self._crawls if crawl.has_ended]:
            crawl.read_to_end()
            self._settle(crawl)
            self._crawls.remove(crawl)

    def _settle(self, crawl: Crawl) -> None:
        """Tell the queue what became of a job."""
        taken, name, code = crawl.taken, crawl.taken.job.name, crawl.process.returncode
        if crawl.is_lost:
            self._say(f"{name}: another worker has it now")
        elif code == 0:
            self._queue.done(taken)
            self._say(f"{name}: done in {monotonic() - crawl.began:.0f} s")
        elif crawl.is_stopped:
            self._queue.give_back(taken, taken.deaths)
            self._say(f"{name}: stopped, and given back")
        elif code < 0:
            self._queue.give_back(taken, taken.deaths + 1)
            self._say(f"{name}: its crawl died ({signal.Signals(-code).name}), and is given back")
        else:
            self._set_aside(taken, f"exit code {code}" + (f": {crawl.said}" if crawl.said else ""))

    def _set_aside(self, taken: Taken, why: str) -> None:
        self._queue.set_aside(taken, why)
        self.failed += 1
        self._say(f"{taken.job.name}: set aside ({why})")

    def _mind_silence(self, problem: QueueProblem | None) -> None:
        if problem and not self._is_silent:
            self._say(f"{problem}; tried again until it works")
        elif self._is_silent and not problem:
            self._say("Redis works again")
        self._is_silent = problem is not None

    def _leave(self) -> None:
        try:
            self._settle_ended()
            self._queue.leave()
            self._queue.forget_dead()
        except QueueProblem as problem:
            self._say(f"{problem}; what was not told it is taken over by others after {self._lease:.0f} s")
