"""The document as the HTTP servers take it: texts in fields of their language, the rest for filters."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pipelines.search.document import Document

# Languages whose words each server knows how to cut, in fields of their own (`title_ja`), so that those of one do not
# spoil those of another in the same index; all others share one set of fields.
OTHER: Final = "other"
TEXTS: Final = ("title", "summary", "qa", "body")
# Fields that filters, facets and lists read, and their kinds.
FACTS: Final = {
    "revision": "int",
    "url": "text",
    "language": "tag",
    "site": "tag",
    "source": "tag",
    "published_at": "text",
    "begins": "int",
    "ends": "int",
    "month": "tag",
    "assets": "tags",
    "has_qa": "bool",
}


def fields_of(document: Document, languages: frozenset[str]) -> dict[str, Any]:
    """Return a document's fields for a server that knows these languages; fields without a value are left out."""
    base = document.language.partition("-")[0].lower()
    ending = base if base in languages else OTHER
    texts = {f"{name}_{ending}": getattr(document, name) for name in TEXTS}
    facts = {name: getattr(document, name) for name in FACTS}
    moments = {name: seconds_of(facts[name]) for name in ("begins", "ends")}
    found = {"id": document.id, **texts, "names": document.names, **facts, **moments, "assets": list(document.assets)}
    return {name: value for name, value in found.items() if value not in (None, "")}


def text_fields(languages: frozenset[str]) -> list[tuple[str, str]]:
    """Return the names of all text fields, most telling first, each with its language."""
    return [(f"{name}_{language}", language) for name in TEXTS for language in (*sorted(languages), OTHER)]


def seconds_of(stamp: str | None) -> int | None:
    """Return a moment as seconds since 1970."""
    return int(datetime.fromisoformat(stamp).timestamp()) if stamp else None
