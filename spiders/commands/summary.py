"""The closing table of a crawl."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from rich.table import Column, Table

from pipelines.coverage import FIELDS
from pipelines.reports.sources import told_sources

if TYPE_CHECKING:
    # It imports Scrapy, which other commands that print counts do not need.
    from spiders.commands.running import CrawlResult

REDIRECTS: Final = tuple(f"downloader/response_status_count/{status}" for status in (301, 302, 303, 307, 308))


def summary_of(result: CrawlResult) -> Table:
    """Return the table of what a crawl did."""
    # Folded, since a field's name that is cut short in a narrow terminal tells nothing.
    columns = (Column(overflow="fold"), Column(overflow="fold"))
    table = Table(*columns, title=f"crawl of {result.name}", title_justify="left", show_header=False)
    for label, value in (*_numbers(result), *_contents(result), *_ending(result)):
        table.add_row(label, value)
    return table


def _numbers(result: CrawlResult) -> list[tuple[str, str]]:
    pages, stats = result.count("pages"), result.stats
    others = (
        pages
        + result.count("not_modified")
        + result.count("tdmrep_asked")
        + int(stats.get("robotstxt/response_count", 0))
    )
    lists = int(stats.get("response_received_count", 0)) - others
    redirects = sum(int(stats.get(key, 0)) for key in REDIRECTS)
    return [
        ("article pages fetched", f"{pages} ({_rate(pages, stats.get('elapsed_time_seconds'))})"),
        ("lists, feeds, sitemaps", f"{max(lists, 0)} ({result.count('lists_failed')} without result)"),
        *((("sources", "\n".join(sources)),) if (sources := list(told_sources(result.sources))) else ()),
        ("redirects", str(redirects)),
        ("not fetched", told(result.counts("not_fetched"))),
        ("rejected", told(result.counts("rejected"))),
        *((("rights", told(result.counts("rights"))),) if result.counts("rights") else ()),
        ("duplicates", str(result.count("duplicates"))),
        ("articles", standing(result)),
        *((name, str(result.count(key))) for key, name in _BOUNDS.items() if result.count(key)),
        ("records", str(result.records)),
    ]


_BOUNDS: Final = {"older": "older than asked for", "beyond_limit": "beyond the limit"}


def _contents(result: CrawlResult) -> list[tuple[str, str]]:
    if not result.records:
        return []
    languages = ", ".join(f"{tag} {number}" for tag, number in result.counts("languages").items())
    return [("languages", languages), ("field coverage", coverage(result.counts("fields"), result.records))]


def _ending(result: CrawlResult) -> list[tuple[str, str]]:
    if not result.failed:
        return []
    ended = result.stats.get("finish_reason", "stopped at once")
    return [("failed", result.error or f"{ended}; `--verbose` tells more")]


def standing(result: CrawlResult) -> str:
    """Return how what was found compares with what was known."""
    kinds = [kind for kind in ("new", "changed", "known", "unchanged") if result.count(kind) or kind != "changed"]
    told = ", ".join(f"{result.count(kind)} {kind}" for kind in kinds)
    return f"{told} (--refresh asks for the known ones again)" if result.count("known") else told


def told(counts: Mapping[str, int]) -> str:
    """Return counts as words: their sum, and each."""
    each = ", ".join(f"{name} {number}" for name, number in counts.items())
    return f"{sum(counts.values())} ({each})" if counts else "0"


def coverage(filled: Mapping[str, int], records: int) -> str:
    """Return the share of the records that have each field, equal shares on one line."""
    shares: defaultdict[int, list[str]] = defaultdict(list)
    for name in FIELDS:
        shares[100 * filled.get(name, 0) // records].append(name)
    return "\n".join(f"{share:>3} %  {', '.join(shares[share])}" for share in sorted(shares, reverse=True))


def _rate(pages: int, seconds: float | None) -> str:
    return f"{pages / seconds:.1f} a second" if seconds else "no time taken"
