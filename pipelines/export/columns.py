"""The columns of a table, as its row's model declares them; what others are told of them is read from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from schemas.article import SPOKEN_FIELDS


class Scalar(Enum):
    """A single value."""

    STRING = "string"
    INTEGER = "int64"
    BOOLEAN = "bool"


@dataclass(frozen=True, slots=True)
class ListOf:
    """Any number of values of one type."""

    item: ColumnType


@dataclass(frozen=True, slots=True)
class Struct:
    """Named values that belong together."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A named value."""

    name: str
    type: ColumnType
    meaning: str = ""


SCALARS: Final = {str: Scalar.STRING, int: Scalar.INTEGER, bool: Scalar.BOOLEAN}
ColumnType = Scalar | ListOf | Struct


def columns_of(row: type[BaseModel]) -> tuple[Column, ...]:
    """Return the columns of a row's model."""
    return tuple(
        Column(name, _type(field.annotation), (field.description or "").replace("\n", " "))
        for name, field in row.model_fields.items()
    )


def _type(annotation: Any) -> ColumnType:  # noqa: ANN401 - annotations have no type of their own
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin in (Union, UnionType):
        (told,) = (argument for argument in arguments if argument is not NoneType)
        return _type(told)
    if origin is list:
        return ListOf(_type(arguments[0]))
    if origin is Literal:
        return SCALARS[type(arguments[0])]
    if origin is dict:
        # What is told of fields by their names: tables cannot have names that come and go, so each field has its place.
        return Struct(tuple(Column(name, _type(arguments[1])) for name in SPOKEN_FIELDS))
    if issubclass(annotation, BaseModel):
        return Struct(columns_of(annotation))
    return next(scalar for kind, scalar in reversed(SCALARS.items()) if issubclass(annotation, kind))
