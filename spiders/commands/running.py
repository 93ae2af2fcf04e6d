"""Runs spiders in this process, and shows on a terminal how far they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from pipelines.items import STATS
from pipelines.reports.run import group_of
from pipelines.reports.sources import SourceReport, source_reports
from spiders.commands.json_log import JsonHandler
from spiders.commands.progress import on_terminal

# A crawl that ended so did what it was asked to.
GOOD_ENDS = ("finished", "closespider_itemcount")


@dataclass(frozen=True)
class CrawlResult:
    """What a crawl counted."""

    name: str
    stats: dict[str, Any]
    error: str = ""
    """Why it ended before its time, where that raised."""
    spider: Spider | None = None
    """With what it has learned; None where it never began."""

    def count(self, key: str) -> int:
        """Return one of the crawl's own counts."""
        return int(self.stats.get(f"{STATS}/{key}", 0))

    def counts(self, group: str) -> dict[str, int]:
        """Return a group of counts, largest first."""
        return group_of(self.stats, f"{STATS}/{group}/")

    @property
    def records(self) -> int:
        """Return the number of records that were written."""
        return self.count("records")

    @property
    def found_articles(self) -> bool:
        """Tell whether there were articles, new or known."""
        return any(self.count(kind) for kind in ("records", "known", "unchanged"))

    @property
    def refused(self) -> bool:
        """Tell whether the spider could make nothing of its arguments; its log says why."""
        return self.count("refused") > 0

    @property
    def files(self) -> list[str]:
        """Return the paths of the files that were written."""
        return list(self.stats.get(f"{STATS}/files", ()))

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """Return what listed the articles."""
        return source_reports(self.stats.get(f"{STATS}/sources"))

    @property
    def raw_files(self) -> list[str]:
        """Return the paths of the archives that keep the pages as they came."""
        return list(self.stats.get(f"{STATS}/raw_files", ()))

    @property
    def failed(self) -> bool:
        """Tell whether the spider ended early, refused its arguments, or raised."""
        raised = any(key.startswith("spider_exceptions/") for key in self.stats)
        ended_well = self.stats.get("finish_reason") in GOOD_ENDS
        return bool(self.error or raised or self.refused or not ended_well)


def project_settings() -> Settings:
    """Return the project's settings, wherever the command is called."""
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    # The command shows the log itself, in step with its progress line.
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    return settings


def spider_names() -> list[str]:
    """Return the names of the spiders."""
    return list(get_spider_loader(project_settings()).list())


def run(
    crawls: list[tuple[str, dict[str, str]]],
    *,
    verbose: bool,
    log_json: bool = False,
    quietest: int = logging.WARNING,
    changes: Mapping[str, Any] | None = None,
) -> list[CrawlResult]:
    """Run spiders side by side until all have ended, with some settings changed; return what each counted."""
    console = Console(stderr=True)
    level = logging.INFO if verbose else quietest
    # On the handler, since Scrapy sets the root logger's level itself.
    handler = JsonHandler(level) if log_json else _ConsoleHandler(console, level)
    logging.basicConfig(handlers=[handler], force=True)
    settings = project_settings()
    settings.setdict(changes or {}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawlers = [(_called(name, arguments), process.create_crawler(name)) for name, arguments in crawls]
    with _progress(console, crawlers, shown=on_terminal() and not log_json):
        tasks = [
            process.crawl(crawler, **arguments) for (_, crawler), (_, arguments) in zip(crawlers, crawls, strict=True)
        ]
        process.start()
    return [_result(name, crawler, task) for (name, crawler), task in zip(crawlers, tasks, strict=True)]


def _called(spider: str, arguments: dict[str, str]) -> str:
    """Return what a crawl is called: by its site, where the spider serves any."""
    return arguments["url"] if spider == "site" else spider


def _result(name: str, crawler: Crawler, task: asyncio.Task[None]) -> CrawlResult:
    problem = task.exception() if task.done() and not task.cancelled() else None
    error = f"{type(problem).__name__}: {problem}" if problem else ""
    return CrawlResult(name, dict(crawler.stats.get_stats()) if crawler.stats else {}, error, crawler.spider)


class _ConsoleHandler(logging.Handler):
    """Prints log lines above the progress line, each as one line; tracebacks only where the log is asked for."""

    def __init__(self, console: Console, level: int) -> None:
        super().__init__(level)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        told = f"babelwire: {record.getMessage()}"
        if record.exc_info and self.level > logging.INFO:
            told += "" if str(record.exc_info[1]) in told else f" ({record.exc_info[1]!r})"
        elif record.exc_info:
            told = f"{told}\n{logging.Formatter().formatException(record.exc_info)}"
        self._console.print(told, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _progress(console: Console, crawlers: list[tuple[str, Crawler]], *, shown: bool) -> Iterator[None]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not shown) as progress:
        for name, crawler in crawlers:
            _follow(progress, name, crawler)
        yield


def _follow(progress: Progress, name: str, crawler: Crawler) -> None:
    task = progress.add_task(name, total=None)

    def show(**_: object) -> None:
        result = CrawlResult(name, dict(crawler.stats.get_stats()) if crawler.stats else {})
        rejected = sum(result.counts("rejected").values())
        told = f"{name}: {result.count('pages')} pages, {result.records} records, {rejected} rejected"
        progress.update(task, description=told)

    for signal in (signals.response_received, signals.item_scraped, signals.item_dropped):
        crawler.signals.connect(show, signal, weak=False)
