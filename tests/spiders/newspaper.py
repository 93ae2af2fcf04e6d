"""A newspaper on this machine, and crawls of it that are processes of their own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from schemas.article import Article

ROOT = Path(__file__).parents[2]
HASTE = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False", "RETRY_TIMES": "0", "LOG_LEVEL": "WARNING"}
ALLOWED = {"BABELWIRE_ALLOW_PRIVATE": "1"}
PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of {n} hours for all its users.</p>"


class Newspaper(ThreadingHTTPServer):
    """A paper of numbered stories behind one feed; it tells versions, and notes what it is asked for."""

    daemon_threads = True
    # Connections that find no room are tried again after a second.
    request_queue_size = 128

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
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"

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


def crawling(
    paper: Newspaper, output: Path, *, start_new_session: bool = False, **arguments: str
) -> subprocess.Popen[bytes]:
    """Begin a crawl of the paper; on wish in a process group of its own, to be killed as a whole."""
    chosen = {**HASTE, **ALLOWED, "BABELWIRE_OUTPUT": str(output), "url": f"{paper.base}/feed", **arguments}
    # What is no setting is an argument of the spider.
    words = [word for name, value in chosen.items() for word in ("-s" if name.isupper() else "-a", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "feed", *words]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=start_new_session)


def records(output: Path) -> list[Article]:
    """Return all records in files that have their names."""
    files = sorted(output.glob("feed/*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
    return [Article.model_validate_json(line) for path in files for line in path.read_bytes().splitlines()]
