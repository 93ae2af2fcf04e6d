"""Functions for Spark's `mapInArrow`: rows of pages, or of files, to rows of records and rejections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa

from pipelines.inputs import MAX_PAGE_BYTES, Input, read_file
from pipelines.inputs.row_fields import BadRow, id_of, moment_of, plain_text, site_of, url_of
from pipelines.inputs.usable import usable
from pipelines.normalizing import normalized_here
from pipelines.rejected import Rejected, rejection_line
from schemas.page import Page, Rejection

# As the second argument of `mapInArrow`. Of `record` and `rejection`, each a line of JSON, a row has one; `id` is the
# record's.
ROWS: Final = "id string, record string, rejection string"
ARROW_ROWS: Final = pa.schema([(name, pa.string()) for name in ("id", "record", "rejection")])
# What a row without a status had.
FINE: Final = 200
# Some megabytes of records at a time, and soon on their way.
ROWS_A_BATCH: Final = 100


def records_of_pages(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Return a row for every page that a row has.

    Columns: `content` (bytes, as a browser has them), and where they are there `url`, `content_type`, `headers` (a
    map), `status`, `fetched_at` (a timestamp, or ISO 8601), `site` (a key of the catalogue), `id`.
    """
    return _batches(_page(row) for row in _rows(batches))


def records_of_files(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Return a row for every page in files: archives, JSON lines, HTML. Column: `path`, which every worker can read."""
    return _batches(chain.from_iterable(read_file(Path(row["path"])) for row in _rows(batches)))


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    # One at a time: as Python's, the pages of a batch would take its memory twice.
    for batch in batches:
        for number in range(batch.num_rows):
            yield batch.slice(number, 1).to_pylist()[0]


def _batches(inputs: Iterable[Input]) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, str | None]] = []
    for given, outcome in normalized_here(inputs):
        rows.append(_row(given, outcome))
        if len(rows) == ROWS_A_BATCH:
            yield pa.RecordBatch.from_pylist(rows, ARROW_ROWS)
            rows = []
    yield pa.RecordBatch.from_pylist(rows, ARROW_ROWS)


def _row(given: Input, outcome: bytes | Rejected) -> dict[str, str | None]:
    if isinstance(outcome, Rejected):
        return {"id": None, "record": None, "rejection": rejection_line(outcome, origin=given.origin).decode()}
    return {"id": orjson.loads(outcome)["id"], "record": outcome.decode(), "rejection": None}


def _page(row: dict[str, Any]) -> Input:
    url, identity = plain_text(row.get("url")), plain_text(row.get("id"))
    try:
        content = usable(_page_of_row(row), MAX_PAGE_BYTES)
    except BadRow as problem:
        content = Rejected(Rejection.BAD_INPUT, str(problem), url, identity)
    return Input(identity or url or "", content)


def _page_of_row(row: dict[str, Any]) -> Page:
    body = row.get("content")
    if not isinstance(body, bytes):
        raise BadRow('the row has no "content" of bytes')
    url = url_of(row.get("url"))
    headers = {str(name).lower(): str(value) for name, value in row.get("headers") or ()}
    return Page(
        body=body,
        url=url,
        content_type=row.get("content_type") or headers.get("content-type", ""),
        headers=headers,
        status=row.get("status") or FINE,
        fetched_at=moment_of(row.get("fetched_at")),
        site=site_of(row.get("site"), url),
        input_id=id_of(row.get("id")),
    )
