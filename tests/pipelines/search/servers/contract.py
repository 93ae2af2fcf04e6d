"""Small servers that answer as the vendors' documentation says: what they take, what they refuse, and how they fail.

They stand in for servers that the tests cannot have; what passes here has not been run against a real one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Answer:
    """What a server says."""

    status: int
    value: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """Return it as bytes: text as it is, all else as JSON."""
        return self.value.encode() if isinstance(self.value, str) else json.dumps(self.value).encode()


@dataclass
class Asked:
    """What a server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def lines(self) -> list[Any]:
        """Return its body's JSON lines."""
        return [json.loads(line) for line in self.body.splitlines() if line]


class Contract(ThreadingHTTPServer):
    """A server of one vendor; `failures` are answered before anything else, one a question."""

    daemon_threads = True
    prefix = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.failures: list[Answer] = []
        self.documents: dict[str, dict[str, Any]] = {}
        self.exists = False

    @property
    def host(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    def answer(self, asked: Asked) -> Answer:
        """Answer a question."""
        raise NotImplementedError

    def is_asked(self, asked: Asked, method: str, pattern: str) -> bool:
        """Tell whether this is the question."""
        return asked.method == method and re.fullmatch(pattern, asked.path) is not None


class _Handler(BaseHTTPRequestHandler):
    server: Contract

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.rfile.read(length))
        self.server.asked.append(asked)
        answer = self.server.failures.pop(0) if self.server.failures else self.server.answer(asked)
        body = b"" if self.command == "HEAD" else answer.body
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


class OpenSearchContract(Contract):
    """Index templates, index creation, and the bulk API with external versions."""

    def __init__(self) -> None:
        super().__init__()
        self.template: dict[str, Any] = {}
        self.versions: dict[str, int] = {}
        self.item_failures: dict[str, list[tuple[int, str]]] = {}
        """For ids: what is answered first, status and type of the error."""

    def answer(self, asked: Asked) -> Answer:
        """Answer a question."""
        if self.is_asked(asked, "PUT", "/_index_template/news"):
            self.template = json.loads(asked.body)
            return Answer(200, {"acknowledged": True})
        if self.is_asked(asked, "HEAD", "/news"):
            return Answer(200 if self.exists else 404)
        if self.is_asked(asked, "PUT", "/news"):
            self.exists = True
            return Answer(200, {"acknowledged": True, "index": "news"})
        if self.is_asked(asked, "POST", "/news/_bulk"):
            # A body that does not end a line, or is of another kind, is refused.
            if not asked.body.endswith(b"\n") or asked.headers["content-type"] != "application/x-ndjson":
                return Answer(400, {"error": {"type": "illegal_argument_exception"}})
            pairs = zip(asked.lines[::2], asked.lines[1::2], strict=True)
            items = [{"index": self._put(action["index"], source)} for action, source in pairs]
            return Answer(200, {"errors": any(item["index"]["status"] >= 400 for item in items), "items": items})
        return Answer(404, {"error": f"no handler for {asked.method} {asked.path}"})

    def _put(self, action: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
        identifier = action["_id"]
        if failures := self.item_failures.get(identifier):
            status, kind = failures.pop(0)
            return {"_id": identifier, "status": status, "error": {"type": kind, "reason": f"because of {kind}"}}
        assert action["version_type"] == "external_gte"
        if self.versions.get(identifier, 0) > action["version"]:
            error = {"type": "version_conflict_engine_exception", "reason": "version conflict"}
            return {"_id": identifier, "status": 409, "error": error}
        self.versions[identifier] = action["version"]
        self.documents[identifier] = source
        return {"_id": identifier, "status": 201}


class MeilisearchContract(Contract):
    """Indexes, settings and documents, each a task that is enqueued, processed, and then settled."""

    def __init__(self) -> None:
        super().__init__()
        self.settings: dict[str, Any] = {}
        self.tasks: list[Iterator[dict[str, Any]]] = []
        self.task_error = ""

    def answer(self, asked: Asked) -> Answer:
        """Answer a question."""
        if asked.headers.get("authorization") != "Bearer secret":
            return Answer(403, {"message": "The provided API key is invalid.", "code": "invalid_api_key"})
        if self.is_asked(asked, "GET", "/indexes/news"):
            return Answer(200 if self.exists else 404, {"uid": "news"})
        if self.is_asked(asked, "POST", "/indexes"):
            assert json.loads(asked.body) == {"uid": "news", "primaryKey": "id"}
            self.exists = True
            return self._enqueued(lambda: None)
        if self.is_asked(asked, "PATCH", "/indexes/news/settings"):
            return self._enqueued(lambda: self.settings.update(json.loads(asked.body)))
        if self.is_asked(asked, "POST", r"/indexes/news/documents\?primaryKey=id"):
            rows = {document["id"]: document for document in json.loads(asked.body)}
            return self._enqueued(lambda: self.documents.update(rows))
        if self.is_asked(asked, "GET", r"/tasks/\d+"):
            return Answer(200, next(self.tasks[int(asked.path.rpartition("/")[2])]))
        return Answer(404, {"message": "not found", "code": "not_found"})

    def _enqueued(self, act: Callable[[], Any]) -> Answer:
        number = len(self.tasks)
        self.tasks.append(self._states(number, act))
        return Answer(202, {"taskUid": number, "indexUid": "news", "status": "enqueued"})

    def _states(self, number: int, act: Callable[[], Any]) -> Iterator[dict[str, Any]]:
        yield {"uid": number, "status": "processing", "error": None}
        if self.task_error:
            yield {"uid": number, "status": "failed", "error": {"message": self.task_error}}
        act()
        yield {"uid": number, "status": "succeeded", "error": None}


class TypesenseContract(Contract):
    """Collections with a schema, and the import with a line for each document."""

    def __init__(self) -> None:
        super().__init__()
        self.schema: dict[str, Any] = {}
        self.refused: set[str] = set()

    def answer(self, asked: Asked) -> Answer:
        """Answer a question."""
        if asked.headers.get("x-typesense-api-key") != "secret":
            return Answer(401, {"message": "Forbidden - a valid `x-typesense-api-key` header must be sent."})
        if self.is_asked(asked, "GET", "/collections/news"):
            return Answer(200 if self.exists else 404, {"name": "news"})
        if self.is_asked(asked, "POST", "/collections"):
            self.schema, self.exists = json.loads(asked.body), True
            return Answer(201, self.schema)
        if self.is_asked(asked, "POST", r"/collections/news/documents/import\?action=upsert"):
            return Answer(200, "\n".join(json.dumps(self._put(document)) for document in asked.lines))
        return Answer(404, {"message": "Not Found"})

    def _put(self, document: dict[str, Any]) -> dict[str, Any]:
        kinds = {"string": str, "int64": int, "bool": bool, "string[]": list}
        for each in self.schema["fields"]:
            value = document.get(each["name"])
            if not (isinstance(value, kinds[each["type"]]) or (value is None and each.get("optional"))):
                return {"success": False, "error": f"Field `{each['name']}` must be {each['type']}.", "code": 400}
        if document["title_other"] in self.refused if "title_other" in document else False:
            return {"success": False, "error": "Document is too strange.", "code": 400}
        self.documents[document["id"]] = document
        return {"success": True}


@contextmanager
def running(contract: type[Contract]) -> Iterator[Any]:
    """Run a server."""
    server = contract()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
