"""Brings the records of a crawl into a search index when the crawl ends."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from pipelines.items import STATS
from pipelines.records import record_files
from pipelines.search.embedded.database import INDEX_NAME, IndexProblem
from pipelines.search.indexing import Indexed, index_files
from pipelines.search.servers import ServerProblem
from pipelines.search.targets import open_index

logger = logging.getLogger(__name__)

# What BABELWIRE_INDEX says for the embedded index.
EMBEDDED: Final = "sqlite"


class IndexAtClose:
    """Indexes what is new in the record files once they have their names.

    Not record by record: an index must not know what a killed crawl loses again, nor hold up a crawl when it is down.
    Files of runs that could not be indexed (the index was down, the run was killed) are taken by the next.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._server = crawler.settings["BABELWIRE_INDEX"]
        if not self._server:
            raise NotConfigured

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of a crawl."""
        extension = cls(crawler)
        # After the item pipelines have closed their files.
        crawler.signals.connect(extension.index, signals.spider_closed)
        return extension

    async def index(self) -> None:
        """Index, and count what was taken; a problem is told, and costs no record."""
        assert self._crawler.stats
        try:
            # In a thread: other crawls of this process go on.
            indexed = await asyncio.to_thread(self._indexed)
        except (IndexProblem, ServerProblem, OSError, sqlite3.Error) as problem:
            logger.error("Nothing was indexed: %s; the next crawl or `babelwire index` goes on from here", problem)
            self._crawler.stats.inc_value(f"{STATS}/index_problems")
            return
        self._crawler.stats.set_value(f"{STATS}/indexed", indexed.taken)

    def _indexed(self) -> Indexed:
        folder = Path(self._crawler.settings["BABELWIRE_OUTPUT"])
        server = "" if self._server == EMBEDDED else self._server
        with closing(open_index(server, folder / INDEX_NAME)) as index:
            return index_files(index, record_files([folder]), folder)
