"""Ends crawls soon that are to end: what waits for a slow host is not fetched any more."""

from __future__ import annotations

from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from spiders.slots import turn_away

# A second is nothing beside the pauses that hosts ask for.
LOOK_EVERY: Final = 1.0


class CrawlEnds(IgnoreRequest):
    """The crawl has what it was asked for, or was told to stop, while the request waited for its host."""


class Ending:
    """Looks whether the crawl ends; Scrapy would first fetch all that waits, through every pause of every host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limit = crawler.settings.getint("CLOSESPIDER_ITEMCOUNT")
        self._looking: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of a crawl."""
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self) -> None:
        """Begin to look."""
        self._looking = create_looping_call(self._look)
        self._looking.start(LOOK_EVERY, now=False)

    def closed(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.stop()

    @property
    def is_ending(self) -> bool:
        """Tell whether the crawl has what it was asked for, or was told to stop."""
        engine, stats = self._crawler.engine, self._crawler.stats
        assert engine
        assert stats
        has_enough = bool(self._limit) and stats.get_value("item_scraped_count", 0) >= self._limit
        return has_enough or not engine.running

    def _look(self) -> None:
        engine = self._crawler.engine
        assert engine
        if self.is_ending:
            for slot in engine.downloader.slots.values():
                turn_away(slot, CrawlEnds("the crawl ends"))
