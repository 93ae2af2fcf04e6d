"""The forms in which rows are written, each to a stream of bytes."""

from __future__ import annotations

import csv
import gzip
import io
from enum import StrEnum
from typing import Any, Final, Protocol

import orjson
from fastwarc.stream_io import ZstdWriter
from pydantic import BaseModel

from pipelines.export.arrow import arrow_schema, table_of
from pipelines.export.columns import columns_of

# Text of rows that become one row group: enough to pack well, few enough to hold in memory some times over.
ROW_GROUP_BYTES: Final = 32 * 1024 * 1024
# Of gzip and zstd: their own defaults, from which on more time gains little.
GZIP_LEVEL: Final = 6
ZSTD_LEVEL: Final = 3


class Format(StrEnum):
    """How rows are written, by the ending of the files."""

    JSONL = "jsonl"
    JSONL_GZIP = "jsonl.gz"
    JSONL_ZSTD = "jsonl.zst"
    PARQUET = "parquet"
    CSV = "csv"

    @property
    def media_types(self) -> tuple[str, ...]:
        """Return what the files are, and what they are packed by."""
        return {
            Format.JSONL: ("application/jsonlines",),
            Format.JSONL_GZIP: ("application/jsonlines", "application/gzip"),
            Format.JSONL_ZSTD: ("application/jsonlines", "application/zstd"),
            Format.PARQUET: ("application/x-parquet",),
            Format.CSV: ("text/csv",),
        }[self]


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take bytes; return how many were taken."""


class RowWriter(Protocol):
    """Writes rows in one form."""

    def write(self, row: BaseModel) -> None:
        """Write a row."""

    def close(self) -> None:
        """Write what is left."""


class JsonLinesWriter:
    """Writes a row as a line of JSON."""

    def __init__(self, sink: Sink | gzip.GzipFile | ZstdWriter) -> None:
        self._sink = sink

    def write(self, row: BaseModel) -> None:
        """Write a row."""
        line = row.model_dump_json().encode() + b"\n"
        # Where a window of zstd is full (8 MiB), the writer takes the bytes up to there only.
        while line:
            line = line[self._sink.write(line) :]

    def close(self) -> None:
        """Write what the packing still holds."""
        if isinstance(self._sink, gzip.GzipFile | ZstdWriter):
            self._sink.close()


class CsvWriter:
    """Writes rows of single values as RFC 4180 has it, but for the line ends; null is an empty cell."""

    def __init__(self, sink: Sink, row: type[BaseModel]) -> None:
        self._sink = sink
        self._line = io.StringIO()
        self._csv = csv.writer(self._line, lineterminator="\n")
        self._write(list(row.model_fields))

    def write(self, row: BaseModel) -> None:
        """Write a row."""
        self._write([_cell(value) for _, value in row])

    def close(self) -> None:
        """Do nothing: each row is written at once."""

    def _write(self, cells: list[str]) -> None:
        self._csv.writerow(cells)
        self._sink.write(self._line.getvalue().encode())
        self._line.seek(0)
        self._line.truncate()


class ParquetWriter:
    """Writes rows in groups, under the schema of their model."""

    def __init__(self, sink: Sink, row: type[BaseModel], group_bytes: int) -> None:
        from pyarrow import parquet

        self._schema = arrow_schema(columns_of(row))
        self._file = parquet.ParquetWriter(sink, self._schema, compression="zstd", write_page_index=True)
        self._group_bytes = min(group_bytes, ROW_GROUP_BYTES)
        self._lines: list[bytes] = []
        self._line_bytes = 0

    def write(self, row: BaseModel) -> None:
        """Take a row; rows are written when they make a group."""
        line = row.model_dump_json().encode()
        self._lines.append(line)
        self._line_bytes += len(line)
        if self._line_bytes >= self._group_bytes:
            self._write_group()

    def close(self) -> None:
        """Write the last group, and the file's end."""
        if self._lines:
            self._write_group()
        self._file.close()

    def _write_group(self) -> None:
        self._file.write_table(table_of(self._lines, self._schema))
        self._lines = []
        self._line_bytes = 0


def writer_of(file_format: Format, sink: Any, row: type[BaseModel], part_bytes: int) -> RowWriter:  # noqa: ANN401
    """Return a writer of rows in some form. (The sink is a `Sink`; the types of the libraries ask for more.)"""
    if file_format is Format.PARQUET:
        return ParquetWriter(sink, row, part_bytes)
    if file_format is Format.CSV:
        return CsvWriter(sink, row)
    if file_format is Format.JSONL_GZIP:
        # Without a name and a time, so that the same rows are the same bytes.
        return JsonLinesWriter(gzip.GzipFile("", "wb", GZIP_LEVEL, sink, mtime=0))
    if file_format is Format.JSONL_ZSTD:
        return JsonLinesWriter(ZstdWriter(sink, compression_level=ZSTD_LEVEL))
    return JsonLinesWriter(sink)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return orjson.dumps(value).decode() if isinstance(value, bool) else str(value)
