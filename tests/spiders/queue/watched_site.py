"""Sites on this machine under several names, which note from when to when each request was answered."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

from tests.spiders.small_site import story

MAPS = ("/robots.txt", "/.well-known/tdmrep.json")


@dataclass
class Asked:
    """A request, as the server saw it."""

    host: str
    path: str
    began: float
    ended: float = field(default=0.0)


class WatchedSite(ThreadingHTTPServer):
    """Serves a feed at `/feed/<name>` for each name, with so many stories; each host answers for all."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, stories: int, seconds: float = 0.0, robots: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stories = stories
        self.seconds = seconds
        """How long an answer takes."""
        self.robots = robots
        self.asked: list[Asked] = []

    def feed(self, host: str, name: str) -> str:
        """Return the address of a feed."""
        return f"http://{host}:{self.server_address[1]}/feed/{name}"

    def addresses(self, host: str, name: str) -> set[str]:
        """Return the addresses of the stories in a feed."""
        return {f"http://{host}:{self.server_address[1]}/story-{name}-{number}" for number in range(self.stories)}

    def of_host(self, host: str) -> list[Asked]:
        """Return what was asked of a host, in order."""
        return sorted((each for each in self.asked if each.host == host), key=lambda each: each.began)

    def overlaps(self, host: str) -> list[tuple[Asked, Asked]]:
        """Return the requests of a host that came before the one before was answered."""
        return [(one, two) for one, two in pairwise(self.of_host(host)) if two.began < one.ended or not one.ended]

    def shortest_gap(self, host: str) -> float:
        """Return the shortest time from one request to the next."""
        return min(two.began - one.began for one, two in pairwise(self.of_host(host)))

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Stay silent: clients are killed here."""


class _Handler(BaseHTTPRequestHandler):
    server: WatchedSite

    def do_GET(self) -> None:
        """Answer a request, and note its end before the last of it is sent."""
        site, host = self.server, self.headers["Host"]
        asked = Asked(host.partition(":")[0], self.path, time.monotonic())
        site.asked.append(asked)
        time.sleep(site.seconds)
        status, kind, body = self._answer(host)
        asked.ended = time.monotonic()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, host: str) -> tuple[int, str, bytes]:
        if self.path in MAPS:
            found = self.path == "/robots.txt" and self.server.robots
            return (200, "text/plain", self.server.robots.encode()) if found else (404, "text/plain", b"")
        if self.path.startswith("/feed/"):
            name = self.path.rpartition("/")[2]
            links = (f"http://{host}/story-{name}-{number}" for number in range(self.server.stories))
            items = "".join(f"<item><link>{link}</link></item>" for link in links)
            return 200, "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
        return 200, "text/html; charset=utf-8", story(self.path)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""
