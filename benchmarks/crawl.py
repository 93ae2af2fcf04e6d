"""Throughput of a crawl on this machine, beside a bare Scrapy spider, and how long the reactor stalls in each.

`python benchmarks/crawl.py [--articles N]`; the figures go to RESULTS.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final, Self

from results import write_section
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.project import get_project_settings

HERE: Final = Path(__file__).parent
# Of the clock that the reactor is held to, in seconds.
TICK: Final = 0.01
HASTE: Final = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "LOG_LEVEL": "WARNING",
    "BABELWIRE_ALLOW_PRIVATE": True,
}


class Stalls:
    """Scrapy's extension that asks to be called every ten milliseconds, and notes how much later it was.

    It also notes the processor time of this process, in which no page is parsed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._last = self._spent_before = 0.0
        self._clock = create_looping_call(self._tick)
        crawler.signals.connect(self._begin, signals.spider_opened)
        crawler.signals.connect(self._end, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of a crawl."""
        return cls(crawler)

    def _begin(self) -> None:
        self._last, self._spent_before = perf_counter(), process_time()
        self._clock.start(TICK, now=False)

    def _end(self) -> None:
        self._clock.stop()
        assert self._crawler.stats
        self._crawler.stats.set_value("main_process_seconds", process_time() - self._spent_before)

    def _tick(self) -> None:
        now = perf_counter()
        assert self._crawler.stats
        self._crawler.stats.max_value("longest_stall", now - self._last - TICK)
        self._last = now


class BareSpider(Spider):
    """Fetches what a feed lists, and does nothing with it."""

    name = "bare"
    url = ""

    async def start(self) -> Any:  # noqa: ANN401 - an iterator of requests
        """Begin with the feed."""
        yield Request(self.url)

    def parse(self, response: Response) -> Iterator[Request]:
        """Follow what stands between the tags for addresses."""
        assert isinstance(response, TextResponse)
        for url in response.text.split("<link>")[1:]:
            yield Request(url.partition("<")[0], self.parse_story)

    def parse_story(self, response: Response) -> None:
        """Do nothing."""


def crawl(spider: str, url: str, since: str, output: str) -> None:
    """Crawl in this process, and print the counts."""
    settings = bare_settings() if spider == BareSpider.name else get_project_settings()
    settings.setdict({**HASTE, "BABELWIRE_OUTPUT": output}, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), Stalls: 0}, priority="cmdline")
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(BareSpider if spider == BareSpider.name else spider)
    process.crawl(crawler, url=url, **({"since": since} if since else {}))
    process.start()
    assert crawler.stats
    print(json.dumps(crawler.stats.get_stats(), default=str))


def bare_settings() -> Settings:
    """Return Scrapy's own settings, with one of ours: robots.txt is asked for."""
    return Settings({"ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False})


def counts(spider: str, url: str, since: str = "") -> dict[str, Any]:
    """Return the counts of a crawl in a process of its own, as every crawl is."""
    with tempfile.TemporaryDirectory() as output:
        command = [sys.executable, __file__, "--spider", spider, "--url", url, "--since", since, "--output", output]
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "spiders.settings", "PYTHONPATH": str(HERE.parent)}
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def served(count: int) -> Iterator[tuple[str, int]]:
    """Serve articles; give the address, and the mean size of a page in bytes."""
    command = [sys.executable, str(HERE / "news_server.py"), str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        base, size = server.stdout.readline().split()
        yield base, int(size)
        server.kill()


def table(count: int) -> str:
    """Return the figures as Markdown."""
    with served(count) as (base, size):
        bare, ours = counts("bare", f"{base}/feed"), counts("feed", f"{base}/feed")
        lists = {
            "feed of 2 MiB": counts("feed", f"{base}/large-feed", "2026-01-01"),
            "sitemap of 50,000 addresses": counts("feed", f"{base}/large-sitemap", "2026-01-01"),
        }
    lines = [
        f"{count:,} articles of {size / 1000:.0f} kB on average, from a server on the same machine of"
        f" {os.cpu_count()} cores; no delays, 16 requests at once, a process each.\n",
        "| | pages a second | records a second | main process, ms a page | longest stall of the reactor |",
        "|---|---|---|---|---|",
    ]
    for name, found in {"a Scrapy spider that parses nothing": bare, "babelwire crawl": ours}.items():
        seconds = found["elapsed_time_seconds"]
        pages = found["downloader/response_status_count/200"] - 1
        records = f"{found['babelwire/records'] / seconds:.0f}" if "babelwire/records" in found else "–"
        own = 1000 * found["main_process_seconds"] / pages
        lines.append(f"| {name} | {pages / seconds:.0f} | {records} | {own:.1f} | {stall(found)} |")
    lines += [f"| babelwire, one {name} | – | – | – | {stall(found)} |" for name, found in lists.items()]
    return "\n".join(lines)


def stall(found: dict[str, Any]) -> str:
    """Return how long the reactor was busy with one thing at most."""
    return f"{1000 * found['longest_stall']:.0f} ms"


def main() -> None:
    """Measure, print the table and write it down; or make one of the crawls."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000)
    for name in ("spider", "url", "since", "output"):
        parser.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.spider:
        crawl(given.spider, given.url, given.since, given.output)
        return
    told = table(given.articles)
    print(told)
    write_section("Crawl", f"{datetime.date.today().isoformat()}, `python benchmarks/crawl.py`.\n{told}")


if __name__ == "__main__":
    main()
