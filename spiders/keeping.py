"""Ends a crawl where nothing can be kept any more, and it is a spider that learns it."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Response

from pipelines.items import crawl_store_of
from pipelines.store.database import KEEPING_FAILED


class KeptOrEnded:
    """Scrapy's spider middleware that takes from spiders what the store raises: they ask the ledger what is known."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        return cls(crawler)

    def process_spider_exception(self, response: Response, exception: Exception) -> list[Any] | None:
        """End the crawl where the exception says that nothing can be kept; leave others to others."""
        if not isinstance(exception, KEEPING_FAILED):
            return None
        crawl_store_of(self._crawler).stop(exception)
        return []
