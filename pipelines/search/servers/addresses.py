"""Addresses of search servers: `postgresql://…`, `opensearch+https://host:9200/index`, …"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

# Elasticsearch and OpenSearch take the same requests, as far as they are used here.
KINDS: Final = {
    "opensearch": "opensearch",
    "elasticsearch": "opensearch",
    "meilisearch": "meilisearch",
    "typesense": "typesense",
}
DATABASES: Final = ("postgresql", "postgres")
FORMS: Final = "postgresql://…, opensearch+http://…, elasticsearch+https://…, meilisearch+http://…, typesense+http://…"
# What an index is called where the address does not say.
NAME: Final = "babelwire"
NAME_FORM: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
# A key that no list of processes shows.
KEY_VARIABLE: Final = "BABELWIRE_INDEX_KEY"


class ServerProblem(RuntimeError):
    """The server cannot be used; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index is."""

    kind: str
    name: str
    """Of the index, collection or table."""
    url: str = field(repr=False)
    """Of a database, with all it needs; of the others, without user and index."""
    user: str = ""
    key: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Return what tells this index from others, and no secret: checkpoints are kept under it."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        # A database may be told by its query alone (`?host=/run/postgresql`).
        query = f"?{parts.query}" if parts.query and "password" not in parts.query else ""
        return f"{self.kind}:{host}{parts.path}{query}#{self.name}"


def address_of(text: str) -> Address:
    """Return the address that a text says; raises ServerProblem where it says none."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError as problem:
        raise ServerProblem(f"this is no address of a search server: {problem}") from problem
    if parts.scheme in DATABASES:
        return Address("postgresql", NAME, text)
    kind, _, scheme = parts.scheme.partition("+")
    if kind not in KINDS or scheme not in ("http", "https") or not host:
        raise ServerProblem(f"this is no address of a search server; give {FORMS}")
    name = parts.path.strip("/") or NAME
    if not NAME_FORM.fullmatch(name):
        raise ServerProblem(f"an index cannot be called {name!r}; give small letters, digits, - and _")
    netloc = parts.netloc.rpartition("@")[2]
    key = unquote(parts.password or "") or os.environ.get(KEY_VARIABLE, "")
    return Address(KINDS[kind], name, urlunsplit((scheme, netloc, "", "", "")), unquote(parts.username or ""), key)
