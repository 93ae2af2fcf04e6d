"""Crawls that keep the pages as they came."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import brotli
import pytest
from scrapy import Request
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from spiders.base import KEPT, Kept, page_of
from spiders.raw_pages import exchange_of

ROOT = Path(__file__).parents[2]
PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users.</p>"
PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "none": bytes}
# By its first letter, a path says how its page is packed; what it says behind is told by the page.
PATHS = ["/gzip-story", "/deflate-story", "/br-story", "/none-story", "/chunked-story", "/moved-story", "/gone-story"]


class Handler(BaseHTTPRequestHandler):
    """A site that sends the same kind of story in all the ways that there are."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a request."""
        kind = self.path[1:].partition("-")[0]
        if kind == "moved":
            self._send(301, b"", {"Location": "/none-elsewhere"})
        elif kind in (*PACKERS, "chunked", "gone"):
            # Words of its own, or it would be a copy of another's.
            own = " ".join(hashlib.sha256(f"{self.path} {part}".encode()).hexdigest() for part in range(9))
            text = f"<html lang=en><body><article><h1>Story of {self.path}</h1>{PROSE * 4}<p>{own}.</p></article>"
            coding = kind if kind in PACKERS else "none"
            headers = {} if coding == "none" else {"Content-Encoding": coding}
            self._send(
                404 if kind == "gone" else 200, PACKERS[coding](text.encode()), headers, chunked=kind == "chunked"
            )
        else:
            self._send(404, b"", {})

    def _send(self, status: int, body: bytes, headers: dict[str, str], *, chunked: bool = False) -> None:
        self.send_response(status)
        size = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("X-Robots-Tag", "noai"),
            size,
            *headers.items(),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Serve the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def run(*command: str) -> str:
    """Run a module; return its standard output."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def crawl(output: Path, spider: str, *words: str) -> None:
    """Crawl with plain scrapy."""
    settings = {
        "DOWNLOAD_DELAY": "0",
        "AUTOTHROTTLE_ENABLED": "False",
        "RETRY_TIMES": "0",
        "BABELWIRE_OUTPUT": str(output),
        "BABELWIRE_ALLOW_PRIVATE": "True",
    }
    run("scrapy", "crawl", spider, *(word for pair in settings.items() for word in ("-s", "=".join(pair))), *words)


def archives(output: Path) -> list[Path]:
    """Return the archives of all sites."""
    return sorted(output.glob("*/*.warc.gz"))


def records(output: Path) -> dict[str, dict[str, Any]]:
    """Return what a crawl wrote, by the ids of its pages."""
    lines = [line for path in output.glob("[!r]*/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {record["input_id"]: record for record in map(json.loads, lines)}


def normalized(*paths: Path) -> dict[str, dict[str, Any]]:
    """Return what archives give, by the ids of their pages."""
    lines = run("spiders.cli", "normalize", *map(str, paths)).splitlines()
    return {record["input_id"]: record for record in map(json.loads, lines)}


def test_archives_give_the_records_of_their_crawl(base: str, tmp_path: Path) -> None:
    """However a page was packed, its archive gives the same record, times resolved against the same moment."""
    crawl(tmp_path, "page", "-a", f"url={','.join(base + path for path in PATHS)}", "-a", "keep_raw=1")
    wanted = records(tmp_path)
    assert sorted(str(record["url"]).removeprefix(base) for record in wanted.values()) == [
        "/br-story",
        "/chunked-story",
        "/deflate-story",
        "/gzip-story",
        "/none-elsewhere",
        "/none-story",
    ]
    assert normalized(*archives(tmp_path)) == wanted
    (report,) = tmp_path.glob("runs/*.json")
    counts = json.loads(report.read_text("utf-8"))
    assert counts["raw_pages"] == len(PATHS) + 1
    assert counts["raw_files"] == [str(path) for path in archives(tmp_path)]


def test_archives_keep_what_was_on_the_wire(base: str, tmp_path: Path) -> None:
    """Bodies are packed as they came, under true headers; requests and redirects are there, robots.txt is not."""
    crawl(tmp_path, "page", "-a", f"url={base}/gzip-story,{base}/moved-story", "-s", "BABELWIRE_KEEP_RAW=1")
    (path,) = archives(tmp_path)
    with path.open("rb") as stream:
        found = {
            (record.rec_type, record.rec_headers["WARC-Target-URI"]): (record.http_headers, record.raw_stream.read())
            for record in ArchiveIterator(stream, check_digests="raise")
        }
    assert set(found) == {("warcinfo", None)} | {
        (kind, base + path)
        for kind in ("response", "request")
        for path in ("/gzip-story", "/moved-story", "/none-elsewhere")
    }
    headers, body = found["response", f"{base}/gzip-story"]
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert b"Story of /gzip-story" in gzip.decompress(body)
    asked, _ = found["request", f"{base}/gzip-story"]
    assert asked.protocol == "GET"
    assert asked["Host"] == base.removeprefix("http://")
    assert asked["Accept-Encoding"] == "gzip, deflate"
    assert asked["User-Agent"].startswith("Babelwire/")


def test_archives_are_cut_by_size(base: str, tmp_path: Path) -> None:
    """An archive that has its size is closed, and the next one begun; together they have all pages."""
    addresses = [f"{base}/none-story-{number}" for number in range(4)]
    crawl(
        tmp_path,
        "page",
        *("-a", f"url={','.join(addresses)}", "-s", "BABELWIRE_KEEP_RAW=1", "-s", "BABELWIRE_RAW_BYTES=1500"),
    )
    found = archives(tmp_path)
    assert len(found) > 1
    assert [path.name[-13:] for path in found] == [f"{part:05}.warc.gz" for part in range(len(found))]
    assert normalized(*found) == records(tmp_path)


def test_nothing_is_kept_unasked(base: str, tmp_path: Path) -> None:
    """Without the option there is no archive, and records have no id of one."""
    crawl(tmp_path, "page", "-a", f"url={base}/none-story")
    assert archives(tmp_path) == []
    assert set(records(tmp_path)) == {None}


def test_the_demo_is_normalized_from_its_archive(tmp_path: Path) -> None:
    """All but `site` is the same: the demo is none of the known sites, so that its address tells nothing."""
    crawl(tmp_path, "demo", "-a", "keep_raw=1")
    wanted = {key: {**record, "site": None} for key, record in records(tmp_path).items()}
    found = normalized(*archives(tmp_path))
    assert {key: record for key, record in found.items() if key in wanted} == wanted
    # The crawl left out an article that it had from another address; that is the only one more.
    assert {record["id"] for record in found.values()} == {record["id"] for record in wanted.values()}
    assert len(found) == len(wanted) + 1


def test_headers_tell_the_truth_about_the_body() -> None:
    """What the downloader has undone, or what does not hold, has another name; a cut response is said to be cut."""
    request = Request("https://example.org/a?b=c#d", headers={"Accept": "text/html"})
    headers = {"Transfer-Encoding": "chunked", "Content-Length": "99", "Set-Cookie": ["a", "b"]}
    response = Response("https://example.org/a?b=c", headers=headers, body=b"body", flags=["dataloss"])
    found = exchange_of(request, response)
    assert found.response.headers == [
        ("X-Original-Transfer-Encoding", "chunked"),
        ("X-Original-Content-Length", "99"),
        ("Set-Cookie", "a"),
        ("Set-Cookie", "b"),
    ]
    assert found.response.first_line == "HTTP/1.1 200 OK"
    assert found.request.first_line == "GET /a?b=c HTTP/1.1"
    assert found.request.headers == [("Host", "example.org"), ("Accept", "text/html")]
    assert found.truncated == "disconnect"


def test_a_kept_page_has_the_time_of_its_record() -> None:
    """The record of a page and the archive say the same moment."""
    response = Response("https://example.org/a", request=Request("https://example.org/a"))
    assert page_of(response, None).input_id is None
    exchange = exchange_of(Request(response.url), response)
    assert response.request
    response.request.meta[KEPT] = Kept(exchange.at, exchange.record_id)
    page = page_of(response, None)
    assert (page.fetched_at, page.input_id) == (exchange.at, exchange.record_id)
