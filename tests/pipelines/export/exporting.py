"""Exports for tests: made in one call, and looked at as bytes or as rows."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
from backports import zstd

from pipelines.export.articles import Reading, sources_of
from pipelines.export.dataset import Exported, Job, export
from pipelines.export.filters import Filters
from pipelines.export.formats import Format
from pipelines.export.manifest import Order
from pipelines.export.views import View
from pipelines.records import record_files

UNPACK = {Format.JSONL: bytes, Format.JSONL_GZIP: gzip.decompress, Format.JSONL_ZSTD: zstd.decompress}


def make(
    source: Path,
    folder: Path,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    view: View = View.RECORDS,
    form: Format = Format.JSONL,
    part_bytes: int = 1_000_000,
    anew: bool = False,
) -> Exported:
    """Export what lies in a folder or file."""
    told = {name: str(getattr(filters, name)) for name in Filters.__slots__ if getattr(filters, name)}
    job = Job(folder, Order(view, form, told), filters, part_bytes, name="", anew=anew)
    return export(job, Reading(tuple(sources_of(source, record_files([source])))))


def rows(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of a dataset, as its manifest lists the parts."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    found: list[dict[str, Any]] = []
    for part in manifest["parts"]:
        found += _rows(folder / part["name"], Format(manifest["format"]))
    return found


def ids(folder: Path) -> list[str]:
    """Return the last words of the titles of a dataset's rows."""
    return [row["title"].split()[-1] for row in rows(folder)]


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _rows(path: Path, form: Format) -> list[dict[str, Any]]:
    if form is Format.PARQUET:
        return list(pyarrow.parquet.read_table(path).to_pylist())
    if form is Format.CSV:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return [json.loads(line) for line in UNPACK[form](path.read_bytes()).splitlines()]
