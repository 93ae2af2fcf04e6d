"""Records as they leave a crawl."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from pipelines.items import run_of, store_of
from pipelines.store.ledger import State
from pipelines.store.parts import PartFiles
from schemas.article import Article, ArticleBlock, BlockType, Provenance, Related, Source
from spiders import settings
from spiders.exporters import RecordFiles

OWN = {name: getattr(settings, name) for name in dir(settings) if name.startswith(("BABELWIRE_RE", "BABELWIRE_PART"))}
OWN |= {"EXTENSIONS": settings.EXTENSIONS, "BABELWIRE_SINCE": None}


def article(number: int, site: str | None = None) -> Article:
    """Return a record with text that is hard on files."""
    return Article(
        id=f"{number:016x}",
        url=f"https://news.example/ü?a={number}&b=2",
        site=site,
        title="链捕手 “Märkte” \u2028 \U0001f680 ع",
        source=Source(name="链捕手", key="chaincatcher"),
        language="zh-Hans",
        body='a\n\nb\t"c"\\ \x7f \u0085',
        blocks=[ArticleBlock(type=BlockType.LIST, text="a\nb", items=["a", "b"])],
        related=[Related(title="R", published_at="2026-06-27T05:30:00Z", published_raw="Há 7h")],
        content_hash="0" * 64,
        provenance={"published_at": Provenance(by="label", raw="x", zone="unknown")},
        warnings=["short_body"],
    )


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    """Return a crawler of a spider called `some`, whose output goes to a temporary folder."""
    crawler = get_crawler(settings_dict={"BABELWIRE_OUTPUT": str(tmp_path), **OWN})
    crawler.spider = Spider(name="some")
    return crawler


def test_records_read_back_equal(crawler: Crawler, tmp_path: Path) -> None:
    """Each record is one line of plain UTF-8, and reading the line back gives an equal record."""
    writer = RecordFiles.from_crawler(crawler)
    written = [writer.process_item(article(number)) for number in range(3)]
    writer.close_spider()
    path = tmp_path / "some" / f"{run_of(crawler)}-00000.jsonl"
    lines = path.read_bytes().splitlines()
    assert [Article.model_validate_json(line) for line in lines] == written
    assert "链捕手".encode() in lines[0]
    assert b"\\u" not in lines[0].replace(b"\\u007f", b"")
    assert set(json.loads(lines[0])) == set(Article.model_fields)


def test_each_record_is_there_at_once(crawler: Crawler, tmp_path: Path) -> None:
    """While the crawl runs, the file has a temporary name and holds every record written so far."""
    writer = RecordFiles.from_crawler(crawler)
    writer.process_item(article(1))
    (growing,) = (tmp_path / "some").iterdir()
    assert growing.name.endswith(".jsonl.part")
    assert len(growing.read_bytes().splitlines()) == 1
    writer.close_spider()


def test_records_go_to_the_file_of_their_site(crawler: Crawler, tmp_path: Path) -> None:
    """A record of a known site goes to the site's folder, any other to the spider's; the counts tell."""
    writer = RecordFiles.from_crawler(crawler)
    for number, site in enumerate(["htx", None, "htx"]):
        writer.process_item(article(number, site))
    writer.close_spider()
    lines = {path.parent.name: len(path.read_bytes().splitlines()) for path in tmp_path.glob("*/*.jsonl")}
    assert lines == {"htx": 2, "some": 1}
    report = json.loads((tmp_path / "runs" / f"{run_of(crawler)}.json").read_text("utf-8"))
    assert report["records"] == 3
    assert report["languages/zh-Hans"] == 3
    assert report["fields/source"] == 3
    assert report["fields/site"] == 2
    assert "fields/qa" not in report


def test_a_run_without_records_leaves_no_file(crawler: Crawler, tmp_path: Path) -> None:
    """Where nothing was written, only the run's report tells of it."""
    store_of(crawler)
    RecordFiles.from_crawler(crawler).close_spider()
    assert [path.parent.name for path in tmp_path.glob("*/*")] == ["runs"]


def test_no_more_records_than_asked_for(tmp_path: Path) -> None:
    """Pages that were under way when the limit was reached are given back to the next run, and counted."""
    crawl = get_crawler(settings_dict={"BABELWIRE_OUTPUT": str(tmp_path), **OWN, "CLOSESPIDER_ITEMCOUNT": 2})
    crawl.spider = Spider(name="some")
    writer = RecordFiles.from_crawler(crawl)
    for number in (1, 2):
        writer.process_item(article(number))
    with pytest.raises(DropItem, match="beyond"):
        writer.process_item(article(3))
    store_of(crawl).sync()
    assert store_of(crawl).ledger.states() == {State.PENDING: 1, State.DONE: 2}
    assert crawl.stats
    assert crawl.stats.get_value("babelwire/beyond_limit") == 1
    writer.close_spider()


def test_a_record_that_is_known_is_not_written_again(crawler: Crawler, tmp_path: Path) -> None:
    """Of an unchanged record, and of its second address, nothing is written; a changed one is the next revision."""
    writer = RecordFiles.from_crawler(crawler)
    first = article(1).model_copy(update={"canonical_url": article(1).url})
    writer.process_item(first)
    for known in (first, first.model_copy(update={"url": "https://news.example/print/1"})):
        with pytest.raises(DropItem):
            writer.process_item(known)
    changed = writer.process_item(first.model_copy(update={"content_hash": "1" * 64}))
    assert (changed.id, changed.revision) == (first.id, 2)
    writer.close_spider()
    report = json.loads((tmp_path / "runs" / f"{run_of(crawler)}.json").read_text("utf-8"))
    assert {kind: report[kind] for kind in ("new", "changed", "unchanged", "duplicates", "records")} == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "duplicates": 1,
        "records": 2,
    }


def test_a_disk_that_takes_no_more_ends_the_crawl(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a line cannot be written, its item is dropped, the crawl is told once, and nothing else is tried."""
    writer = RecordFiles.from_crawler(crawler)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PartFiles, "growing", full)
    for number in (1, 2):
        with pytest.raises(DropItem, match="output_unwritable"):
            writer.process_item(article(number))
    assert [record.getMessage() for record in caplog.records if "No space left" in record.getMessage()] == [
        f"Cannot write to {crawler.settings['BABELWIRE_OUTPUT']}: [Errno 28] No space left on device;"
        " the next run goes on from here"
    ]
