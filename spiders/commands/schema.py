"""`babelwire schema`: the JSON Schema of the record."""

from __future__ import annotations

import json

import typer

from schemas.article import Article


def schema() -> None:
    """Print the JSON Schema of a record."""
    # The schema of what is written, where every key is there; reading tolerates missing ones.
    described = Article.model_json_schema(mode="serialization")
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))
