"""Whole crawls, against servers on this machine only."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from rich.console import Console
from typer.testing import CliRunner

from schemas.article import Article
from spiders.cli import app
from spiders.commands.running import CrawlResult
from spiders.commands.summary import summary_of
from spiders.demo_site import DemoSite

ROOT = Path(__file__).parents[2]
# Nobody has to be spared on this machine.
HASTE = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False", "RETRY_TIMES": "0", "BABELWIRE_ALLOW_PRIVATE": "1"}
PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users.</p>"
ARTICLE = f"<html lang=en><body><article><h1>Withdrawals resume</h1>{PROSE * 4}</article></body></html>"
FEED = """<rss version="2.0"><channel><title>N</title>
<item><link>{base}/story-of-the-day</link><pubDate>Sat, 27 Jun 2026 08:15:00 GMT</pubDate></item>
<item><link>{base}/story-of-last-year</link><pubDate>Fri, 27 Jun 2025 08:15:00 GMT</pubDate></item>
<item><link>{base}/private/story-of-the-board</link></item>
<item><link>{base}/gone</link></item><item><link>{base}/huge</link></item><item><link>{base}/picture</link></item>
<item><link>{base}/moved</link></item></channel></rss>"""
HUGE = b"a" * (16 * 1024 * 1024 + 1)


class Site(ThreadingHTTPServer):
    """A small site that notes what it is asked for, and by whom."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, type and body of a path."""
        pages = {
            "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /private/\n"),
            "/": (200, "text/html", b'<link rel="alternate" type="application/rss+xml" href="/feed"><p>Home</p>'),
            "/feed": (200, "application/rss+xml", FEED.format(base=self.base).encode()),
            "/gone": (404, "text/html", ARTICLE.encode()),
            "/huge": (200, "text/html", HUGE),
            "/picture": (200, "image/png", b"\x89PNG\r\n\x1a\n\x00\x00"),
            "/moved": (301, "text/html", b""),
            "/turning": (302, "text/html", b""),
        }
        story = ARTICLE.replace("</h1>", f" {path}</h1>").encode()
        return pages.get(path, (200, "text/html; charset=utf-8", story))


class Handler(BaseHTTPRequestHandler):
    """Answers for the site."""

    server: Site

    def do_GET(self) -> None:
        """Answer a request."""
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        status, content_type, body = self.server.answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if status == 301:
            self.send_header("Location", "/story-elsewhere")
        if status == 302:
            self.send_header("Location", self.path)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve the small site."""
    server = Site()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def scrapy(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run plain scrapy from the project's root."""
    settings = [word for pair in {**HASTE, "BABELWIRE_OUTPUT": str(output)}.items() for word in ("-s", "=".join(pair))]
    command = [sys.executable, "-m", "scrapy", *arguments, *(settings if arguments[0] == "crawl" else [])]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)


def babelwire(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in some other folder."""
    return subprocess.run(
        [sys.executable, "-m", "spiders.cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BABELWIRE_OUTPUT": "output", "BABELWIRE_ALLOW_PRIVATE": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def records(output: Path) -> list[Article]:
    """Return all records below a folder."""
    lines = [line for path in sorted(output.glob("[!r]*/*.jsonl")) for line in path.read_bytes().splitlines()]
    return [Article.model_validate_json(line) for line in lines]


def report(output: Path) -> dict[str, int]:
    """Return the report of the only run."""
    (path,) = (output / "runs").glob("*.json")
    found: dict[str, int] = json.loads(path.read_text("utf-8"))
    return found


def test_scrapy_lists_the_spiders(tmp_path: Path) -> None:
    """Plain scrapy works from the project's root, and knows every spider."""
    done = scrapy(tmp_path, "list")
    assert done.returncode == 0
    assert {"coindesk", "demo", "feed", "htx", "odaily", "page", "site"} <= set(done.stdout.split())


def test_a_feed_is_crawled(site: Site, tmp_path: Path) -> None:
    """What a feed lists becomes records; what cannot be had is counted by its reason, and robots.txt is obeyed."""
    done = scrapy(tmp_path, "crawl", "feed", "-a", f"url={site.base}/feed")
    assert done.returncode == 0
    assert sorted(str(record.url) for record in records(tmp_path)) == [
        f"{site.base}/story-elsewhere",
        f"{site.base}/story-of-last-year",
        f"{site.base}/story-of-the-day",
    ]
    counted = report(tmp_path)
    assert counted["rejected/http_error"] == 1
    assert counted["rejected/binary"] == 1
    assert counted["not_fetched/robots_forbidden"] == 1
    assert counted["not_fetched/too_large"] == 1
    assert "/private/story-of-the-board" not in site.asked
    assert all(agent.startswith("Babelwire/") for agent in site.agents)


def test_a_crawl_goes_back_no_further_than_asked(site: Site, tmp_path: Path) -> None:
    """What a feed dates before the time asked for is not even fetched."""
    scrapy(tmp_path, "crawl", "feed", "-a", f"url={site.base}/feed", "-a", "since=2026-01-01")
    assert "/story-of-the-day" in site.asked
    assert "/story-of-last-year" not in site.asked


def test_the_feed_of_a_home_page_is_found(site: Site, tmp_path: Path) -> None:
    """A page in place of a feed leads to the feed that it declares; the limit holds to the record."""
    scrapy(tmp_path, "crawl", "feed", "-a", f"url={site.base}/", "-a", "limit=1")
    assert "/feed" in site.asked
    assert len(records(tmp_path)) == 1


def test_pages_are_fetched_by_address(site: Site, tmp_path: Path) -> None:
    """Articles given by their addresses become records, and the command tells what it did."""
    done = babelwire(tmp_path, "crawl", f"{site.base}/first-story-here", f"{site.base}/gone")
    assert done.returncode == 0, done.stderr
    assert [record.title for record in records(tmp_path / "output")] == ["Withdrawals resume /first-story-here"]
    assert "http_error 1" in done.stdout
    assert "output/page/" in done.stdout


def test_nothing_written_is_a_failure(site: Site, tmp_path: Path) -> None:
    """A crawl that writes no record says so with its exit code."""
    done = babelwire(tmp_path, "crawl", f"{site.base}/gone")
    assert done.returncode == 1
    assert "nothing was written" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nobody"], "no site or spider is called 'nobody'"),
        (["demo", "--since", "yesterday"], "is no time"),
        (["feed", "-a", "url"], "has no value"),
    ],
)
def test_arguments_that_make_no_sense_cost_one_line(arguments: list[str], told: str) -> None:
    """What is wrong with the command's arguments is told in one line before anything is crawled."""
    done = CliRunner().invoke(app, ["crawl", *arguments])
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["feed", "-a", "url=nonsense"], "not an http address"), (["demo", "-l", "xx"], "no edition")],
)
def test_what_a_spider_refuses_costs_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    """Where a spider can make nothing of its arguments, it says so in one line and fetches nothing."""
    done = babelwire(tmp_path, "crawl", *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_the_demo_is_crawled_as_any_site(tmp_path: Path) -> None:
    """The demo gives its articles once each, in many languages, and counts what is none."""
    done = babelwire(tmp_path, "crawl", "demo")
    assert done.returncode == 0, done.stderr
    found = records(tmp_path / "output")
    counted = report(tmp_path / "output")
    assert len(found) == counted["records"] >= 12
    assert len({record.canonical_url for record in found}) == len(found)
    assert len({record.language for record in found}) >= 8
    assert {record.site for record in found} == {"demo"}
    assert counted["not_fetched/robots_forbidden"] == 1
    assert counted["rejected/http_error"] == 1
    assert counted["duplicates"] == 1
    rejected = sum(number for key, number in counted.items() if key.startswith("rejected/"))
    assert counted["pages"] == counted["records"] + rejected + counted["duplicates"]
    assert done.stdout.rstrip().endswith("-00000.jsonl")
    assert done.stderr == ""


def test_a_narrow_terminal_cuts_nothing() -> None:
    """The closing table folds what does not fit, and cuts no field's name short."""
    stats = {"babelwire/records": 2, "babelwire/fields/interface_language": 2, "elapsed_time_seconds": 4.0}
    console = Console(width=36, record=True, file=io.StringIO())
    console.print(summary_of(CrawlResult("demo", {**stats, "babelwire/pages": 8})))
    told = console.export_text()
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= 36
    assert "interface_lang" in told
    assert "(2.0 a" in told


PLAIN_FIELDS = (
    "title",
    "subtitle",
    "published_at",
    "updated_at",
    "language",
    "interface_language",
    "summary",
    "key_points",
    "body",
    "tags",
)


def test_the_demo_records_say_what_its_pages_say(tmp_path: Path) -> None:
    """Every article of the demo is in the file, each field as the article's facts have it."""
    assert babelwire(tmp_path, "crawl", "demo").returncode == 0
    found = {record.canonical_url: record for record in records(tmp_path / "output")}
    base = "{0.scheme}://{0.netloc}".format(urlsplit(next(iter(found))))
    wanted = DemoSite.expected_records(base, datetime.now(UTC))
    assert set(found) == set(wanted)
    for url, want in wanted.items():
        record = found[url].model_dump(mode="json")
        assert {key: record[key] for key in PLAIN_FIELDS} == {key: want[key] for key in PLAIN_FIELDS}
        assert (record["source"] or {}).get("name") == want["source"]
        assert [(person["name"], person["role"]) for person in record["authors"]] == [
            (person["name"], person["role"]) for person in want["authors"]
        ]
        assert [(item["question"], item["answer"]) for item in record["qa"]] == [
            (item["question"], item["answer"]) for item in want["qa"]
        ]
        assert [item["title"] for item in record["related"]] == [item["title"] for item in want["related"]]
        assert [asset["symbol"] for asset in record["assets"]] == want["assets"]
        assert [image["url"] for image in record["images"]] == [image["url"] for image in want["images"]]


def test_a_page_that_redirects_to_itself_is_counted(site: Site, tmp_path: Path) -> None:
    """A redirect back to where it came from gives no page; it is in the counts."""
    scrapy(tmp_path, "crawl", "page", "-a", f"url={site.base}/turning,{site.base}/story")
    assert report(tmp_path)["not_fetched/redirect_loop"] == 1
    assert len(records(tmp_path)) == 1


def test_output_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    """A crawl whose records would have no place says so in one line and fetches nothing."""
    (tmp_path / "output").write_text("a file")
    done = babelwire(tmp_path, "crawl", f"{site.base}/story")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "cannot write to" in line and "BABELWIRE_OUTPUT" in line]
    assert "Traceback" not in done.stderr
    assert site.asked == []


def test_the_log_is_there_as_json(site: Site, tmp_path: Path) -> None:
    """Asked for, each line of the log is one JSON object that says when, how bad, and what."""
    done = babelwire(tmp_path, "crawl", f"{site.base}/story", "--log-json", "--verbose")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert {"Spider opened"} <= {line["message"] for line in lines}
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    assert "page" in {line.get("spider") for line in lines}
