"""Obeys robots.txt, for all requests that wait for it."""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached


class RobotsTxt(RobotsTxtMiddleware):
    """Scrapy's middleware, each host asked by a task that any number of requests can wait for.

    Scrapy lets them wait for one Deferred, which under asyncio tells its result to the first of them only: the others
    took the host for one without robots.txt, and fetched what it forbids.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return what the robots.txt of a request's host says; None where it could not be had."""
        netloc = urlparse_cached(request).netloc
        if netloc not in self._asked:
            self._asked[netloc] = asyncio.ensure_future(super().robot_parser(request))
        return await self._asked[netloc]
