"""Serves the page and answers it: a small server for one person on this machine."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
from contextlib import closing
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from pipelines.export.span import Span, span_of
from pipelines.search.embedded.database import IndexProblem, open_for_reading
from pipelines.search.embedded.searching import Request, found_as_json, record_of_id, search
from pipelines.search.filters import Filters
from pipelines.search.query import QueryProblem

HITS: Final = 20
MOST_HITS: Final = 100
# Nobody pages further, and each page is sorted anew.
LAST_OFFSET: Final = 10_000
# A client that says nothing for so long is gone.
SILENCE: Final = 30
SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.S)
HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


class BadQuestion(ValueError):
    """A parameter is not what it should be; the message says which."""


class SearchPage(ThreadingHTTPServer):
    """The server; each question is answered in a thread of its own, with a connection of its own."""

    daemon_threads = True

    def __init__(self, database: Path, host: str, port: int) -> None:
        open_for_reading(database).close()
        super().__init__((host, port), _Handler)
        self.database = database
        self.page = files("pipelines.search.page").joinpath("page.html").read_text("utf-8")
        script = SCRIPT.search(self.page)
        assert script, "the page has one script"
        digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
        # The page's own script and style, and questions to this server: nothing else is loaded, run or framed.
        self.policy = (
            f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; connect-src 'self';"
            " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    @property
    def address(self) -> str:
        """Return the page's address."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"

    def is_called(self, name: str) -> bool:
        """Tell whether this is a name of the server: a site whose name leads to this machine is none of its clients."""
        host = urlsplit(f"//{name}").hostname or ""
        return host == "localhost" or _is_address(host)


class _Handler(BaseHTTPRequestHandler):
    server: SearchPage
    timeout = SILENCE

    def do_GET(self) -> None:
        """Answer a question."""
        parts = urlsplit(self.path)
        try:
            if not self.server.is_called(self.headers.get("Host", "")):
                self._send_error(HTTPStatus.FORBIDDEN, "ask for this page by its address")
            elif parts.path == "/":
                self._send(HTTPStatus.OK, "text/html; charset=utf-8", self.server.page.encode())
            elif parts.path in ("/api/search", "/api/record"):
                self._send_answer(parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()})
            else:
                self._send_error(HTTPStatus.NOT_FOUND, "there is no such page")
        except (QueryProblem, BadQuestion) as problem:
            self._send_error(HTTPStatus.BAD_REQUEST, str(problem))
        except (IndexProblem, sqlite3.Error) as problem:
            self._send_error(HTTPStatus.INTERNAL_SERVER_ERROR, str(problem))
        except (BrokenPipeError, ConnectionResetError):
            # The browser did not wait for the answer.
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""

    def _send_answer(self, path: str, asked: dict[str, str]) -> None:
        with closing(open_for_reading(self.server.database)) as connection:
            if path == "/api/search":
                request = request_of(asked)
                self._send_json(HTTPStatus.OK, found_as_json(request, search(connection, request)))
                return
            record = record_of_id(connection, asked.get("id", ""))
        if record is None:
            self._send_error(HTTPStatus.NOT_FOUND, "the index has no such record")
        else:
            self._send_json(HTTPStatus.OK, record)

    def _send_error(self, status: HTTPStatus, why: str) -> None:
        self._send_json(status, {"error": why})

    def _send_json(self, status: HTTPStatus, value: object) -> None:
        self._send(status, "application/json", json.dumps(value, ensure_ascii=False).encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": self.server.policy,
        }
        for name, value in {**headers, **HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def request_of(asked: dict[str, str]) -> Request:
    """Return what the page's parameters ask for; raises BadQuestion where they are none."""
    month, since, until = (_span(asked, name) for name in ("month", "since", "until"))
    firsts = [span.first for span in (month, since) if span]
    ends = [span.end for span in (month, until) if span]
    filters = Filters(
        languages=_values(asked, "language"),
        sites=_values(asked, "site"),
        sources=_values(asked, "source"),
        assets=_values(asked, "asset"),
        since=max(firsts, default=None),
        until=min(ends, default=None),
        has_qa=asked.get("has_qa") == "1",
    )
    limit, offset = _number(asked, "limit", HITS, MOST_HITS), _number(asked, "offset", 0, LAST_OFFSET)
    return Request(asked.get("q", ""), filters, limit, offset, with_facets=True)


def _values(asked: dict[str, str], name: str) -> tuple[str, ...]:
    return (asked[name],) if asked.get(name) else ()


def _span(asked: dict[str, str], name: str) -> Span | None:
    text = asked.get(name)
    if not text:
        return None
    span = span_of(text)
    if span is None:
        raise BadQuestion(f"{name} is no date: give 2026-06 or 2026-06-27")
    return span


def _number(asked: dict[str, str], name: str, otherwise: int, highest: int) -> int:
    text = asked.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadQuestion(f"{name} is no number")
    return min(int(text), highest)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
