"""Asks each host once for its `/.well-known/tdmrep.json`, and tells every page what the file says of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Final, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.items import count
from pipelines.tdmrep import MAX_BYTES, PATH, Rule, read_tdmrep, reservation_of
from schemas.page import Page
from spiders.limits import READ_AT_MOST

logger = logging.getLogger(__name__)

HTTP_OK: Final = 200
# As for robots.txt: pages wait for it.
PRIORITY: Final = 1000


class TdmReservations:
    """A spider middleware: what it adds is known before the page is read, by whatever reads it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked: dict[str, asyncio.Task[tuple[Rule, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.headers_received, signals.headers_received)
        return middleware

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Return what the spider made of a response, its pages with the reservation of their site."""
        async for item in result:
            if isinstance(item, Page) and item.url and item.status == HTTP_OK:
                yield replace(item, tdm_reservation=reservation_of(await self._rules(item.url), item.url))
            else:
                yield item

    def headers_received(self, body_length: int | str, request: Request) -> None:
        """Read nothing of what says itself that it is no such file: many a site answers with a large page."""
        if request.meta.get(READ_AT_MOST) == MAX_BYTES and isinstance(body_length, int) and body_length > MAX_BYTES:
            raise StopDownload(fail=False)

    async def _rules(self, url: str) -> tuple[Rule, ...]:
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        if base not in self._asked:
            self._asked[base] = asyncio.ensure_future(self._ask(base))
        return await self._asked[base]

    async def _ask(self, base: str) -> tuple[Rule, ...]:
        # Like robots.txt, the file is there for crawlers to ask; and one try is enough.
        meta = {"dont_obey_robotstxt": True, "dont_retry": True, "dont_redirect": True, READ_AT_MOST: MAX_BYTES}
        request = Request(base + PATH, callback=NO_CALLBACK, priority=PRIORITY, meta=meta)
        assert self._crawler.engine
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as problem:
            # Whatever it was, the site says nothing by it.
            logger.debug("No %s: %s", request.url, problem)
            return ()
        count(self._crawler, "tdmrep_asked")
        return read_tdmrep(response.body) if response.status == HTTP_OK else ()
