"""Typesense: a collection with fields for each language, and the import of JSON lines.

Written from the vendor's documentation, and held to it by a small server in the tests: never run against a real one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from pipelines.search.indexing import Entry
from pipelines.search.servers.addresses import Address, ServerProblem
from pipelines.search.servers.fields import FACTS, OTHER, fields_of, text_fields
from pipelines.search.servers.http import Client

# Languages whose words or letters it takes in ways of their own, when it is told which one it is.
LANGUAGES: Final = frozenset({"el", "ja", "ko", "ru", "sr", "th", "uk", "zh"})
TYPES: Final = {"tag": "string", "tags": "string[]", "text": "string", "int": "int64", "bool": "bool"}
LINES: Final = "text/plain"
NOT_FOUND: Final = 404
CONFLICT: Final = 409


class Typesense:
    """A collection of Typesense."""

    def __init__(self, address: Address) -> None:
        self.name = str(address)
        self._path = f"/collections/{address.name}"
        self._client = Client(address, {"X-TYPESENSE-API-KEY": address.key})
        self.is_new = self._client.ask("GET", self._path, allowed=frozenset({NOT_FOUND})).status == NOT_FOUND
        if self.is_new:
            # Another run may make it between the question and this.
            self._client.send("POST", "/collections", _schema(address.name), allowed=frozenset({CONFLICT}))

    def send(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Put documents in place of those of the same ids."""
        body = b"\n".join(_line(entry) for entry in entries)
        reply = self._client.ask("POST", f"{self._path}/documents/import?action=upsert", body, LINES)
        # The answer has a line for each document, in their order, and is 200 whatever these say.
        outcomes = reply.lines()
        if len(outcomes) != len(entries):
            raise ServerProblem(f"Typesense answers {len(outcomes)} lines for {len(entries)} documents: {reply.told()}")
        pairs = zip(entries, outcomes, strict=True)
        return {
            entry.document.id: str(outcome.get("error", "it gives no reason"))
            for entry, outcome in pairs
            if not outcome["success"]
        }


def _line(entry: Entry) -> bytes:
    fields = {**fields_of(entry.document, LANGUAGES), "record": entry.record.decode()}
    return json.dumps(fields, ensure_ascii=False).encode()


def _schema(name: str) -> dict[str, Any]:
    texts = [
        {"name": field, "type": "string", "optional": True, **({} if language == OTHER else {"locale": language})}
        for field, language in text_fields(LANGUAGES)
    ]
    facts = [
        {"name": field, "type": TYPES[kind], "optional": True, "facet": kind in ("tag", "tags", "bool")}
        for field, kind in FACTS.items()
        if kind != "text"
    ]
    # What the schema does not name is kept, and not searched.
    return {"name": name, "fields": [*texts, {"name": "names", "type": "string", "optional": True}, *facts]}
