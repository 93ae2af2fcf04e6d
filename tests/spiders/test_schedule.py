"""Crawls that are run again and again: nothing lost, nothing twice, nothing fetched in vain."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from schemas.article import Article

ROOT = Path(__file__).parents[2]
HASTE = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False", "RETRY_TIMES": "0", "LOG_LEVEL": "WARNING"}
ALLOWED = {"BABELWIRE_ALLOW_PRIVATE": "1"}
PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of {n} hours for all its users.</p>"


class Newspaper(ThreadingHTTPServer):
    """A paper of numbered stories behind one feed; it tells versions, and notes what it is asked for."""

    daemon_threads = True

    def __init__(self, stories: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.versions = dict.fromkeys(range(stories), 1)
        self.changed: dict[int, str] = {}
        """When the feed says that a story appeared."""
        self.gone: set[int] = set()
        self.asked: list[str] = []
        self.answered: list[tuple[str, int]] = []
        self.delay = 0.0

    @property
    def stories_asked(self) -> list[str]:
        """Return the paths of stories that were asked for."""
        return [path for path in self.asked if path.startswith("/story")]

    def forget(self) -> None:
        """Begin to note anew."""
        self.asked.clear()
        self.answered.clear()

    def feed(self) -> str:
        """Return the feed."""
        items = "".join(
            f"<item><link>{self.base}/story-number-{number}</link>{self.changed.get(number, '')}</item>"
            for number in self.versions
        )
        return f'<rss version="2.0"><channel><title>N</title>{items}</channel></rss>'

    def story(self, number: int) -> str:
        """Return a story; each has words of its own."""
        own = " ".join(hashlib.sha256(f"{number} {part}".encode()).hexdigest() for part in range(9))
        text = PROSE.format(n=self.versions[number]) * 4
        return f"<html lang=en><body><article><h1>Story number {number}</h1>{text}<p>{own}.</p></article></body></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers for the paper."""

    server: Newspaper

    def do_GET(self) -> None:
        """Answer a request."""
        paper = self.server
        paper.asked.append(self.path)
        if self.path == "/feed":
            self._send(200, "application/rss+xml", paper.feed(), "")
        elif self.path.startswith("/story-number-"):
            number = int(self.path.rpartition("-")[2])
            time.sleep(paper.delay)
            etag = f'"{number}.{paper.versions[number]}"'
            unchanged = self.headers["If-None-Match"] == etag
            status = 410 if number in paper.gone else 304 if unchanged else 200
            self._send(status, "text/html", "" if status == 304 else paper.story(number), etag)
        else:
            self._send(404, "text/plain", "no", "")

    def _send(self, status: int, content_type: str, text: str, etag: str) -> None:
        self.server.answered.append((self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(text.encode())))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    """Serve a paper of five stories."""
    server = Newspaper(5)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def crawling(paper: Newspaper, output: Path, **arguments: str) -> subprocess.Popen[bytes]:
    """Begin a crawl of the paper."""
    settings = {**HASTE, **ALLOWED, "BABELWIRE_OUTPUT": str(output)}
    words = [word for pair in settings.items() for word in ("-s", "=".join(pair))]
    given = [word for pair in {"url": f"{paper.base}/feed", **arguments}.items() for word in ("-a", "=".join(pair))]
    command = [sys.executable, "-m", "scrapy", "crawl", "feed", *given, *words]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def crawl(paper: Newspaper, output: Path, **arguments: str) -> tuple[dict[str, int], str]:
    """Crawl the paper to the end; return the run's report, and its log."""
    paper.forget()
    with crawling(paper, output, **arguments) as run:
        _, log = run.communicate(timeout=100)
    newest = max((output / "runs").glob("*Z-??????.json"), key=lambda path: path.stat().st_mtime_ns)
    counted: dict[str, int] = json.loads(newest.read_bytes())
    return counted, log.decode()


def records(output: Path) -> list[Article]:
    """Return all records in files that have their names."""
    files = sorted(output.glob("feed/*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
    return [Article.model_validate_json(line) for path in files for line in path.read_bytes().splitlines()]


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


def test_every_article_exactly_once_though_crawls_are_killed(tmp_path: Path) -> None:
    """Crawls killed with SIGKILL at various points together write each article once, in whole lines."""
    paper = Newspaper(60)
    paper.delay = 0.02
    Thread(target=paper.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    for stories in (1, 9, 20):
        paper.forget()
        with crawling(paper, tmp_path) as run:
            deadline = time.monotonic() + 60
            while len(paper.stories_asked) < stories and time.monotonic() < deadline:
                time.sleep(0.01)
            run.kill()
    _, log = crawl(paper, tmp_path)
    assert "was interrupted" in log
    titles = Counter(record.title for record in records(tmp_path))
    assert titles == Counter(f"Story number {number}" for number in range(60))
    assert not list(tmp_path.glob("**/*.part"))
    crawl(paper, tmp_path)
    assert paper.stories_asked == []
    paper.shutdown()
    paper.server_close()
