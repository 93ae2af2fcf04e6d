"""Small servers on this machine, and what crawls of them leave behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any, Protocol

PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users.</p>"


def story(path: str) -> bytes:
    """Return an article."""
    return f"<html lang=en><body><article><h1>News of {path}</h1>{PROSE * 4}</article></body></html>".encode()


@dataclass
class Reply:
    """A response; `send` writes what no decent server would."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler], None] | None = None


class SmallSite(ThreadingHTTPServer):
    """A site that notes what it is asked for, and when. Unknown paths are articles; robots.txt is none."""

    daemon_threads = True

    def __init__(self, answer: Callable[[str, int], Reply | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[tuple[str, float]] = []
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """Return the paths asked for, in order."""
        return [path for path, _ in self.asked]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Stay silent: clients hang up on servers such as these."""


class _Handler(BaseHTTPRequestHandler):
    server: SmallSite

    def do_GET(self) -> None:
        self.server.asked.append((self.path, monotonic()))
        reply = self.server.answer(self.path, self.server.paths.count(self.path))
        if reply is None:
            known = "/robots.txt", "/.well-known/tdmrep.json"
            reply = Reply(status=404) if self.path in known else Reply(story(self.path))
        if reply.send:
            reply.send(self)
            return
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@dataclass(frozen=True)
class Crawled:
    """What a crawl left behind."""

    records: list[dict[str, Any]]
    counts: dict[str, Any]
    rejects: list[dict[str, Any]]
    log: str
    seconds: float


class Serve(Protocol):
    """Starts a site."""

    def __call__(self, answer: Callable[[str, int], Reply | None] = ...) -> SmallSite:
        """Serve what `answer` returns for a path, which is asked for the n-th time."""


class Crawl(Protocol):
    """Runs a crawl."""

    def __call__(self, spider: str, *addresses: str, **settings: object) -> Crawled:
        """Crawl addresses in haste; settings override it."""
