"""A small crawl that looks at a site, and keeps nothing but what it saw."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from spiders.any_site import AnySiteSpider
from spiders.commands.running import CrawlResult, run
from spiders.newsite.findings import Learned
from spiders.newsite.sample import Sampled, crawled

# A look asks for so many pages beside its articles (lists, feeds, usual places, editions), and so many that are none.
MORE_PAGES: Final = 60
PAGES_AN_ARTICLE: Final = 2
BOUNDS: Final = {"BABELWIRE_LIST_PAGES": 2, "BABELWIRE_SITEMAP_FILES": 2}
# What the report of a run calls why a home page gave nothing, as a reader says it.
WHY: Final = {
    "host_unknown": "nobody knows this host; check the address",
    "connection_refused": "the host refuses the connection",
    "timeout": "the host does not answer in time",
    "robots_forbidden": "its robots.txt forbids it",
    "private_address": "it is not on the public network; --allow-private allows that",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What was learned of a site, and the pages that were looked at."""

    learned: Learned
    sample: list[Sampled]
    problem: str = ""
    """Why there are no articles, in a few words."""


def look_at(home: str, limit: int, *, allow_private: bool, verbose: bool) -> Look:
    """Crawl a few articles of a site by its home page; all that it writes is gone afterwards."""
    with TemporaryDirectory(prefix="babelwire-") as folder:
        pages = PAGES_AN_ARTICLE * limit + MORE_PAGES
        settings: dict[str, Any] = {
            **BOUNDS,
            "BABELWIRE_OUTPUT": folder,
            # No ledger that crawls share is told of what is thrown away.
            "BABELWIRE_LEDGER": "",
            "CLOSESPIDER_PAGECOUNT": pages,
        }
        wishes = {"allow_private": "1"} if allow_private else {}
        arguments = {"url": home, "limit": str(limit), "keep_raw": "1", **wishes}
        (result,) = run([("site", arguments)], verbose=verbose, quietest=logging.CRITICAL, changes=settings)
        sample = crawled(Path(folder))
    found = any(each.article for each in sample)
    return Look(_learned(home, result), sample, "" if found else _problem(home, result, sample))


def _learned(home: str, result: CrawlResult) -> Learned:
    spider = result.spider
    assert isinstance(spider, AnySiteSpider)
    editions = spider.facts.locale_urls if spider.facts else {}
    return Learned(home, spider.discovery.findings.shapes, editions, result.sources)


def _problem(home: str, result: CrawlResult, sample: list[Sampled]) -> str:
    problem = next((source.problem for source in result.sources if source.url == home), "")
    if problem and problem != "empty":
        return WHY.get(problem, problem)
    reasons = ", ".join(sorted({each.reason for each in sample}))
    tried = f"{len(sample)} pages were none ({reasons})" if sample else "nothing there links or lists any"
    return f"no articles found: {tried}"
