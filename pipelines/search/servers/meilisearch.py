"""Meilisearch: what it takes becomes a task, which has to succeed before it counts.

Written from the vendor's documentation, and held to it by a small server in the tests: never run against a real one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any, Final

from pipelines.search.indexing import Entry
from pipelines.search.servers.addresses import Address, ServerProblem
from pipelines.search.servers.fields import FACTS, fields_of, text_fields
from pipelines.search.servers.http import Client, Reply

# Languages whose words it cuts in ways of their own. (Of Chinese and Japanese in one field, one hides the other.)
LANGUAGES: Final = frozenset({"ar", "de", "fa", "he", "ja", "ko", "th", "zh"})
NOT_FOUND: Final = 404
# How often, and for how long, a task is asked after: a batch takes a second or two, a queue before it minutes.
ASK_EVERY: Final = 0.25
LONGEST_TASK: Final = 900.0


class Meilisearch:
    """An index of Meilisearch."""

    def __init__(self, address: Address) -> None:
        self.name = str(address)
        self._path = f"/indexes/{address.name}"
        self._client = Client(address, {"Authorization": f"Bearer {address.key}"} if address.key else {})
        self.is_new = self._client.ask("GET", self._path, allowed=frozenset({NOT_FOUND})).status == NOT_FOUND
        if self.is_new:
            self._settle(self._client.send("POST", "/indexes", {"uid": address.name, "primaryKey": "id"}))
        self._settle(self._client.send("PATCH", f"{self._path}/settings", _settings()))

    def send(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Put documents in place of those of the same ids."""
        documents = [{**fields_of(each.document, LANGUAGES), "record": json.loads(each.record)} for each in entries]
        self._settle(self._client.send("POST", f"{self._path}/documents?primaryKey=id", documents))
        return {}

    def _settle(self, accepted: Reply) -> None:
        """Wait for the end of a task; raises ServerProblem where it fails."""
        number = accepted.field("taskUid")
        end = time.monotonic() + LONGEST_TASK
        while time.monotonic() < end:
            task = self._client.ask("GET", f"/tasks/{number}")
            status = task.field("status")
            if status == "succeeded":
                return
            if status in ("failed", "canceled"):
                reason = (task.field("error") or {}).get("message", "it gives no reason")
                raise ServerProblem(f"Meilisearch's task {number} is {status}: {reason}")
            time.sleep(ASK_EVERY)
        raise ServerProblem(f"Meilisearch's task {number} takes too long; the next run goes on from here")


def _settings() -> dict[str, Any]:
    fields = text_fields(LANGUAGES)
    return {
        # In the order of their weight.
        "searchableAttributes": [*(field for field, _ in fields), "names"],
        "filterableAttributes": [field for field, kind in FACTS.items() if kind != "text"],
        "sortableAttributes": ["begins"],
        "localizedAttributes": [
            {"attributePatterns": [f"*_{language}"], "locales": [language]} for language in sorted(LANGUAGES)
        ],
    }
