"""Where a command's lines go: a file that appears when it is whole, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipelines.line_files import UNFINISHED
from spiders.commands import refuse


class Target:
    """Something that takes lines."""

    def __init__(self, stream: BinaryIO, size: int = 0) -> None:
        self._stream = stream
        self.size = size
        """Bytes of the lines so far."""

    def write(self, line: bytes) -> None:
        """Write a line, and pass it on at once."""
        self._stream.write(line + b"\n")
        self._stream.flush()
        self.size += len(line) + 1


@contextmanager
def open_target(path: Path | None, kept: int = 0) -> Iterator[Target]:
    """Open a file, or standard output where there is none. A file gets its name when all is written.

    Of what a killed run wrote, so many bytes are kept.
    """
    if path is None or str(path) == "-":
        # Python has no stdout where the caller closed it (`>&-`).
        yield Target(sys.stdout.buffer if sys.stdout else refuse("standard output is closed; give -o FILE"))
    elif path.exists() and not path.is_file():
        # A pipe or a device cannot be replaced; a directory says so by itself.
        with path.open("wb") as stream:
            yield Target(stream)
    else:
        unfinished = path.with_name(path.name + UNFINISHED)
        if kept and not (unfinished.exists() and unfinished.stat().st_size >= kept):
            refuse(f"{unfinished} is not there any more, or shorter than it was; run again without --resume")
        with unfinished.open("r+b" if kept else "wb") as stream:
            stream.truncate(kept)
            stream.seek(kept)
            yield Target(stream, kept)
        unfinished.replace(path)
