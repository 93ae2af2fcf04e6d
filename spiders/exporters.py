"""How records leave: JSON lines, `output/<site>/<run>-<part>.jsonl`, and `output/runs/<run>.json` on the whole run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from scrapy.crawler import Crawler

from pipelines.coverage import filled_fields
from pipelines.items import STATS, count, run_of
from pipelines.line_files import LineFile
from schemas.article import Article

FIRST_PART: Final = 0


class RecordFiles:
    """Writes each record to the file of its site, a line each, and counts what the records hold."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._output = Path(crawler.settings["BABELWIRE_OUTPUT"])
        self._files: dict[str, LineFile] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the writer of a crawl."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Write a record; it is with the operating system when this returns."""
        self._file(item.site or self._spider_name).write(record_line(item))
        count(self._crawler, "records")
        count(self._crawler, f"languages/{item.language}")
        for name in filled_fields(item):
            count(self._crawler, f"fields/{name}")
        return item

    def close_spider(self) -> None:
        """Give the files their names, and write what became of the run."""
        for file in self._files.values():
            file.close()
        assert self._crawler.stats
        self._crawler.stats.set_value(f"{STATS}/files", [str(file.path) for file in self._files.values()])
        report = LineFile(self._output / "runs" / f"{run_of(self._crawler)}.json")
        report.write(_report(self._spider_name, self._crawler.stats.get_stats()))
        report.close()

    @property
    def _spider_name(self) -> str:
        assert self._crawler.spider
        return self._crawler.spider.name

    def _file(self, folder: str) -> LineFile:
        if folder not in self._files:
            self._files[folder] = LineFile(self._output / folder / f"{run_of(self._crawler)}-{FIRST_PART:05}.jsonl")
        return self._files[folder]


def record_line(article: Article) -> bytes:
    """Return a record as its line: UTF-8, nothing escaped that need not be, without the line's end."""
    return article.model_dump_json().encode()


def _report(spider: str, stats: Mapping[str, Any]) -> bytes:
    own = {key.removeprefix(f"{STATS}/"): value for key, value in stats.items() if key.startswith(f"{STATS}/")}
    return json.dumps({"spider": spider, **own}, ensure_ascii=False, indent=1, sort_keys=True).encode()
