"""`babelwire normalize`: saved pages to records."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from pipelines.counts import Counts
from pipelines.inputs import STANDARD_INPUT, Input, Unreadable, read_file, read_stream
from pipelines.rejected import Rejected, rejection_line
from pipelines.workers import WorkerNotStarted, usable_cores
from spiders.commands import complain, refuse
from spiders.commands.checkpoint import Checkpoint, Checkpoints, NoResume
from spiders.commands.parts import Engine, normalize_in_parts
from spiders.commands.progress import ReadingProgress, progress_over
from spiders.commands.sources import STDIN_PATH, page_sources, size_of
from spiders.commands.target import Target, open_target

# A run that goes on does again at most so many inputs, some seconds of work.
CHECKPOINT_INPUTS: Final = 500


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the lines go."""

    records: Target
    rejects: Target | None

    def checkpoint(self, inputs: int, counts: Counts) -> Checkpoint:
        """Return how far the run has come."""
        rejects_bytes = self.rejects.size if self.rejects else 0
        return Checkpoint(inputs, self.records.size, rejects_bytes, counts.told())


def normalize(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH... | -", help="Files, directories, or - for stdin.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write records here, not to stdout.")] = None,
    rejects: Annotated[Path | None, typer.Option(help="Write a line for every rejected input here.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help="Worker processes; as many as cores.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the same command was interrupted; needs -o FILE.")
    ] = False,
    engine: Annotated[
        Engine | None, typer.Option(help="Make a part of each input in -o FOLDER; parts that are there are kept.")
    ] = None,
    shard_bytes: Annotated[
        str, typer.Option(help="With --engine, archives beyond this size are done in pieces; else 128MiB.")
    ] = "",
) -> None:
    """Turn saved pages (HTML, text, JSON lines, WARC; plain or gzipped) into records, in the order given."""
    counts = Counts()
    if engine:
        if rejects or resume:
            refuse(
                "--engine writes rejections beside the parts, and goes on by itself; leave --rejects and --resume out"
            )
        normalize_in_parts(paths, output, engine, jobs or usable_cores(), shard_bytes)
    if shard_bytes:
        refuse("--shard-bytes needs --engine")
    written = _written(output, rejects)
    sources = page_sources(paths, written, counts)
    checkpoints = _checkpoints(output, rejects, sources)
    if resume and not checkpoints:
        refuse("--resume needs -o FILE, and inputs that are files")
    try:
        done = checkpoints.last() if checkpoints and resume else Checkpoint()
        counts.add(done.counts)
        with ExitStack() as stack:
            records_to = stack.enter_context(open_target(output, done.records_bytes))
            rejects_to = stack.enter_context(open_target(rejects, done.rejects_bytes)) if rejects else None
            targets = Targets(records_to, rejects_to)
            for inputs in _settled(sources, jobs or usable_cores(), counts, targets, done.inputs):
                if checkpoints and inputs % CHECKPOINT_INPUTS == 0:
                    checkpoints.note(targets.checkpoint(inputs, counts))
        if checkpoints:
            checkpoints.remove()
    except NoResume as problem:
        refuse(str(problem))
    except BrokenPipeError:
        _leave_quietly()
    except OSError as problem:
        refuse(f"cannot write {problem.filename or 'the records'}: {(problem.strerror or str(problem)).lower()}")
    except WorkerNotStarted as problem:
        refuse(f"{problem}; `python -c 'import pipelines.outcome'` shows why", code=1)
    typer.echo(f"babelwire: {counts}", err=True)
    raise typer.Exit(1 if counts.unreadable else 0)


def _settled(sources: list[Path], jobs: int, counts: Counts, targets: Targets, behind: int) -> Iterator[int]:
    """Settle the inputs but for those that are behind; return after each one how many are."""
    # Importing the chain would cost a second before the first line of help.
    from pipelines.normalizing import normalized

    total = None if STDIN_PATH in sources else sum(size_of(path) for path in sources)
    with progress_over(total) as progress:
        inputs = islice(_inputs(sources, progress), behind, None)
        for number, (given, outcome) in enumerate(normalized(inputs, jobs), behind + 1):
            _settle(given, outcome, counts, targets)
            progress.show(counts.records, counts.rejections.total())
            yield number


def _settle(given: Input, outcome: bytes | Rejected | Unreadable, counts: Counts, targets: Targets) -> None:
    counts.count(outcome)
    if isinstance(outcome, Unreadable):
        complain(f"{given.origin}: {outcome.why}")
    elif not isinstance(outcome, Rejected):
        targets.records.write(outcome)
    elif targets.rejects:
        targets.rejects.write(rejection_line(outcome, origin=given.origin))


def _checkpoints(output: Path | None, rejects: Path | None, sources: list[Path]) -> Checkpoints | None:
    """Return where checkpoints are kept; nowhere if the run cannot be done again from the middle."""
    is_file = output and output != STDIN_PATH and (output.is_file() or not output.exists())
    if not output or not is_file or STDIN_PATH in sources:
        return None
    inputs = [[str(path.resolve()), size_of(path)] for path in sources]
    return Checkpoints(output, {"inputs": inputs, "rejects": str(rejects.resolve()) if rejects else None})


def _written(output: Path | None, rejects: Path | None) -> list[Path]:
    """Return the files that are to be written; pipes and devices are none, and may take both."""
    targets = [path for path in (output, rejects) if path and path != STDIN_PATH]
    written = [path.resolve() for path in targets if path.is_file() or not path.exists()]
    if len(set(written)) < len(written):
        refuse(f"{output} cannot hold both records and rejections; give --rejects a file of its own")
    return written


def _inputs(sources: Iterable[Path], progress: ReadingProgress) -> Iterator[Input]:
    for path in sources:
        for given in _read(path):
            progress.reached(given.position)
            yield given
        progress.file_done(size_of(path))


def _read(path: Path) -> Iterator[Input]:
    if path == STDIN_PATH:
        return read_stream(_standard_input(), STANDARD_INPUT)
    return read_file(path)


def _standard_input() -> BinaryIO:
    # Python has no stdin where the caller closed it (`<&-`).
    return sys.stdin.buffer if sys.stdin else refuse("standard input is closed; pipe pages into the command")


def _leave_quietly() -> None:
    # The reader of our output has gone (`| head`): Python must not complain at exit that it cannot flush.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(1)
