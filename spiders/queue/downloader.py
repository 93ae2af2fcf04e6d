"""Scrapy's downloader, which waits for its turn at a host where several workers share a queue."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from time import monotonic
from typing import TYPE_CHECKING, Final

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response

from pipelines.queue.lease import seconds_of_lease
from pipelines.queue.problem import QueueProblem
from spiders.ending import CrawlEnds, Ending

if TYPE_CHECKING:
    from pipelines.queue.turns import HostTurns, Turn

logger = logging.getLogger(__name__)

# A turn outlasts the request by what it takes to begin and to end it.
MARGIN: Final = 1.0
# So many times the requests that may be under way may wait for hosts that are others' at the moment.
MOST_WAITING: Final = 3
# So often Redis is asked again while it does not answer.
ASK_AGAIN: Final = 1.0
# Why a crawl ended: without Redis, nobody knows what may be asked.
QUEUE_LOST: Final = "queue_lost"


class TakingTurns(Downloader):
    """Scrapy's downloader; with BABELWIRE_QUEUE, a request is sent only in a turn of its host.

    The turn is taken where the slot of the host has let the request through already: so of each host one request asks
    Redis, while the others stand in the slot's queue, as they do for its delay.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.problem = ""
        """Why no turns can be had, in one line."""
        self._turns: HostTurns | None = None
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._busy_elsewhere: set[str] = set()
        """Hosts at which it is another crawl's turn."""
        self._patience = 0.0
        self._silent_since: float | None = None
        self._is_lost = False
        if self.settings["BABELWIRE_QUEUE"]:
            self._open(self.settings["BABELWIRE_QUEUE"])

    def needs_backout(self) -> bool:
        """Tell whether enough is under way; what waits for others at its host is not, up to a limit.

        Else hosts that are free would wait with it, behind the requests to one that is not.
        """
        if not self._busy_elsewhere:
            return super().needs_backout()
        # (Most of them have not come to the slot yet: they wait for robots.txt, which waits for its turn.)
        waiting = sum(self.get_slot_key(request) in self._busy_elsewhere for request in self.active)
        spared = min(waiting, self.total_concurrency * MOST_WAITING)
        return 0 < self.total_concurrency <= len(self.active) - spared

    async def check(self) -> str:
        """Return why turns cannot be had, in one line; nothing if all is well, or no queue is set."""
        if self._turns is None:
            return self.problem
        try:
            await self._turns.check()
        except QueueProblem as problem:
            return str(problem)
        return ""

    async def _download(self, slot: Slot, request: Request) -> Response:
        if self._turns is None:
            return await super()._download(slot, request)
        # (A slot without a delay, or for several requests, lets more than one through: they stand in line here.)
        slot.transferring.add(request)
        async with self._lines[request.meta[self.DOWNLOAD_SLOT]]:
            turn = await self._turn(self._turns, slot, request)
            try:
                # The slot's delay begins now; and nothing is under way when the turn is over.
                slot.lastseen = max(slot.lastseen, monotonic())
                return await asyncio.wait_for(super()._download(slot, request), turn.until - monotonic())
            finally:
                await self._end(self._turns, turn, slot)

    async def _turn(self, turns: HostTurns, slot: Slot, request: Request) -> Turn:
        """Wait for the turn at a host; meanwhile the slot lets nobody else through."""
        host = request.meta[self.DOWNLOAD_SLOT]
        seconds = float(request.meta.get("download_timeout") or self.settings["DOWNLOAD_TIMEOUT"]) + MARGIN
        try:
            while isinstance(answer := await self._asked(turns, host, seconds), float):
                self._busy_elsewhere.add(host)
                await asyncio.sleep(answer)
        except Exception:
            slot.transferring.remove(request)
            self._process_queue(slot)
            raise
        finally:
            self._busy_elsewhere.discard(host)
        return answer

    async def _asked(self, turns: HostTurns, host: str, seconds: float) -> Turn | float:
        """Return the turn at a host, or after how many seconds to ask again."""
        ending = self.crawler.get_extension(Ending)
        if self._is_lost or (ending and ending.is_ending):
            raise CrawlEnds("the crawl ends")
        try:
            answer = await turns.take(host, seconds)
        except QueueProblem as problem:
            self._mind_silence(problem)
            return ASK_AGAIN
        self._silent_since = None
        # (It is over already where this process was held up.)
        return answer if isinstance(answer, float) or answer.until > monotonic() else ASK_AGAIN

    async def _end(self, turns: HostTurns, turn: Turn, slot: Slot) -> None:
        try:
            await turns.end(turn, slot.lastseen + slot.download_delay() - monotonic())
        except QueueProblem as problem:
            # It ends by itself.
            self._mind_silence(problem)

    def _mind_silence(self, problem: QueueProblem) -> None:
        """Ask nothing while Redis does not answer; end the crawl when that lasts as long as a lease."""
        now = monotonic()
        if self._silent_since is None:
            self._silent_since = now
            logger.warning("%s; nothing is asked meanwhile", problem)
        if now - self._silent_since >= self._patience and not self._is_lost:
            self._is_lost = True
            logger.error("%s, for %g s; the crawl ends, and the next goes on from here", problem, self._patience)
            assert self.crawler.engine
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=QUEUE_LOST))

    def _open(self, address: str) -> None:
        try:
            # Only where there is a queue: most crawls have none, and no driver.
            from pipelines.queue.connection import connected_soon
            from pipelines.queue.turns import HostTurns

            self._patience = seconds_of_lease(self.settings["BABELWIRE_LEASE"])
            self._turns = HostTurns(connected_soon(address), address)
        except QueueProblem as problem:
            # The spider tells it, and fetches nothing.
            self.problem = str(problem)
            return
        self.signals.connect(self._turns.close, signals.spider_closed)


async def problem_of_queue(crawler: Crawler) -> str:
    """Return why a crawl cannot take turns with others, in one line; nothing where it can, or has no queue."""
    downloader = crawler.engine.downloader if crawler.engine else None
    return await downloader.check() if isinstance(downloader, TakingTurns) else ""
