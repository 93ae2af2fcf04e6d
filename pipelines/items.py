"""Scrapy's view of the chain: pages to records, with every page that gives none counted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self, TypeVar

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from pipelines.bounds import is_older
from pipelines.page_workers import page_workers
from pipelines.rejected import Rejected, Unfetched, Withheld, failed
from pipelines.rights import TDM_RESERVED, rights_of
from pipelines.runs import new_run_id
from pipelines.store.database import KEEPING_FAILED, LedgerProblem
from pipelines.store.ledger import Policy
from pipelines.store.living_runs import BEATS, LOST_AFTER
from pipelines.store.store import Store
from pipelines.workers import WorkerPool
from schemas.article import Article
from schemas.page import Page

logger = logging.getLogger(__name__)
T = TypeVar("T")

# All of the crawl's own counts begin so.
STATS: Final = "babelwire"
# Why a crawl ends that can keep nothing any more.
UNWRITABLE: Final = "output_unwritable"


def run_of(crawler: Crawler) -> str:
    """Return the name of a crawl's run, the same for all who ask."""
    assert crawler.stats
    if crawler.stats.get_value(f"{STATS}/run") is None:
        crawler.stats.set_value(f"{STATS}/run", new_run_id())
    return str(crawler.stats.get_value(f"{STATS}/run"))


def count(crawler: Crawler, key: str, number: int = 1) -> None:
    """Add one, or so many, to a count of the crawl."""
    assert crawler.stats
    crawler.stats.inc_value(f"{STATS}/{key}", number)


class CrawlStore:
    """Scrapy's extension that holds the store of a crawl, and ends the crawl when nothing can be kept any more."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.store: Store | None = None
        """The store, once it is open."""
        self._closing: asyncio.Task[None] | None = None
        self._beating: AsyncioLoopingCall | LoopingCall | None = None
        self.is_broken = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of a crawl. The store is opened when the spider has found its arguments good."""
        extension = cls(crawler)
        crawler.signals.connect(extension.begin_to_beat, signals.spider_opened)
        crawler.signals.connect(extension.end_to_beat, signals.spider_closed)
        return extension

    def begin_to_beat(self) -> None:
        """Begin to tell the ledger that the crawl is alive, whatever it waits for."""
        self._beating = create_looping_call(self._beat)
        self._beating.start(self._lost_after.total_seconds() / BEATS)

    def end_to_beat(self) -> None:
        """Tell the ledger nothing more."""
        if self._beating and self._beating.running:
            self._beating.stop()

    def open(self, scope: str) -> str:
        """Open the store; return what is wrong with it, in one line, or nothing if all is well."""
        try:
            self.store = self._opened(scope)
        except LedgerProblem as problem:
            return str(problem)
        except KEEPING_FAILED as problem:
            why = problem.strerror if isinstance(problem, OSError) else problem
            return f"cannot write to {self._output}: {why or problem}; nothing is fetched"
        return ""

    def close(self) -> None:
        """Close the store."""
        # Before: the ledger of a store that is closed can be told nothing.
        self.end_to_beat()
        assert self.store
        self.store.close()

    def safely(self, keep: Callable[[], T]) -> T | None:
        """Return what the store answers; where nothing can be kept any more, end the crawl and return None."""
        try:
            return keep()
        except KEEPING_FAILED as error:
            self.stop(error)
            return None

    def stop(self, error: Exception) -> None:
        """End the crawl: what it fetches could not be kept. What is on disk stays; the next run goes on from there."""
        if self.is_broken:
            return
        self.is_broken = True
        why = str(error) if isinstance(error, LedgerProblem) else f"Cannot write to {self._output}: {error}"
        logger.error("%s; the next run goes on from here", why)
        if self._crawler.crawling and self._crawler.engine:
            closing = self._crawler.engine.close_spider_async(reason=UNWRITABLE)
            self._closing = asyncio.ensure_future(closing)

    @property
    def _output(self) -> Path:
        return Path(self._crawler.settings["BABELWIRE_OUTPUT"])

    @property
    def _lost_after(self) -> timedelta:
        seconds = self._crawler.settings.getfloat("BABELWIRE_LOST_AFTER")
        return timedelta(seconds=seconds) if seconds > 0 else LOST_AFTER

    def _beat(self) -> None:
        if self.store and not self.is_broken:
            for taken in self.safely(self.store.take_over) or ():
                logger.warning("%s", taken)

    def _opened(self, scope: str) -> Store:
        spider, settings = self._crawler.spider, self._crawler.settings
        policy = Policy(
            timedelta(hours=settings.getfloat("BABELWIRE_RECHECK_HOURS")),
            timedelta(days=settings.getfloat("BABELWIRE_RECHECK_DAYS")),
            settings.getbool("BABELWIRE_REFRESH"),
            settings["BABELWIRE_SINCE"],
        )
        store = Store(
            self._output,
            run_of(self._crawler),
            scope,
            policy=policy,
            folder=getattr(spider, "folder", None) or (spider.name if spider else scope),
            part_bytes=settings.getint("BABELWIRE_PART_BYTES"),
            drop_duplicates=settings.getbool("BABELWIRE_DROP_DUPLICATES"),
            ledger=settings["BABELWIRE_LEDGER"] or "",
            lost_after=self._lost_after,
        )
        if store.adopted:
            logger.warning("The ledger has taken in %d records of files that it did not know", store.adopted)
        for told in (*store.recovered, *store.take_over()):
            logger.warning("%s", told)
        return store


def crawl_store_of(crawler: Crawler) -> CrawlStore:
    """Return the extension that holds the store of a crawl."""
    extension = crawler.get_extension(CrawlStore)
    assert extension, "EXTENSIONS names pipelines.items.CrawlStore"
    return extension


def store_of(crawler: Crawler) -> Store:
    """Return the store of a crawl. A spider that has not opened one gets one of its own name."""
    extension = crawl_store_of(crawler)
    if extension.store is None:
        assert crawler.spider
        problem = extension.open(crawler.spider.name)
        if problem:
            raise OSError(problem)
    assert extension.store
    return extension.store


@contextmanager
def kept(crawler: Crawler) -> Iterator[None]:
    """Keep something of a page; where the disk takes no more, end the crawl and drop the item: the next run gets it."""
    extension = crawl_store_of(crawler)
    if extension.is_broken:
        raise DropItem(UNWRITABLE, log_level="DEBUG")
    try:
        yield
    except KEEPING_FAILED as error:
        extension.stop(error)
        raise DropItem(f"{UNWRITABLE}: {error}", log_level="DEBUG") from error


class ExtractionPipeline:
    """Turns each page into its record in a worker process, so that neither its time nor its crash hurts the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pool: WorkerPool[Page, Article | Rejected] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    async def open_spider(self) -> None:
        """Start the workers: if they cannot start, it has to be known before the first page."""
        from pipelines.outcome import article_of

        self._pool = page_workers(article_of, self._crawler.settings.getint("BABELWIRE_WORKERS"))
        await asyncio.wrap_future(self._pool.started())

    async def process_item(self, item: Page | Unfetched) -> Article:
        """Return the record of a page; drop the item, counted, where there is none."""
        if isinstance(item, Unfetched):
            raise self._unfetched(item)
        count(self._crawler, "pages")
        outcome = await self._outcome(item)
        if isinstance(outcome, Rejected):
            raise self._rejected(item, outcome)
        store_of(self._crawler).arrived(item)
        self._mind_rights(outcome)
        return outcome

    def close_spider(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.close()

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
            with kept(self._crawler):
                store_of(self._crawler).withhold(Withheld(article.url, TDM_RESERVED, "it is reserved by its owner"))
            raise DropItem(TDM_RESERVED, log_level="DEBUG")

    def _unfetched(self, item: Unfetched) -> DropItem:
        count(self._crawler, f"not_fetched/{item.reason}")
        with kept(self._crawler):
            store_of(self._crawler).not_fetched(item)
        return DropItem(f"{item.reason}: {item.detail}", log_level="DEBUG")

    def _rejected(self, page: Page, rejected: Rejected) -> DropItem:
        count(self._crawler, f"rejected/{rejected.reason}")
        if rejected.defect:
            count(self._crawler, f"defects/{rejected.defect}")
            logger.error("The parser failed on %s: %s", rejected.url, rejected.detail)
        with kept(self._crawler):
            store_of(self._crawler).reject(page, rejected)
        return DropItem(f"{rejected.reason}: {rejected.detail}", log_level="DEBUG")


class BoundsPipeline:
    """Holds a crawl to the time that was asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._since: datetime | None = crawler.settings["BABELWIRE_SINCE"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Return the record, or drop it where it is too old."""
        if self._since and is_older(item.published_at, self._since):
            count(self._crawler, "older")
            with kept(self._crawler):
                store_of(self._crawler).leave_out(item)
            raise DropItem("published before the time asked for", log_level="DEBUG")
        return item
