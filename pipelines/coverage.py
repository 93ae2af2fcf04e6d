"""Which fields of a record say something."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from schemas.article import Article

# Every record has these, so that their share tells nothing.
ALWAYS_THERE: Final = frozenset({"schema_version", "id", "content_hash", "revision", "provenance", "fetched_at"})
# In the order of the record.
FIELDS: Final = tuple(name for name in Article.model_fields if name not in ALWAYS_THERE)


def filled_fields(article: Article) -> tuple[str, ...]:
    """Return the names of the fields that are neither null nor empty."""
    return tuple(name for name in FIELDS if says_something(getattr(article, name)))


def says_something(value: object) -> bool:
    """Tell whether a value is neither null nor empty; a group of values says something if one of them does."""
    if isinstance(value, BaseModel):
        return any(says_something(part) for _, part in value)
    if isinstance(value, dict):
        return any(map(says_something, value.values()))
    return value not in (None, "", [])
