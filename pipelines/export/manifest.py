"""What a dataset says of itself: what was asked for, its parts, where they come from, and what they hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from pipelines.export.formats import Format
from pipelines.export.parts import Part
from pipelines.export.statistics import Statistics
from pipelines.export.views import View
from pipelines.records import DATASET
from schemas.article import SCHEMA_VERSION

MANIFEST: Final = DATASET


class DatasetProblem(RuntimeError):
    """The dataset cannot be made or added to; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. A dataset is added to only by orders that are the same."""

    view: View
    format: Format
    filters: Mapping[str, Any]
    """As they were given: `--since 7d` is another moment each day, and the same wish."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A dataset."""

    name: str
    """What it is called."""
    order: Order
    parts: tuple[Part, ...]
    sources: Mapping[str, int]
    """Files that records were read from, and how many."""
    statistics: Statistics
    card_sha256: str = ""
    """Of the card as it was written: another one was changed by hand."""

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return sum(part.rows for part in self.parts)

    @property
    def bytes(self) -> int:
        """Return the size of the parts."""
        return sum(part.bytes for part in self.parts)

    def text(self) -> str:
        """Return the manifest as it is written."""
        told = {
            "schema_version": SCHEMA_VERSION,
            "name": self.name,
            "view": self.order.view,
            "format": self.order.format,
            "filters": dict(self.order.filters),
            "rows": self.rows,
            "bytes": self.bytes,
            "card_sha256": self.card_sha256,
            "parts": [asdict(part) for part in self.parts],
            "sources": dict(sorted(self.sources.items())),
            "statistics": self.statistics.as_told(),
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def is_manifest(path: Path) -> bool:
    """Tell whether a file is the manifest of a dataset, of whatever version."""
    try:
        told = json.loads(path.read_bytes())
    except ValueError:
        return False
    return isinstance(told, dict) and {"schema_version", "view", "format", "parts"} <= told.keys()


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in a file; raises DatasetProblem where it is none, or of another version."""
    try:
        told = json.loads(path.read_bytes())
        if told["schema_version"] != SCHEMA_VERSION:
            version = told["schema_version"]
            raise DatasetProblem(f"{path} is of schema version {version}, records are {SCHEMA_VERSION}; use --anew")
        return Manifest(
            name=told["name"],
            order=Order(View(told["view"]), Format(told["format"]), told["filters"]),
            parts=tuple(Part(**part) for part in told["parts"]),
            sources=told["sources"],
            statistics=Statistics.model_validate(told["statistics"]),
            card_sha256=told["card_sha256"],
        )
    except (ValueError, KeyError, TypeError, ValidationError) as problem:
        why = str(problem).splitlines()[0]
        raise DatasetProblem(f"{path} is no manifest of a dataset ({why}); give another folder") from None
