"""Questions to servers that speak JSON over HTTP. The few that are asked need no client library of any server."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from pipelines.search.servers.addresses import Address, ServerProblem
from pipelines.search.servers.retries import Busy, retried

TIMEOUT: Final = 60.0
BUSY_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})
JSON: Final = "application/json"
# Of an answer that is no JSON, as much as a line shows.
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    body: bytes

    def field(self, name: str) -> Any:  # noqa: ANN401
        """Return a field of the answer; raises ServerProblem where it has no such field: it is another server's."""
        try:
            return json.loads(self.body)[name]
        except (ValueError, LookupError, TypeError) as problem:
            raise ServerProblem(f"the server's answer has no {name!r}: {self.told()}") from problem

    def lines(self) -> list[dict[str, Any]]:
        """Return an answer of JSON lines; raises ServerProblem where it is none."""
        try:
            found = [json.loads(line) for line in self.body.splitlines() if line]
        except ValueError as problem:
            raise ServerProblem(f"the server's answer is no JSON: {self.told()}") from problem
        if not all(isinstance(line, dict) and "success" in line for line in found):
            raise ServerProblem(f"the server's answer does not tell of documents: {self.told()}")
        return found

    def told(self) -> str:
        """Return the answer in one line."""
        return " ".join(self.body[:SHOWN].decode("utf-8", "replace").split())


class Client:
    """Asks one server."""

    def __init__(self, address: Address, headers: Mapping[str, str]) -> None:
        parts = urlsplit(address.url)
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname or "", parts.port
        self._headers = dict(headers)

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = JSON, allowed: frozenset[int] = frozenset()
    ) -> Reply:
        """Return the answer, after as many tries as it takes; raises ServerProblem for errors that are not allowed."""
        reply = retried(lambda: self._once(method, path, body, kind))
        # A redirect is none of a search server's answers: the address is another one's.
        if reply.status >= 300 and reply.status not in allowed:
            raise ServerProblem(f"{self._host} answers {reply.status} to {method} {path}: {reply.told()}")
        return reply

    def send(self, method: str, path: str, value: object, allowed: frozenset[int] = frozenset()) -> Reply:
        """Return the answer to a question with JSON."""
        return self.ask(method, path, json.dumps(value, ensure_ascii=False).encode(), allowed=allowed)

    def _once(self, method: str, path: str, body: bytes | None, kind: str) -> Reply:
        connecting = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = connecting(self._host, self._port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, {"Content-Type": kind, "Accept": JSON, **self._headers})
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.read())
        except (OSError, http.client.HTTPException) as problem:
            raise Busy(f"{self._host} does not answer ({problem})") from problem
        finally:
            connection.close()
        if reply.status in BUSY_STATUSES:
            asked = (answer.headers.get("Retry-After") or "").strip()
            pause = float(asked) if asked.isascii() and asked.isdigit() else None
            raise Busy(f"{self._host} answers {reply.status}: {reply.told()}", pause)
        return reply


def basic(user: str, key: str) -> dict[str, str]:
    """Return the header that names a user with a password; none where no user is given."""
    if not user:
        return {}
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{key}'.encode()).decode()}"}
