"""What has changed between two records of one page."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from schemas.article import Article

# When a page was read, not what it says.
TOLD_OF_READING: Final = frozenset({"fetched_at", "input_id", "revision"})
# A change of title or body shows itself; that of their hash says nothing more.
DERIVED: Final = frozenset({"content_hash"})
FIELDS: Final = tuple(name for name in Article.model_fields if name not in TOLD_OF_READING | DERIVED)

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two records of a page tell differently."""

    field: str
    before: Any
    after: Any

    def lines(self) -> Iterator[str]:
        """Yield what has changed, as lines of a unified diff: paragraphs of texts, items of lists."""
        before, after = _parts(self.before), _parts(self.after)
        told = difflib.unified_diff(before, after, n=1, lineterm="")
        # The names of the two files are the same in every field.
        yield from (line for place, line in enumerate(told) if place > 1)


def changes(before: Record, after: Record, fields: Collection[str] = FIELDS) -> list[Change]:
    """Return the fields that differ, in the order of the record."""
    found = (Change(name, before.get(name), after.get(name)) for name in FIELDS if name in fields)
    return [change for change in found if change.before != change.after]


def _parts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [" ".join(part.split()) for part in value.split("\n\n") if part.strip()]
    if isinstance(value, list):
        return [part if isinstance(part, str) else _told(part) for part in value]
    if isinstance(value, dict):
        return [f"{name}: {_told(part)}" for name, part in value.items()]
    return [_told(value)]


def _told(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
