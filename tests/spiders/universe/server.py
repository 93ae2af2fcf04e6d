"""Serves the universe at a free port of this machine, each site by the name of its host."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.spiders.small_site import Reply
from tests.spiders.universe.sites import universe


class UniverseServer(ThreadingHTTPServer):
    """A server that notes what each host is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.universe = universe(self.server_address[1])
        self.asked: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Stay silent: a client that ends its crawl hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: UniverseServer

    def do_GET(self) -> None:
        host, made = self.headers["Host"], self.server.universe
        self.server.asked.append(f"http://{host}{self.path}")
        usual = ("/robots.txt", "/.well-known/tdmrep.json")
        otherwise = None if self.path in usual else made.otherwise.get(host)
        reply = made.pages.get(host, {}).get(self.path) or otherwise or Reply(b"<p>Not found</p>", status=404)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""
