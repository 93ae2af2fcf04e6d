"""Tables for Parquet: their schema is fixed by the model of the row, whatever the rows hold."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pipelines.export.columns import Column, ColumnType, ListOf, Scalar, Struct

if TYPE_CHECKING:
    import pyarrow


class ArrowMissing(ImportError):
    """The package that writes Parquet is not installed."""

    def __init__(self) -> None:
        super().__init__("Parquet needs pyarrow, which is not installed; `pip install pyarrow` brings it")


def require_arrow() -> None:
    """Raise ArrowMissing where there is no Arrow."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as problem:
        raise ArrowMissing from problem


def arrow_schema(columns: tuple[Column, ...]) -> pyarrow.Schema:
    """Return the schema of a table; a column keeps its type where all its values are null."""
    import pyarrow

    return pyarrow.schema([_field(column) for column in columns])


def table_of(lines: list[bytes], schema: pyarrow.Schema) -> pyarrow.Table:
    """Return rows, each a JSON object, as a table; raises ValueError where they do not fit its schema."""
    from pyarrow import json

    text = b"\n".join(lines)
    return json.read_json(
        BytesIO(text),
        # All in one block, or else a row that is larger than a block would be an error.
        read_options=json.ReadOptions(use_threads=False, block_size=len(text) + 1),
        parse_options=json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )


def _field(column: Column) -> pyarrow.Field:
    import pyarrow

    return pyarrow.field(column.name, _type(column.type))


def _type(column_type: ColumnType) -> pyarrow.DataType:
    import pyarrow

    if isinstance(column_type, ListOf):
        return pyarrow.list_(_type(column_type.item))
    if isinstance(column_type, Struct):
        return pyarrow.struct([_field(column) for column in column_type.columns])
    return {Scalar.STRING: pyarrow.string, Scalar.INTEGER: pyarrow.int64, Scalar.BOOLEAN: pyarrow.bool_}[column_type]()
