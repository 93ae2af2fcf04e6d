"""The pages of a run that went worst, and the command that shows why."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import orjson

from pipelines.records import REJECTS_SUFFIX, FoundRecord, read_records
from pipelines.reports.run import RunReport
from schemas.page import Rejection

# More are a table that nobody reads.
MOST_PAGES: Final = 20
# These are the server's fault; there is nothing in them to look at.
NOT_TO_INSPECT: Final = frozenset({Rejection.HTTP_ERROR, Rejection.EMPTY, Rejection.REVISIT})
READ: Final = frozenset(Rejection) - NOT_TO_INSPECT


@dataclass(frozen=True, slots=True)
class WorstPage:
    """A page that gave no record, or a doubtful one."""

    url: str
    why: str
    command: str
    """What shows its inspection; empty where the page was not kept."""


def worst_pages(output: Path, run: RunReport) -> list[WorstPage]:
    """Return pages of a run: those on which the parser failed, then others without a record, then doubtful records."""
    rejected = sorted(_rejected(output, run), key=lambda told: told["reason"] != Rejection.PARSER_FAILED)
    pages = chain(
        (_worst(told, ": ".join(filter(None, (told["reason"], told.get("detail")))), run) for told in rejected),
        (_worst(record, ", ".join(record["warnings"]), run) for record in _doubtful(run)),
    )
    return list(islice(pages, MOST_PAGES))


def _rejected(output: Path, run: RunReport) -> Iterator[dict[str, Any]]:
    path = output / "runs" / f"{run.run}{REJECTS_SUFFIX}"
    for line in path.read_bytes().splitlines() if path.is_file() else ():
        # (A line that a full disk cut off is no reason to have no report.)
        with suppress(orjson.JSONDecodeError):
            told = orjson.loads(line)
            if told["reason"] in READ:
                yield told | {"input_id": told.get("id")}


def _doubtful(run: RunReport) -> Iterator[Mapping[str, Any]]:
    for path in map(Path, run.files):
        for found in read_records(path) if path.is_file() else ():
            if isinstance(found, FoundRecord) and found.record.get("warnings"):
                yield found.record


def _worst(told: Mapping[str, Any], why: str, run: RunReport) -> WorstPage:
    return WorstPage(str(told.get("url") or ""), why, _command(told.get("input_id"), run.raw_files))


def _command(input_id: str | None, archives: tuple[str, ...]) -> str:
    """Return the command for a page of an archive; of several archives, their folder is searched."""
    if not input_id or not archives:
        return ""
    place = archives[0] if len(archives) == 1 else os.path.commonpath([os.path.dirname(path) for path in archives])
    return f"babelwire inspect --open {shlex.quote(f'{place}#{input_id}')}"
