"""`babelwire schema`: the JSON Schema of the record."""

from __future__ import annotations

import json
from typing import Any

import typer
from pydantic.json_schema import GenerateJsonSchema

from schemas.article import Article


class EveryKeyRequired(GenerateJsonSchema):
    """Describes records as they are written: every key is there, whatever has a default when reading."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ANN401
        """Tell that the key is always there."""
        return True


def schema() -> None:
    """Print the JSON Schema of a record."""
    described = Article.model_json_schema(schema_generator=EveryKeyRequired)
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))
