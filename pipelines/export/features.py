"""Columns as the heads of dataset cards declare them, so that a loader need not guess types from the first rows."""

from __future__ import annotations

from pipelines.export.columns import Column, ColumnType, ListOf, Scalar, Struct
from pipelines.export.yaml import Yaml


def features_of(columns: tuple[Column, ...]) -> list[Yaml]:
    """Return the declarations of columns."""
    return [{"name": column.name, **_type(column.type)} for column in columns]


def _type(column_type: ColumnType) -> dict[str, Yaml]:
    if isinstance(column_type, Struct):
        return {"struct": features_of(column_type.columns)}
    if isinstance(column_type, ListOf):
        return {"list": _item(column_type.item)}
    return {"dtype": column_type.value}


def _item(item: ColumnType) -> Yaml:
    if isinstance(item, Scalar):
        return item.value
    return features_of(item.columns) if isinstance(item, Struct) else _type(item)
