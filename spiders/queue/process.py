"""A crawl of a worker, as the worker sees it: a process, its log, and the job that it does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from threading import Thread
from time import monotonic
from typing import Final

from pipelines.queue.jobs import Job, Taken

PROGRAM: Final = (sys.executable, "-m", "spiders.queue.crawling")
# What an ended process has said is read by then; one of its own processes may hold its log open a little longer.
LOG_SECONDS: Final = 0.25

Say = Callable[[str], None]


class Crawl:
    """A crawl that runs; it begins when it is made."""

    def __init__(
        self, taken: Taken, renewed: float, say: Say, environment: Mapping[str, str], options: tuple[str, ...]
    ) -> None:
        self.taken = taken
        self.renewed = renewed
        """When Redis was last asked for the job, with success, on the clock of this process."""
        self.is_lost = False
        """Whether another worker has the job."""
        self.is_stopped = False
        """Whether it was asked to end."""
        self.said = ""
        """The last line of its log."""
        self.began = monotonic()
        self.process = _started(taken.job, environment, options)
        self._say = say
        self._follower = Thread(target=self._follow, daemon=True)
        self._follower.start()

    @property
    def has_ended(self) -> bool:
        """Tell whether the process has ended."""
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end in order; a second time, at once."""
        self.is_stopped = True
        self.process.terminate()

    def read_to_end(self) -> None:
        """See that the last line of its log is known, after it has ended."""
        self._follower.join(LOG_SECONDS)

    def _follow(self) -> None:
        """Pass on what it says."""
        assert self.process.stderr
        for line in self.process.stderr:
            self.said = line.decode("utf-8", "replace").rstrip().removeprefix("babelwire: ") or self.said
            self._say(f"{self.taken.job.name}: {self.said}")


def _started(job: Job, environment: Mapping[str, str], options: tuple[str, ...]) -> subprocess.Popen[bytes]:
    given = [word for pair in job.arguments.items() for word in ("-a", "=".join(pair))]
    return subprocess.Popen(
        [*PROGRAM, "crawl", job.spider, *given, *options],
        env=dict(environment),
        # Nothing is written to it: it is closed when the worker is gone.
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # What the terminal sends goes to the worker alone, which tells its crawls.
        process_group=0,
    )
