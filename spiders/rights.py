"""Asks each host once for its `/.well-known/tdmrep.json`, before the first article; each knows what it says."""

from __future__ import annotations

import asyncio
import logging
from typing import Final, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http.request import NO_CALLBACK

from pipelines.items import count
from pipelines.tdmrep import MAX_BYTES, PATH, Rule, read_tdmrep, reservation_of
from spiders.base import HTTP_OK, RESERVATION, is_for_article
from spiders.limits import READ_AT_MOST

logger = logging.getLogger(__name__)

# As for robots.txt: pages wait for it.
PRIORITY: Final = 1000


class TdmReservations:
    """Notes with the request of each article what its site reserves, so that whatever reads the page knows it.

    It asks before the first article: behind it, the file would wait until all that is queued for the host is fetched.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked: dict[str, asyncio.Task[tuple[Rule, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.headers_received, signals.headers_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Let an article wait for the file of its host; after a redirect, for that of the new one."""
        if is_for_article(request, self._crawler.spider):
            request.meta[RESERVATION] = reservation_of(await self._rules(request.url), request.url)

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
