"""The demo site on a local port."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from spiders.demo_site.answer import Answer
from spiders.demo_site.edition import stories
from spiders.demo_site.expectation import Expected, expected_records
from spiders.demo_site.newsroom import Newsroom


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    newsroom: Newsroom
    requests: list[str]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        self.server.requests.append(self.path)
        answer = self.server.newsroom.answer(self.path)
        if answer.etag and self.headers["If-None-Match"] == answer.etag:
            answer = Answer(b"", status=HTTPStatus.NOT_MODIFIED, etag=answer.etag)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.location:
            self.send_header("Location", answer.location)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the crawl's own log tells of each request."""


class DemoSite:
    """A news site on a port of 127.0.0.1, any free one where the port is taken, served by a thread until stopped."""

    def __init__(self, now: datetime | None = None, port: int = 0) -> None:
        self._port = port
        self.now = now or datetime.now(UTC).replace(microsecond=0)
        self._server: _Server | None = None

    def start(self) -> Self:
        """Begin to serve."""
        server = self._bound()
        self._server = server
        server.requests = []
        server.newsroom = Newsroom(self.base_url, self.now)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-site", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """Return the address of the site, without a slash at its end."""
        return f"http://127.0.0.1:{self._running.server_address[1]}"

    @property
    def requests(self) -> list[str]:
        """Return the paths asked for so far."""
        return list(self._running.requests)

    def _bound(self) -> _Server:
        try:
            return _Server(("127.0.0.1", self._port), _Handler)
        except OSError:
            return _Server(("127.0.0.1", 0), _Handler)

    @property
    def _running(self) -> _Server:
        if self._server is None:
            raise RuntimeError("The demo site is not running; call start() first.")
        return self._server

    @staticmethod
    def expected_records(base_url: str, now: datetime) -> dict[str, Expected]:
        """Return what a full crawl must give, by canonical URL. `now` is when the pages were fetched."""
        pages = {story.url: (story.article, story.interface, story.layout) for story in stories(base_url)}
        return expected_records(pages, now)
