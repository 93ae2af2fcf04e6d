"""`babelwire export`: records to a dataset that others can load, or new ones to a dataset that is there."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Annotated, Final

import typer

from pipelines.export.arrow import ArrowMissing
from pipelines.export.articles import Reading, Source, sources_of
from pipelines.export.dataset import Exported, Job
from pipelines.export.dataset import export as export_records
from pipelines.export.filters import Filters
from pipelines.export.folder import CARD, GENERATED_CARD
from pipelines.export.formats import Format
from pipelines.export.manifest import DatasetProblem, Order
from pipelines.export.views import View
from pipelines.records import BrokenLine, record_files
from schemas.article import Article
from spiders.commands import complain, refuse
from spiders.commands.progress import progress_over
from spiders.commands.sizes import bytes_of
from spiders.commands.times import since_of, until_of

# Files that are no records at all would fill the screen.
SHOWN_BROKEN_LINES: Final = 10
# Often enough for somebody who watches.
SHOWN_RECORDS: Final = 100


def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder of the dataset.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]... | -", help="Folders or files of records; else output/.")
    ] = None,
    file_format: Annotated[Format, typer.Option("--format", "-f", help="How rows are written.")] = Format.JSONL_ZSTD,
    view: Annotated[View, typer.Option("--view", help="What a row is.")] = View.RECORDS,
    part_size: Annotated[str, typer.Option(help="A part that has reached it is followed by the next.")] = "256MB",
    name: Annotated[str, typer.Option(help="What the dataset is called; else as its folder.")] = "",
    language: Annotated[list[str] | None, typer.Option("--language", "-l", help="zh, zh-Hant… (repeatable)")] = None,
    site: Annotated[list[str] | None, typer.Option("--site", "-s", help="Key or host (repeatable).")] = None,
    since: Annotated[str, typer.Option(help="Published then or later: 2026-06, 2026-06-27, 36h, 7d.")] = "",
    until: Annotated[str, typer.Option(help="Published then or earlier: 2026, 2026-06-27…")] = "",
    has: Annotated[list[str] | None, typer.Option("--has", help="With this field: qa… (repeatable)")] = None,
    min_words: Annotated[int, typer.Option(min=0, help="With so many words in the body.")] = 0,
    drop_duplicates: Annotated[bool, typer.Option("--drop-duplicates", help="Of copies, take one.")] = False,
    latest_revision: Annotated[bool, typer.Option("--latest-revision", help="Leave out what was superseded.")] = False,
    respect_tdm: Annotated[
        bool, typer.Option("--respect-tdm", help="Leave out what reserves text and data mining.")
    ] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Write the dataset anew, not add to it.")] = False,
) -> None:
    """Make a dataset of records: parts, manifest, JSON Schema, card and Croissant. A second run adds what is new."""
    for field in has or ():
        if field not in Article.model_fields:
            refuse(f"--has {field} is no field of a record; there are {', '.join(Article.model_fields)}")
    filters = Filters(
        languages=tuple(language or ()),
        sites=tuple(site or ()),
        since=since_of(since),
        until=until_of(until),
        has=tuple(has or ()),
        min_words=min_words,
        respect_tdm=respect_tdm,
        drop_duplicates=drop_duplicates,
        latest_revision=latest_revision,
    )
    given = {
        "language": sorted(language or ()),
        "site": sorted(site or ()),
        "since": since,
        "until": until,
        "has": sorted(has or ()),
        "min_words": min_words,
        "respect_tdm": respect_tdm,
        "drop_duplicates": drop_duplicates,
        "latest_revision": latest_revision,
    }
    order = Order(view, file_format, {wish: value for wish, value in given.items() if value})
    sources = _sources(paths or [Path(os.environ.get("BABELWIRE_OUTPUT", "output"))])
    _export(Job(output, order, filters, bytes_of(part_size, "--part-size"), name, anew), sources)


def _export(job: Job, sources: tuple[Source, ...]) -> None:
    broken: Counter[Path] = Counter()

    def tell(line: BrokenLine) -> None:
        broken[line.place.path] += 1
        if broken[line.place.path] <= SHOWN_BROKEN_LINES:
            complain(f"{line.place}: {line.why}")

    def show() -> None:
        if reading.count % SHOWN_RECORDS == 0:
            progress.show(reading.count, reading.broken)

    with progress_over(None) as progress:
        reading = Reading(sources, tell, show)
        try:
            done = export_records(job, reading)
        except (DatasetProblem, ArrowMissing) as problem:
            refuse(str(problem))
        except OSError as problem:
            is_input = problem.filename in {str(source.path) for source in sources}
            doing = f"read {problem.filename}" if is_input else f"write {problem.filename or job.folder}"
            refuse(f"cannot {doing}: {(problem.strerror or str(problem)).lower()}")
    for path, lines in broken.items():
        if lines > SHOWN_BROKEN_LINES:
            complain(f"{path}: {lines - SHOWN_BROKEN_LINES} more lines are no records")
    if done.kept_card:
        complain(f"{job.folder / CARD} was changed by hand and is kept; the new card is {GENERATED_CARD} beside it")
    typer.echo(_told(done, reading.count, job.folder), err=True)
    raise typer.Exit(0 if done.manifest else 1)


def _told(done: Exported, records: int, folder: Path) -> str:
    fates = ", ".join(f"{verdict} {number}" for verdict, number in sorted(done.verdicts.items()) if number)
    told = f"babelwire: records {records} ({fates or 'none'})"
    told += f", broken lines {done.broken}" if done.broken else ""
    if done.manifest is None:
        return f"{told}; there is no row for a dataset, and none was written"
    new_rows = sum(part.rows for part in done.new_parts)
    told += f", new rows {new_rows}, new parts {len(done.new_parts)}"
    return f"{told}; {folder}: rows {done.manifest.rows}, bytes {done.manifest.bytes}"


def _sources(paths: list[Path]) -> tuple[Source, ...]:
    sources: dict[Path, Source] = {}
    for path in paths:
        try:
            found = sources_of(path, record_files([path]))
        except FileNotFoundError as problem:
            refuse(f"{problem}; give a folder or files of records")
        if not found:
            refuse(f"{path} has no files of records (.jsonl, also .gz and .zst)")
        for source in found:
            sources.setdefault(source.path.resolve(), source)
    return tuple(sources.values())
