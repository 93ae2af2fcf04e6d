"""`babelwire schema`: the JSON Schema of the record."""

from __future__ import annotations

import json

import typer

from schemas.article import json_schema


def schema() -> None:
    """Print the JSON Schema of a record."""
    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
