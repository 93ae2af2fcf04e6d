"""OpenSearch and Elasticsearch: an index template with an analyzer for each language, and the bulk API.

Written from the vendors' documentation, and held to it by a small server in the tests: never run against a real one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from pipelines.search.indexing import Entry
from pipelines.search.servers.addresses import Address, ServerProblem
from pipelines.search.servers.fields import FACTS, fields_of, text_fields
from pipelines.search.servers.http import Client, basic
from pipelines.search.servers.retries import Busy, retried

# Analyzers that both servers bring along; other languages get the standard one.
ANALYZERS: Final = {
    "ar": "arabic", "bn": "bengali", "cs": "czech", "de": "german", "en": "english", "es": "spanish", "fa": "persian",
    "fr": "french", "hi": "hindi", "id": "indonesian", "it": "italian", "ja": "cjk", "ko": "cjk", "nl": "dutch",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "th": "thai", "tr": "turkish", "zh": "cjk",
}  # fmt: skip
LANGUAGES: Final = frozenset(ANALYZERS)
TYPES: Final[dict[str, dict[str, Any]]] = {
    # What is longer cannot be a term.
    "tag": {"type": "keyword", "ignore_above": 512},
    "tags": {"type": "keyword", "ignore_above": 512},
    "text": {"type": "keyword", "index": False, "doc_values": False},
    "int": {"type": "long"},
    "bool": {"type": "boolean"},
}
NDJSON: Final = "application/x-ndjson"
# Of a document in a bulk request: its revision is not newer than what is there.
SUPERSEDED: Final = 409
NOT_FOUND: Final = 404
BAD_REQUEST: Final = 400
TOO_MANY: Final = 429


class OpenSearch:
    """An index of OpenSearch or Elasticsearch."""

    def __init__(self, address: Address) -> None:
        self.name = str(address)
        self._index = address.name
        self._client = Client(address, basic(address.user, address.key) or _api_key(address.key))
        self._client.send("PUT", f"/_index_template/{self._index}", _template(self._index))
        self.is_new = self._made()

    def send(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Put documents in place of those of the same ids."""
        left = {entry.document.id: _lines(entry) for entry in entries}
        refused: dict[str, str] = {}
        retried(lambda: self._send_left(left, refused))
        return refused

    def _made(self) -> bool:
        """Make the index where it is not there; tell whether it was made."""
        if self._client.ask("HEAD", f"/{self._index}", allowed=frozenset({NOT_FOUND})).status != NOT_FOUND:
            return False
        # Another run may make it between the question and this.
        made = self._client.ask("PUT", f"/{self._index}", allowed=frozenset({BAD_REQUEST}))
        if made.status == BAD_REQUEST and "resource_already_exists_exception" not in made.told():
            raise ServerProblem(f"the index {self._index} cannot be made: {made.told()}")
        return made.status != BAD_REQUEST

    def _send_left(self, left: dict[str, bytes], refused: dict[str, str]) -> None:
        """Send what is left, and take out what the server has settled; raises Busy where something stays."""
        reply = self._client.ask("POST", f"/{self._index}/_bulk", b"".join(left.values()), NDJSON)
        busy = ""
        for item in reply.field("items"):
            outcome = item["index"]
            status, identifier = outcome["status"], outcome["_id"]
            if status == TOO_MANY or status >= 500:
                busy = _reason(outcome)
                continue
            del left[identifier]
            if status >= 400 and status != SUPERSEDED:
                refused[identifier] = _reason(outcome)
        if busy:
            raise Busy(f"the server puts off {len(left)} documents ({busy})")


def _lines(entry: Entry) -> bytes:
    document = entry.document
    # The server keeps the higher revision, whatever comes first.
    action = {"index": {"_id": document.id, "version": document.revision, "version_type": "external_gte"}}
    fields = {**fields_of(document, LANGUAGES), "record": json.loads(entry.record)}
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in (action, fields))


def _reason(outcome: dict[str, Any]) -> str:
    error = outcome.get("error") or {}
    return f"{error.get('type', outcome['status'])}: {error.get('reason', '')}"


def _template(name: str) -> dict[str, Any]:
    texts = {
        field: {"type": "text", "analyzer": ANALYZERS.get(language, "standard")}
        for field, language in text_fields(LANGUAGES)
    }
    facts = {field: TYPES[kind] for field, kind in FACTS.items()}
    # The record is only kept: none of its fields is an index's field.
    properties = {**texts, **facts, "names": {"type": "text"}, "record": {"type": "object", "enabled": False}}
    return {
        "index_patterns": [name],
        "priority": 200,
        "template": {"mappings": {"dynamic": False, "properties": properties}},
    }


def _api_key(key: str) -> dict[str, str]:
    return {"Authorization": f"ApiKey {key}"} if key else {}
