"""`babelwire normalize --engine`: a part of every shard, made by this machine's processes or by Ray."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from pipelines.counts import Counts
from pipelines.engines import EngineProblem
from pipelines.shards.finished import FolderInUse, finished_counts, folder_of_parts, parts_of_other_shards
from pipelines.shards.part import remove_unfinished
from pipelines.shards.shard import SHARD_BYTES, Shard, shards_of
from pipelines.workers import WorkerNotStarted
from spiders.commands import complain, refuse
from spiders.commands.progress import progress_over
from spiders.commands.sizes import bytes_of
from spiders.commands.sources import STDIN_PATH, page_sources, size_of

if TYPE_CHECKING:
    from pipelines.shards.normalizing import ShardResult

    Running = Callable[[Collection[Shard], int], Iterable[ShardResult]]


class Engine(StrEnum):
    """What runs the work."""

    POOL = "pool"
    RAY = "ray"


@dataclass(frozen=True, slots=True)
class Parts:
    """How many parts there are at the end of a run."""

    there: int
    known: int
    """Of these, those that an earlier run has made."""
    missing: int

    def __str__(self) -> str:
        told = f"parts {self.there}" + (f" ({self.known} were there)" if self.known else "")
        return told + (f", not made {self.missing}" if self.missing else "")


def normalize_in_parts(paths: list[Path], folder: Path | None, engine: Engine, jobs: int, shard_bytes: str) -> NoReturn:
    """Make the parts that are not there yet, and end the command."""
    if STDIN_PATH in paths:
        refuse("--engine reads files; standard input is none")
    if folder is None or (folder.exists() and not folder.is_dir()):
        refuse("--engine needs -o FOLDER for its parts")
    counts = Counts()
    files = page_sources(paths, [folder.resolve()], counts)
    shards = list(shards_of(files, folder, bytes_of(shard_bytes, "--shard-bytes") if shard_bytes else SHARD_BYTES))
    try:
        with folder_of_parts(folder):
            parts = _make_parts(shards, folder, _running(engine), jobs, counts)
    except (FolderInUse, EngineProblem) as problem:
        refuse(str(problem))
    except WorkerNotStarted as problem:
        refuse(f"{problem}; `python -c 'import pipelines.outcome'` shows why", code=1)
    except OSError as problem:
        refuse(f"cannot write {problem.filename or folder}: {(problem.strerror or str(problem)).lower()}")
    typer.echo(f"babelwire: {parts}; {counts}", err=True)
    raise typer.Exit(1 if counts.unreadable or parts.missing else 0)


def _running(engine: Engine) -> Running:
    if engine is Engine.POOL:
        from pipelines.engines.local_pool import normalized_on_pool

        return normalized_on_pool
    from pipelines.engines.ray_data import normalized_on_ray

    return normalized_on_ray


def _make_parts(shards: list[Shard], folder: Path, running: Running, jobs: int, counts: Counts) -> Parts:
    if others := parts_of_other_shards(folder, shards):
        refuse(
            f"{folder} has parts of other pieces of the same inputs ({others[0]}, {len(others)} in all); give the same"
            " --shard-bytes, or another folder"
        )
    remove_unfinished(folder)
    left = []
    for shard in shards:
        finished = finished_counts(shard)
        counts.add(finished or {})
        if finished is None:
            left.append(shard)
    missing = sum(_is_missing(result, counts) for result in _shown(running(left, jobs), left, counts))
    return Parts(len(shards) - missing, len(shards) - len(left), missing)


def _shown(results: Iterable[ShardResult], shards: list[Shard], counts: Counts) -> Iterator[ShardResult]:
    sizes = {shard.name: _bytes(shard) for shard in shards}
    with progress_over(sum(sizes.values())) as progress:
        for result in results:
            yield result
            progress.file_done(sizes[result.name])
            progress.show(counts.records, counts.rejections.total())


def _bytes(shard: Shard) -> int:
    return (size_of(shard.path) if shard.end is None else shard.end) - shard.begin


def _is_missing(result: ShardResult, counts: Counts) -> bool:
    counts.add(result.counts)
    if result.problem:
        complain(result.problem)
    return bool(result.problem)
