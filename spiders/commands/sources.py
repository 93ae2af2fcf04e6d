"""Which files the paths name that `normalize` is given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from pipelines.counts import Counts
from pipelines.inputs import Unreadable
from pipelines.inputs.files import page_files
from spiders.commands import complain, refuse

STDIN_PATH: Final = Path("-")
NO_PAGES: Final = Unreadable("no pages in this directory (.html, .txt, .jsonl, .warc, also .gz)")


def page_sources(paths: Iterable[Path], written: Collection[Path], counts: Counts) -> list[Path]:
    """Return the files; a directory stands for the pages below it, less what is written there.

    What is written are files and folders, by their resolved names.
    """
    sources: list[Path] = []
    for path in paths:
        if path == STDIN_PATH or not path.is_dir():
            if _is_written(path, written):
                refuse(f"{path} is an input, and would be overwritten; give the output another name")
            sources.append(path)
        elif found := [page for page in page_files(path) if not _is_written(page, written)]:
            sources += found
        else:
            counts.count(NO_PAGES)
            complain(f"{path}: {NO_PAGES.why}")
    return sources


def size_of(path: Path) -> int:
    """Return the bytes of a file; none where it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _is_written(path: Path, written: Collection[Path]) -> bool:
    whole = path.resolve()
    return whole in written or any(folder in written for folder in whole.parents)
