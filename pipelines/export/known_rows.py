"""What a dataset has already: some columns of its parts, read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import orjson

from pipelines.export.formats import Format
from pipelines.inputs.files import peeked, unpacked_stream
from pipelines.records import MAX_LINE_BYTES


def read_columns(path: Path, file_format: Format, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Return the values of some columns of a part, row by row, as texts."""
    if file_format is Format.PARQUET:
        yield from _of_parquet(path, names)
        return
    with path.open("rb", buffering=0) as raw:
        stream, _ = unpacked_stream(*peeked(raw))
        yield from _of_csv(stream, names) if file_format is Format.CSV else _of_json_lines(stream, names)


def _of_json_lines(stream: io.BufferedReader, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for line in stream:
        row = orjson.loads(line)
        yield tuple(str(row[name]) for name in names)


def _of_csv(stream: io.BufferedReader, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    # The limit is one of all readers in this process; by itself it is less than a long article has.
    csv.field_size_limit(MAX_LINE_BYTES)
    for row in csv.DictReader(io.TextIOWrapper(stream, "utf-8", newline="")):
        yield tuple(row[name] for name in names)


def _of_parquet(path: Path, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=list(names)):
            columns = batch.to_pydict()
            for values in zip(*(columns[name] for name in names), strict=True):
                yield tuple(map(str, values))
