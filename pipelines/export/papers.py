"""What lies beside the parts of a dataset: its card, the JSON Schema of its rows, and its Croissant description."""

from __future__ import annotations

import json
from typing import Any

from pipelines.export.folder import JSON_SCHEMA
from pipelines.export.manifest import Manifest
from pipelines.export.views import shape_of
from schemas.article import json_schema


def papers_of(manifest: Manifest, name: str) -> dict[str, str]:
    """Return the papers of a dataset by their file names."""
    row = shape_of(manifest.order.view, manifest.order.format).row
    return {JSON_SCHEMA: _json(json_schema(row))}


def _json(told: Any) -> str:  # noqa: ANN401 - whatever JSON can say
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
