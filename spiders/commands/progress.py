"""A progress line for a terminal; silence anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

DESCRIPTION: Final = "{records} records, {rejected} rejected"


class ReadingProgress:
    """How much of the inputs has been read, in bytes on the disk, so that one big file moves too."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)
        self._files_before = 0
        self._in_file = 0

    def reached(self, position: int) -> None:
        """Note how far the file that is being read has come."""
        self._in_file = position

    def file_done(self, size: int) -> None:
        """Note that a file of this size is behind us."""
        self._files_before += size
        self._in_file = 0

    def show(self, records: int, rejected: int) -> None:
        """Show the counts and the bar."""
        told = DESCRIPTION.format(records=records, rejected=rejected)
        self._progress.update(self._task, description=told, completed=self._files_before + self._in_file)


def on_terminal() -> bool:
    """Tell whether somebody watches standard error; where the caller closed it (`2>&-`), nobody does."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress_over(total: int | None) -> Iterator[ReadingProgress]:
    """Open a progress line on standard error, which shows only on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    shown = Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=not on_terminal())
    with shown:
        yield ReadingProgress(shown, total)
