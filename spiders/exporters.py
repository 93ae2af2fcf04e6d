"""How records leave: JSON lines, `output/<site>/<run>-<part>.jsonl`, and `output/runs/<run>.json` on the whole run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines.bounds import day_of
from pipelines.coverage import filled_fields
from pipelines.items import STATS, count, crawl_store_of, kept, run_of, store_of
from pipelines.reports.run import write_report
from pipelines.store.store import Fate, Written
from schemas.article import Article
from spiders.base import ArticleSpider

# What the counts call each fate of a record.
FATES: Final = {
    Fate.NEW: "new",
    Fate.CHANGED: "changed",
    Fate.UNCHANGED: "unchanged",
    Fate.DUPLICATE: "duplicates",
}


class RecordFiles:
    """Writes each record that is new to the file of its site, a line each, and counts what the records hold."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._output = Path(crawler.settings["BABELWIRE_OUTPUT"])
        self._left: int | None = crawler.settings.getint("CLOSESPIDER_ITEMCOUNT") or None
        self._newest = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the writer of a crawl."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Write a record; it is with the operating system when this returns. Drop it where it is known already."""
        with kept(self._crawler):
            written = self._written(item)
        count(self._crawler, FATES[written.fate])
        if not written.is_on_file:
            raise DropItem(f"{written.fate}: {item.canonical_url}", log_level="DEBUG")
        self._count(written.article)
        return written.article

    def close_spider(self) -> None:
        """Give the files their names, and write what became of the run."""
        extension = crawl_store_of(self._crawler)
        store = extension.store
        if store is None:
            return
        with suppress(DropItem), kept(self._crawler):
            extension.close()
            assert self._crawler.stats
            if isinstance(self._crawler.spider, ArticleSpider):
                discovery = self._crawler.spider.discovery
                self._crawler.stats.set_value(f"{STATS}/sources", discovery.register.told())
                self._crawler.stats.set_value(f"{STATS}/shape", discovery.findings.shapes.regex())
            self._crawler.stats.set_value(f"{STATS}/files", [str(path) for path in store.files])
            write_report(self._output, run_of(self._crawler), self._told(store.scope))

    def _written(self, item: Article) -> Written:
        store = store_of(self._crawler)
        if self._left == 0:
            # The crawl is closing already; this page was under way.
            count(self._crawler, "beyond_limit")
            store.put_back(item.url)
            raise DropItem("beyond the number asked for", log_level="DEBUG")
        written = store.write(item)
        if self._left and written.is_on_file:
            self._left -= 1
        return written

    def _told(self, scope: str) -> dict[str, Any]:
        assert self._crawler.spider
        assert self._crawler.stats
        stats = self._crawler.stats.get_stats()
        own = {key.removeprefix(f"{STATS}/"): value for key, value in stats.items() if key.startswith(f"{STATS}/")}
        return {"spider": self._crawler.spider.name, "scope": scope, "newest": self._newest or None, **own}

    def _count(self, article: Article) -> None:
        count(self._crawler, "records")
        count(self._crawler, f"languages/{article.language}")
        for name in filled_fields(article):
            count(self._crawler, f"fields/{name}")
        self._newest = max(self._newest, day_of(article.published_at) or "")
