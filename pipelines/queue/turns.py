"""Whose turn it is to ask a host: one request at a time, of all crawls on one Redis, with the host's delay between.

A turn lasts from before a request is sent until its answer has come, and the key in Redis stays for as long as the host
wants to be left alone then, be it for its usual delay or for a pause. So whoever is next keeps both, and nobody has to
know of the others. A turn that is never given back, since its crawl died, ends by itself when its request would have.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError

from pipelines.queue.connection import told

HOST: Final = "babelwire:host:{}"
# Nobody tells when a request that is under way elsewhere will be answered: this much of its host's time may be lost.
LOOK_EVERY: Final = 0.2
# Those who wait for the end of one delay do not all come at once, and the same one is not always first.
SPREAD: Final = 0.05


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to send one request."""

    lock: Lock
    until: float
    """On the clock of this process, and no later than Redis takes it back."""


class HostTurns:
    """The turns of one crawl. All raise QueueProblem."""

    def __init__(self, client: Redis, address: str) -> None:
        self._client = client
        self._address = address

    async def check(self) -> None:
        """See that Redis answers."""
        with told(self._address):
            await self._client.ping()

    async def take(self, host: str, seconds: float) -> Turn | float:
        """Return the turn at a host, for so many seconds at most; else, after how many to ask again."""
        lock = Lock(self._client, HOST.format(host), timeout=seconds, thread_local=False)
        # Before Redis is asked: it begins to count later.
        until = monotonic() + seconds
        with told(self._address):
            if await lock.acquire(blocking=False):
                return Turn(lock, until)
            left = await self._client.pttl(lock.name) / 1000
        return min(max(left, 0.0), LOOK_EVERY) + random.uniform(0, SPREAD)

    async def end(self, turn: Turn, pause: float) -> None:
        """Give a turn back; the next begins after so many seconds."""
        # Where it is over already, it may be another's.
        with told(self._address), suppress(LockError):
            await turn.lock.extend(max(pause, 0.0), replace_ttl=True)

    async def close(self) -> None:
        """Close the connection."""
        await self._client.aclose()
