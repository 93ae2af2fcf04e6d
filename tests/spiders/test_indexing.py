"""Crawls that index what they keep."""

from __future__ import annotations

from pathlib import Path

from pipelines.search.embedded.database import open_for_reading
from pipelines.search.embedded.searching import Request, search
from tests.spiders.small_site import Crawl, Serve


def test_records_are_indexed_when_the_crawl_ends(serve: Serve, crawl: Crawl, tmp_path: Path) -> None:
    """With one setting, what a crawl wrote is found when it is over."""
    site = serve()
    crawled = crawl("page", f"{site.base}/resumed-withdrawals", BABELWIRE_INDEX="sqlite")
    assert len(crawled.records) == 1
    found = search(open_for_reading(tmp_path / "search.sqlite"), Request("resumed withdrawals"))
    assert [hit.record["id"] for hit in found.hits] == [crawled.records[0]["id"]]


def test_without_the_setting_there_is_no_index(serve: Serve, crawl: Crawl, tmp_path: Path) -> None:
    """A crawl indexes only where it is told to."""
    crawl("page", f"{serve().base}/story")
    assert not (tmp_path / "search.sqlite").exists()


def test_index_that_is_down_costs_no_record(serve: Serve, crawl: Crawl) -> None:
    """Where the index cannot be used, the records are there, and the log says what to do."""
    crawled = crawl("page", f"{serve().base}/story", BABELWIRE_INDEX="solr+http://127.0.0.1:1")
    assert len(crawled.records) == 1
    assert "Nothing was indexed: this is no address of a search server" in crawled.log
    assert "`babelwire index` goes on from here" in crawled.log
    assert "Traceback" not in crawled.log
