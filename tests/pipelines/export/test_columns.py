"""The columns of tables, and what others are told of them."""

from __future__ import annotations

import datasets
import pyarrow
import pytest
from pydantic import BaseModel

from pipelines.export.arrow import arrow_schema, table_of
from pipelines.export.columns import Column, ListOf, Scalar, Struct, columns_of
from pipelines.export.features import features_of
from pipelines.export.formats import Format
from pipelines.export.views import View, shape_of
from schemas.article import Article
from tests.pipelines.export.some_records import article

ROWS = sorted({shape_of(view, form).row for view in View for form in Format}, key=str)


def leaves(kind: pyarrow.DataType) -> list[pyarrow.DataType]:
    """Return the types of single values below a type."""
    if pyarrow.types.is_struct(kind):
        return [leaf for field in kind for leaf in leaves(field.type)]
    return leaves(kind.value_type) if pyarrow.types.is_list(kind) else [kind]


@pytest.mark.parametrize("row", ROWS)
def test_no_column_is_of_type_null(row: type[BaseModel]) -> None:
    """Every column, however deep, is of texts, numbers or truth values."""
    kinds = {leaf for field in arrow_schema(columns_of(row)) for leaf in leaves(field.type)}
    assert kinds <= {pyarrow.string(), pyarrow.int64(), pyarrow.bool_()}


def test_nested_values_have_their_columns() -> None:
    """Lists of things keep their things; provenance has a place for each field that a page may speak of."""
    columns = {column.name: column.type for column in columns_of(Article)}
    assert columns["qa"] == ListOf(Struct((Column("question", Scalar.STRING), Column("answer", Scalar.STRING))))
    rows = next(column for column in columns["blocks"].item.columns if column.name == "rows")  # type: ignore[union-attr]
    assert rows.type == ListOf(ListOf(Scalar.STRING))
    provenance = [column.name for column in columns["provenance"].columns]  # type: ignore[union-attr]
    assert {"title", "published_at", "language", "qa"} <= set(provenance)
    assert not {"id", "provenance", "content_hash"} & set(provenance)


def test_columns_that_are_all_null_keep_their_types() -> None:
    """The schema of a table does not hang on its rows, and the values come back as they were."""
    schema = arrow_schema(columns_of(Article))
    poor = article("poor", published_at=None)
    rich = article(
        "rich",
        subtitle="s",
        access={"paywalled": True},
        qa=[{"question": "?", "answer": "!"}],
        blocks=[
            {"type": "table", "text": "a", "rows": [["a", "b"], []], "links": [{"text": "x", "url": "https://x.y/"}]}
        ],
        related=[{"title": "r", "source": {"name": "链捕手"}, "published_at": "2026-06-27"}],
        provenance={"title": {"by": "label", "raw": "T"}},
    )
    for records in ([poor], [rich], [poor, rich]):
        table = table_of([record.model_dump_json().encode() for record in records], schema)
        assert table.schema == schema
        for row, record in zip(table.to_pylist(), records, strict=True):
            row["provenance"] = {name: told for name, told in row["provenance"].items() if told}
            assert row == record.model_dump(mode="json")


def test_a_key_that_the_schema_does_not_have_is_an_error() -> None:
    """Nothing is left out in silence."""
    line = article("a").model_dump_json().encode()[:-1] + b',"surplus":1}'
    with pytest.raises(ValueError, match="unexpected field"):
        table_of([line], arrow_schema(columns_of(Article)))


@pytest.mark.parametrize("row", ROWS)
def test_cards_declare_what_loaders_make_of_the_schema(row: type[BaseModel]) -> None:
    """The declaration in a card's head is the one that the loader itself would write."""
    columns = columns_of(row)
    assert features_of(columns) == datasets.Features.from_arrow_schema(arrow_schema(columns))._to_yaml_list()
