"""The queue of sites: a stream in Redis with one group of workers, so that what a dead one was at goes to another.

Redis keeps who has which job and since when. A worker renews that while it works; a job that was not renewed for as
long as a lease lasts may be taken over by any other. A worker touches only what is still its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final, cast

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from pipelines.queue.connection import told
from pipelines.queue.jobs import Aside, Held, Job, Taken, read, written
from pipelines.queue.lease import USUAL
from pipelines.queue.scripts import ASIDE, FREE, GROUP, KEYS, PUT, REMOVE, RENEW, STREAM

# A worker that was not heard of for a day is gone, and nothing is lost with its name.
LONG_GONE_MS: Final = 24 * 3600 * 1000


class Queue:
    """The queue, as one worker sees it; or somebody who only puts jobs in. All raise QueueProblem."""

    def __init__(self, client: Redis, address: str, worker: str = "", lease: float = USUAL) -> None:
        self._client = client
        self._address = address
        self.worker = worker
        """The name of the worker; whoever only puts jobs in has none."""
        self._lease_ms = int(lease * 1000)
        self._cursor = "0-0"
        self._put, self._renew, self._free, self._remove = map(client.register_script, (PUT, RENEW, FREE, REMOVE))

    def put(self, job: Job) -> bool:
        """Put a job in; False where it waits already, or somebody is at it."""
        with told(self._address):
            return bool(self._put(KEYS, (job.name, written(job))))

    def take(self, wait: float = 0.0) -> Taken | None:
        """Return a job that nobody is at, those first that were left behind; wait so many seconds for a new one."""
        with told(self._address):
            with _unless_lost():
                return self._left_behind() or self._new(wait)
            # The first worker makes the group; and again where Redis has lost all.
            self._make_group()
        return None

    def renew(self, taken: Iterable[Taken]) -> set[str]:
        """Go on having jobs; return the ids of those that are no longer ours."""
        ids = [each.id for each in taken]
        with told(self._address):
            pipeline = self._client.pipeline(transaction=False)
            for each in ids:
                self._renew((STREAM,), (GROUP, self.worker, each), pipeline)
            answers = pipeline.execute(raise_on_error=False)
            if problem := next((each for each in answers if isinstance(each, RedisError) and not _is_lost(each)), None):
                raise problem
        return {each for each, answer in zip(ids, answers, strict=True) if answer != 1}

    def done(self, taken: Taken) -> None:
        """Take a job out: its crawl has ended well."""
        self._out(taken, "")

    def set_aside(self, taken: Taken, why: str) -> None:
        """Take a job out that is not to be tried again, and keep the reason."""
        self._out(taken, json.dumps({"job": written(taken.job), "why": why, "at": datetime.now(UTC).isoformat()}))

    def give_back(self, taken: Taken, deaths: int = 0) -> None:
        """Let another worker have a job, at once."""
        with told(self._address), _unless_lost():
            self._free((STREAM,), (GROUP, self.worker, taken.id, self._lease_ms, deaths))

    def is_empty(self) -> bool:
        """Tell whether no job waits, and nobody is at one."""
        with told(self._address):
            return not self._client.xlen(STREAM)

    def leave(self) -> None:
        """Sign off a worker that has no job any more."""
        with told(self._address), _unless_lost():
            if not self._client.xpending_range(STREAM, GROUP, "-", "+", 1, self.worker):
                self._client.xgroup_delconsumer(STREAM, GROUP, self.worker)

    def forget_dead(self) -> None:
        """Remove the names of workers that have been gone for long, and have left nothing to be taken over."""
        with told(self._address), _unless_lost():
            for each in self._client.xinfo_consumers(STREAM, GROUP):
                if not each["pending"] and each["idle"] > LONG_GONE_MS:
                    self._client.xgroup_delconsumer(STREAM, GROUP, each["name"])

    def jobs(self) -> tuple[list[Job], list[Held]]:
        """Return the jobs that wait, and those that somebody has."""
        with told(self._address):
            entries = cast(list[tuple[str, dict[str, str]]], self._client.xrange(STREAM))
            pending: list[dict[str, Any]] = []
            with _unless_lost():
                pending = cast(list[dict[str, Any]], self._client.xpending_range(STREAM, GROUP, "-", "+", len(entries)))
        jobs = {entry: read(fields["job"]) for entry, fields in entries}
        held = [
            Held(jobs.pop(each["message_id"]), each["consumer"], each["time_since_delivered"] / 1000)
            for each in pending
            if each["message_id"] in jobs
        ]
        return list(jobs.values()), held

    def aside(self) -> list[Aside]:
        """Return the jobs that were set aside, by name."""
        with told(self._address):
            found = cast(dict[str, str], self._client.hgetall(ASIDE))
        told_of = [json.loads(text) for _, text in sorted(found.items())]
        return [Aside(read(each["job"]), each["why"], datetime.fromisoformat(each["at"])) for each in told_of]

    def _left_behind(self) -> Taken | None:
        # The answer says where to look on: one call looks at some jobs only, and most of them are being worked at.
        self._cursor, found, *_ = cast(
            tuple[str, list[tuple[str, dict[str, str]]]],
            self._client.xautoclaim(STREAM, GROUP, self.worker, self._lease_ms, self._cursor, count=1),
        )
        if not found:
            return None
        ((entry, fields),) = found
        (pending,) = cast(list[dict[str, Any]], self._client.xpending_range(STREAM, GROUP, entry, entry, 1))
        return Taken(read(fields["job"]), entry, pending["times_delivered"] - 1)

    def _new(self, wait: float) -> Taken | None:
        # (Redis takes 0 for ever.)
        block = max(int(wait * 1000), 1)
        streams = cast(
            list[tuple[str, list[tuple[str, dict[str, str]]]]],
            self._client.xreadgroup(GROUP, self.worker, {STREAM: ">"}, count=1, block=block),
        )
        return next((Taken(read(fields["job"]), entry) for _, found in streams for entry, fields in found), None)

    def _make_group(self) -> None:
        with suppress(ResponseError):
            # (Another worker may have made it meanwhile.)
            self._client.xgroup_create(STREAM, GROUP, id="0", mkstream=True)

    def _out(self, taken: Taken, why: str) -> None:
        with told(self._address), _unless_lost():
            self._remove(KEYS, (GROUP, self.worker, taken.id, taken.job.name, why))


@contextmanager
def _unless_lost() -> Iterator[None]:
    """Pass over that there is no group: nobody has been here yet, or Redis has lost all, with the jobs."""
    try:
        yield
    except ResponseError as problem:
        if not _is_lost(problem):
            raise


def _is_lost(problem: RedisError) -> bool:
    return str(problem).startswith(("NOGROUP", "no such key"))
