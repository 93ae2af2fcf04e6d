"""What lies beside the parts of a dataset: its card, the JSON Schema of its rows, and its Croissant description."""

from __future__ import annotations

import json
from typing import Any

from pipelines.export.card import card_of, description_of
from pipelines.export.croissant import croissant_of
from pipelines.export.folder import CARD, CROISSANT, JSON_SCHEMA
from pipelines.export.manifest import Manifest
from pipelines.export.views import shape_of
from schemas.article import json_schema


def papers_of(manifest: Manifest) -> dict[str, str]:
    """Return the papers of a dataset by their file names."""
    row = shape_of(manifest.order.view, manifest.order.format).row
    return {
        CARD: card_of(manifest),
        JSON_SCHEMA: _json(json_schema(row)),
        CROISSANT: _json(croissant_of(manifest, description_of(manifest))),
    }


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
