"""The page of reports."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from pipelines.reports.charts import Chart, charts_of
from pipelines.reports.health import Limits, health_of
from pipelines.reports.page import page_of
from pipelines.reports.run import RunReport
from pipelines.reports.worst import worst_pages
from tests.browser import complaints, requested

START = datetime(2026, 6, 1, tzinfo=UTC)
GOOD = {"found": 20, "new": 20, "pages": 20, "records": 20, "fields/title": 20, "fields/authors": 19}
LANGUAGES = {"languages/ja": 12, "languages/ar": 8}


def run(day: int, counts: dict[str, int], scope: str = "news", newest: date | None = None, **more: bool) -> RunReport:
    """Return the report of a run on a day of June."""
    at = START + timedelta(days=day)
    return RunReport(f"{at:%Y%m%dT%H%M%SZ}-000000", scope, at, more.get("interrupted", False), counts, newest=newest)


def charts(*runs: RunReport) -> dict[str, Chart]:
    """Return the charts of the only site by their titles."""
    (site,) = health_of(runs, Limits())
    return {chart.title: chart for group in charts_of(site).values() for chart in group}


def test_the_page_needs_nothing_else_and_runs_nothing(tmp_path: Path) -> None:
    """Names from the outside are text in the page; it loads and runs nothing."""
    hostile = run(0, {**GOOD, "rejected/no_prose": 4}, "feed/<script>alert(1)</script>")
    page = page_of(health_of([hostile], Limits()), tmp_path)
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "http:" not in page
    assert "https:" not in page
    assert "new: 20 (most 20)" in page
    assert '<th scope="row">no_prose</th><td class="number">4</td>' in page


@pytest.mark.parametrize(
    ("runs", "title"),
    [
        ([run(0, GOOD)], "1 site, none with problems"),
        ([run(0, GOOD), run(1, {}), run(0, GOOD, "other")], "2 sites, 1 with problems"),
    ],
)
def test_the_page_says_first_how_many_sites_are_well(runs: list[RunReport], title: str, tmp_path: Path) -> None:
    """The heading counts the sites, and those with problems."""
    assert f"<h1>{title}</h1>" in page_of(health_of(runs, Limits()), tmp_path)


def test_coverage_over_runs() -> None:
    """A bar is the share of a run's records; a run that was killed has none, since nobody counted."""
    found = charts(run(0, GOOD), run(1, {"records": 3}, interrupted=True), run(2, {**GOOD, "fields/authors": 5}))
    assert found["authors"].told == "25 % (most 95 %)"
    assert [(bar.x, bar.height, bar.told) for bar in found["authors"].bars] == [
        (0, 38, "2026-06-01 00:00: 95 %"),
        (18, 10, "2026-06-03 00:00: 25 %"),
    ]


def test_freshness_over_runs() -> None:
    """How old the newest record was; a run without dated records has no bar, and no record is from the future."""
    found = charts(run(9, GOOD, newest=date(2026, 6, 7)), run(10, GOOD), run(11, GOOD, newest=date(2026, 6, 13)))
    chart = found["age of the newest record"]
    assert [bar.told for bar in chart.bars] == ["2026-06-10 00:00: 3 days", "2026-06-12 00:00: 0 days"]
    assert "age of the newest record" not in charts(run(9, GOOD))


def test_languages_over_runs() -> None:
    """Languages stand above each other, the most frequent at the foot; beyond five they are one."""
    chart = charts(run(0, {**GOOD, **LANGUAGES}))["languages"]
    assert chart.legend == ("ja", "ar")
    assert [(bar.y, bar.height, bar.told) for bar in chart.bars] == [
        (16, 24, "2026-06-01 00:00: ja 12"),
        (0, 16, "2026-06-01 00:00: ar 8"),
    ]
    many = {f"languages/{tag}": 10 - place for place, tag in enumerate(("ja", "ar", "en", "de", "fr", "ko", "tr"))}
    chart = charts(run(0, many))["languages"]
    assert chart.legend == ("ja", "ar", "en", "de", "fr", "others")
    assert chart.bars[-1].told == "2026-06-01 00:00: others 9"


def test_pages_to_look_at(tmp_path: Path) -> None:
    """Pages without a record come first, the parser's failures foremost, with the command that inspects them."""
    (tmp_path / "runs").mkdir()
    rejects = [
        {"id": "urn:uuid:1", "url": "https://n.example/1", "reason": "no_prose", "detail": "9 letters of text"},
        {"id": "urn:uuid:2", "url": "https://n.example/2", "reason": "http_error", "detail": "status 404"},
        {"id": "urn:uuid:3", "url": "https://n.example/3", "reason": "parser_failed", "detail": ""},
    ]
    record = {"id": "a", "input_id": None, "url": "https://n.example/4", "revision": 1, "content_hash": ""}
    records = tmp_path / "records.jsonl"
    records.write_text("".join(f"{json.dumps(record | {'warnings': w})}\n" for w in ([], ["short_body"])), "utf-8")
    report = RunReport("r", "news", START, False, {}, files=(str(records),), raw_files=("out/news/r 1.warc.gz",))
    (tmp_path / "runs" / "r.rejects.jsonl").write_text("\n".join([*map(json.dumps, rejects), '{"id": "cut o']), "utf-8")
    assert [(page.url[-1], page.why, page.command) for page in worst_pages(tmp_path, report)] == [
        ("3", "parser_failed", "babelwire inspect --open 'out/news/r 1.warc.gz#urn:uuid:3'"),
        ("1", "no_prose: 9 letters of text", "babelwire inspect --open 'out/news/r 1.warc.gz#urn:uuid:1'"),
        ("4", "short_body", ""),
    ]


def test_pages_of_several_archives(tmp_path: Path) -> None:
    """Where a run filled several archives, their folder is searched."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "r.rejects.jsonl").write_text('{"id": "x", "url": "u", "reason": "no_title"}\n', "utf-8")
    report = RunReport("r", "news", START, False, {}, raw_files=("out/news/a.warc.gz", "out/news/b.warc.gz"))
    assert [page.command for page in worst_pages(tmp_path, report)] == ["babelwire inspect --open 'out/news#x'"]


def test_it_opens_quietly(browser: WebDriver, tmp_path: Path) -> None:
    """In a browser nothing is asked of any network, and the console has nothing to say; the bars are there."""
    file = tmp_path / "report.html"
    runs = [run(0, GOOD), run(1, {**GOOD, **LANGUAGES}, newest=date(2026, 6, 1))]
    file.write_text(page_of(health_of(runs, Limits()), tmp_path), "utf-8")
    browser.get("about:blank")
    requested(browser), complaints(browser)
    browser.get(file.as_uri())
    groups = [heading.text for heading in browser.find_elements(By.TAG_NAME, "h3")]
    assert groups == ["Articles", "Coverage", "Freshness", "Languages"]
    assert all(bar.size["height"] > 0 for bar in browser.find_elements(By.TAG_NAME, "rect"))
    assert complaints(browser) == []
    assert [address for address in requested(browser) if not address.startswith(("file:", "about:"))] == []
