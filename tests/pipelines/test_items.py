"""Scrapy's view of the chain."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from pipelines import outcome
from pipelines.items import BoundsPipeline, ExtractionPipeline, store_of
from pipelines.outcome import article_of, line_of
from pipelines.rejected import Rejected, Unfetched
from schemas.article import Article
from schemas.page import Page, Rejection

PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users.</p>"
ARTICLE = f"<html lang=en><body><article><h1>Withdrawals resume</h1>{PROSE * 4}</article></body></html>".encode()


def page(body: bytes, url: str = "https://news.example/withdrawals-resume", status: int = 200) -> Page:
    """Return a page of HTML."""
    return Page(body=body, url=url, content_type="text/html; charset=utf-8", status=status)


def article(number: int = 1, published_at: str | None = None) -> Article:
    """Return a small record."""
    return Article(
        id=f"{number:016x}",
        url=f"https://news.example/{number}",
        title="T",
        language="en",
        body="B",
        content_hash="0" * 64,
        published_at=published_at,
    )


def crawler(tmp_path: Path, **settings: Any) -> Crawler:  # noqa: ANN401
    """Return a crawler whose output goes to a temporary folder."""
    own = {
        "EXTENSIONS": {"pipelines.items.CrawlStore": 0},
        "BABELWIRE_OUTPUT": str(tmp_path),
        "BABELWIRE_WORKERS": 1,
        "BABELWIRE_RECHECK_HOURS": 6,
        "BABELWIRE_RECHECK_DAYS": 7,
        "BABELWIRE_PART_BYTES": 1_000_000,
    }
    made = get_crawler(settings_dict={**own, **settings})
    made.spider = Spider(name="some")
    return made


def counts(crawler: Crawler) -> dict[str, Any]:
    """Return what was counted under our own prefix, the run's name aside."""
    assert crawler.stats
    found = {key: value for key, value in crawler.stats.get_stats().items() if key.startswith("babelwire/")}
    return {key: value for key, value in found.items() if key != "babelwire/run"}


def with_pipeline(crawler: Crawler, use: Callable[[ExtractionPipeline], Awaitable[None]]) -> None:
    """Open the pipeline, use it, close it."""

    async def opened() -> None:
        pipeline = ExtractionPipeline.from_crawler(crawler)
        await pipeline.open_spider()
        await use(pipeline)
        pipeline.close_spider()

    asyncio.run(opened())


def test_pages_become_records_or_counted_rejections(tmp_path: Path) -> None:
    """A page becomes its record; what is no article, or was not fetched, is dropped, counted and written down."""
    crawl = crawler(tmp_path)
    records: list[Article] = []

    async def use(pipeline: ExtractionPipeline) -> None:
        records.append(await pipeline.process_item(page(ARTICLE)))
        refused = [page(b""), page(ARTICLE, status=404), Unfetched("https://a.example/", "robots_forbidden", "robots")]
        for item in refused:
            with pytest.raises(DropItem):
                await pipeline.process_item(item)

    with_pipeline(crawl, use)
    assert [record.title for record in records] == ["Withdrawals resume"]
    assert counts(crawl) == {
        "babelwire/pages": 3,
        "babelwire/rejected/empty": 1,
        "babelwire/rejected/http_error": 1,
        "babelwire/not_fetched/robots_forbidden": 1,
    }
    store_of(crawl).close()
    (file,) = (tmp_path / "runs").iterdir()
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [line["reason"] for line in lines] == ["empty", "http_error", "robots_forbidden"]
    assert file.name.endswith(".rejects.jsonl")


def test_without_rejections_there_is_no_file_of_them(tmp_path: Path) -> None:
    """Nothing is written down of rejections where every page became a record."""

    async def use(pipeline: ExtractionPipeline) -> None:
        assert (await pipeline.process_item(page(ARTICLE))).language == "en"

    crawl = crawler(tmp_path)
    with_pipeline(crawl, use)
    store_of(crawl).close()
    assert [path.name for path in tmp_path.glob("**/*") if path.is_file()] == ["state.sqlite"]


def test_a_defect_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody expected is a rejection which names it and its place."""

    def broken(_: Page) -> Article:
        raise KeyError("title")

    monkeypatch.setattr(outcome, "extract", broken)
    found = article_of(page(ARTICLE))
    assert isinstance(found, Rejected)
    assert found.reason is Rejection.PARSER_FAILED
    assert found.defect == "KeyError"
    assert found.detail.startswith("KeyError: 'title' (test_items.py:")
    assert line_of(page(ARTICLE)) == found


def test_a_defect_is_counted_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing parser shows in the counts: the reason, and which exception it was."""
    crawl = crawler(tmp_path)

    async def use(pipeline: ExtractionPipeline) -> None:
        async def failing(item: Page) -> Rejected:
            return Rejected(Rejection.PARSER_FAILED, "KeyError: 'x'", item.url, defect="KeyError")

        monkeypatch.setattr(pipeline, "_outcome", failing)
        with pytest.raises(DropItem, match="parser_failed"):
            await pipeline.process_item(page(ARTICLE))

    with_pipeline(crawl, use)
    assert counts(crawl)["babelwire/rejected/parser_failed"] == 1
    assert counts(crawl)["babelwire/defects/KeyError"] == 1


@pytest.mark.parametrize(
    ("published_at", "passes"),
    [
        ("2026-06-27T08:00:00Z", True),
        ("2026-06-27T07:59:00Z", False),
        ("2026-06-27T15:59:00+08:00", False),
        ("2026-06-27", True),
        ("2026-06-26", False),
        ("2026-06", True),
        (None, True),
    ],
)
def test_records_before_the_time_asked_for_are_dropped(tmp_path: Path, published_at: str | None, passes: bool) -> None:
    """A record that is surely older is dropped and counted; one of that day, or of unknown time, is not."""
    crawl = crawler(tmp_path, BABELWIRE_SINCE=datetime(2026, 6, 27, 8, tzinfo=UTC))
    pipeline = BoundsPipeline.from_crawler(crawl)
    if passes:
        assert pipeline.process_item(article(1, published_at)).published_at == published_at
    else:
        with pytest.raises(DropItem):
            pipeline.process_item(article(1, published_at))
    assert counts(crawl).get("babelwire/older", 0) == (not passes)
