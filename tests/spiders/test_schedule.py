"""Crawls that are run again and again: nothing lost, nothing twice, nothing fetched in vain."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.spiders.newspaper import Newspaper, crawling, records


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    """Serve a paper of five stories."""
    server = Newspaper(5)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def crawl(paper: Newspaper, output: Path, **arguments: str) -> tuple[dict[str, int], str]:
    """Crawl the paper to the end; return the run's report, and its log."""
    paper.forget()
    with crawling(paper, output, **arguments) as run:
        _, log = run.communicate(timeout=100)
    newest = max((output / "runs").glob("*Z-??????.json"), key=lambda path: path.stat().st_mtime_ns)
    counted: dict[str, int] = json.loads(newest.read_bytes())
    return counted, log.decode()


def test_a_second_run_fetches_no_article(paper: Newspaper, tmp_path: Path) -> None:
    """On a site where nothing is new, only the feed is fetched, and the counts say so."""
    counted, _ = crawl(paper, tmp_path)
    assert (counted["new"], len(records(tmp_path))) == (5, 5)
    counted, log = crawl(paper, tmp_path)
    assert paper.stories_asked == []
    assert counted["known"] == 5
    assert "new" not in counted
    assert len(records(tmp_path)) == 5
    assert log == ""


def test_known_articles_are_asked_for_with_their_version(paper: Newspaper, tmp_path: Path) -> None:
    """Asked to look again, the server says of each whether it changed; only a changed one gives its next revision."""
    crawl(paper, tmp_path)
    paper.versions[3] = 2
    paper.gone.add(4)
    counted, _ = crawl(paper, tmp_path, refresh="1")
    assert Counter(status for path, status in paper.answered if path.startswith("/story")) == {304: 3, 200: 1, 410: 1}
    assert (counted["unchanged"], counted["changed"], counted["records"]) == (3, 1, 1)
    revisions = [(record.id, record.revision) for record in records(tmp_path) if record.title == "Story number 3"]
    assert [revision for _, revision in revisions] == [1, 2]
    assert len({record_id for record_id, _ in revisions}) == 1
    counted, _ = crawl(paper, tmp_path, refresh="1")
    assert counted["unchanged"] == 4
    assert len(records(tmp_path)) == 6


def test_what_a_list_dates_later_is_fetched_again(paper: Newspaper, tmp_path: Path) -> None:
    """A feed that dates a known article later than we fetched it has it looked at, and no other."""
    crawl(paper, tmp_path)
    paper.versions[2] = 2
    paper.changed[2] = "<pubDate>Sat, 27 Jun 2099 08:15:00 GMT</pubDate>"
    counted, _ = crawl(paper, tmp_path)
    assert paper.stories_asked == ["/story-number-2"]
    assert (counted["changed"], counted["known"]) == (1, 4)


def test_a_limit_leaves_the_rest_for_later(paper: Newspaper, tmp_path: Path) -> None:
    """What a limit cuts off is not lost: the next run begins with it, and nothing is fetched twice for a record."""
    counted, _ = crawl(paper, tmp_path, limit="2")
    assert counted["records"] == 2
    counted, _ = crawl(paper, tmp_path)
    assert counted["records"] == 3
    assert len({record.id for record in records(tmp_path)}) == len(records(tmp_path)) == 5


def test_what_is_listed_no_more_is_not_lost(paper: Newspaper, tmp_path: Path) -> None:
    """An article that a run found and did not get to is fetched by the next, though the feed has dropped it."""
    crawl(paper, tmp_path, limit="2")
    versions, paper.versions = paper.versions, {}
    paper.versions = {number: version for number, version in versions.items() if number == 0}
    left = paper.feed()
    paper.feed = lambda: left  # type: ignore[method-assign]
    paper.versions = versions
    crawl(paper, tmp_path)
    assert len({record.id for record in records(tmp_path)}) == 5
