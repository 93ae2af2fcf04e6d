"""Scrapy's view of the chain: pages to records, with every page that gives none counted."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines.bounds import is_older
from pipelines.line_files import LineFile
from pipelines.rejected import Rejected, Unfetched, Withheld, failed, rejection_line
from pipelines.rights import TDM_RESERVED, rights_of
from pipelines.runs import new_run_id
from pipelines.workers import WorkerPool
from schemas.article import Article
from schemas.page import Page

logger = logging.getLogger(__name__)

# All of the crawl's own counts begin so.
STATS: Final = "babelwire"


def run_of(crawler: Crawler) -> str:
    """Return the name of a crawl's run, the same for all who ask."""
    assert crawler.stats
    if crawler.stats.get_value(f"{STATS}/run") is None:
        crawler.stats.set_value(f"{STATS}/run", new_run_id())
    return str(crawler.stats.get_value(f"{STATS}/run"))


def count(crawler: Crawler, key: str) -> None:
    """Add one to a count of the crawl."""
    assert crawler.stats
    crawler.stats.inc_value(f"{STATS}/{key}")


class ExtractionPipeline:
    """Turns each page into its record in a worker process, so that neither its time nor its crash hurts the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pool: WorkerPool[Article] | None = None
        self._rejects: LineFile | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    async def open_spider(self) -> None:
        """Start the workers: if they cannot start, it has to be known before the first page."""
        from pipelines.outcome import article_of

        self._pool = WorkerPool(article_of, self._crawler.settings.getint("BABELWIRE_WORKERS"))
        await asyncio.wrap_future(self._pool.started())

    async def process_item(self, item: Page | Unfetched) -> Article:
        """Return the record of a page; drop the item, counted, where there is none."""
        if isinstance(item, Unfetched):
            raise self._unfetched(item)
        count(self._crawler, "pages")
        outcome = await self._outcome(item)
        if isinstance(outcome, Rejected):
            raise self._rejected(outcome)
        self._mind_rights(outcome)
        return outcome

    def close_spider(self) -> None:
        """End the workers, and give the file of rejections its name."""
        if self._pool:
            self._pool.close()
        if self._rejects:
            self._rejects.close()

    async def _outcome(self, page: Page) -> Article | Rejected:
        assert self._pool
        try:
            return await asyncio.wrap_future(self._pool.submit(page))
        except Exception as defect:
            logger.exception("The worker pool failed on %s", page.url)
            return failed(page, str(defect), type(defect).__name__)

    def _mind_rights(self, article: Article) -> None:
        """Count what is reserved of a record; drop it where the crawl respects that."""
        rights = rights_of(article.access)
        for right in rights:
            count(self._crawler, f"rights/{right}")
        if TDM_RESERVED in rights and self._crawler.settings.getbool("BABELWIRE_RESPECT_TDM"):
            self._write(rejection_line(Withheld(article.url, TDM_RESERVED, "the page reserves text and data mining")))
            raise DropItem(TDM_RESERVED, log_level="DEBUG")

    def _unfetched(self, item: Unfetched) -> DropItem:
        count(self._crawler, f"not_fetched/{item.reason}")
        self._write(rejection_line(item))
        return DropItem(f"{item.reason}: {item.detail}", log_level="DEBUG")

    def _rejected(self, rejected: Rejected) -> DropItem:
        count(self._crawler, f"rejected/{rejected.reason}")
        if rejected.defect:
            count(self._crawler, f"defects/{rejected.defect}")
            logger.error("The parser failed on %s: %s", rejected.url, rejected.detail)
        self._write(rejection_line(rejected))
        return DropItem(f"{rejected.reason}: {rejected.detail}", log_level="DEBUG")

    def _write(self, line: bytes) -> None:
        if self._rejects is None:
            folder = Path(self._crawler.settings["BABELWIRE_OUTPUT"]) / "runs"
            self._rejects = LineFile(folder / f"{run_of(self._crawler)}.rejects.jsonl")
        self._rejects.write(line)


class DuplicatesPipeline:
    """Lets the first record of a canonical address pass. What earlier runs wrote, it does not know."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._seen: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Return the record, or drop it where its address has been seen."""
        # The id is the hash of the canonical address.
        if item.id in self._seen:
            count(self._crawler, "duplicates")
            raise DropItem(f"duplicate of {item.canonical_url}", log_level="DEBUG")
        self._seen.add(item.id)
        return item


class BoundsPipeline:
    """Holds a crawl to the time and the number of records that were asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._since: datetime | None = crawler.settings["BABELWIRE_SINCE"]
        self._left: int | None = crawler.settings.getint("CLOSESPIDER_ITEMCOUNT") or None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Return the record, or drop it where it is out of bounds."""
        if self._since and is_older(item.published_at, self._since):
            count(self._crawler, "older")
            raise DropItem("published before the time asked for", log_level="DEBUG")
        if self._left == 0:
            # The crawl is closing already; this page was under way.
            count(self._crawler, "beyond_limit")
            raise DropItem("beyond the number asked for", log_level="DEBUG")
        if self._left:
            self._left -= 1
        return item
