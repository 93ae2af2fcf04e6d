"""The part of a shard: records, and rejections beside them, which have their names when they are whole."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from pipelines.inputs import Input
from pipelines.line_files import UNFINISHED, sync_folder
from pipelines.rejected import Rejected, rejection_line
from pipelines.shards.shard import Shard


class Part:
    """A part in the making. It is left as it was where nobody finishes it."""

    def __init__(self, shard: Shard) -> None:
        self._records = _Unfinished(shard.records)
        self._rejects = _Unfinished(shard.rejects)

    def write(self, given: Input, outcome: bytes | Rejected) -> None:
        """Write what became of an input."""
        if isinstance(outcome, Rejected):
            self._rejects.write(rejection_line(outcome, origin=given.origin))
        else:
            self._records.write(outcome)

    def finish(self) -> None:
        """Bring the files to the disk, and give them their names; without rejections, there is no file of them."""
        self._rejects.finish(if_empty=False)
        self._records.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._records.discard()
        self._rejects.discard()


def remove_unfinished(folder: Path) -> None:
    """Remove what workers that were killed had begun; nobody may be at work in the folder."""
    for path in folder.glob(f"*{UNFINISHED}"):
        path.unlink(missing_ok=True)


class _Unfinished:
    def __init__(self, path: Path) -> None:
        self._path = path
        # Two workers may be at the same part where one was given up too early: neither writes into the other's file,
        # and both write the same.
        self._unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        self._file: BinaryIO = self._unfinished.open("xb")

    def write(self, line: bytes) -> None:
        self._file.write(line + b"\n")

    def finish(self, if_empty: bool = True) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        if if_empty or self._file.tell():
            self._unfinished.replace(self._path)
        else:
            # An earlier one, of an input that has changed, may have had some.
            self._path.unlink(missing_ok=True)
        sync_folder(self._path.parent)

    def discard(self) -> None:
        # Closing writes what is left in memory, which a full disk has refused already.
        try:
            self._file.close()
        finally:
            self._unfinished.unlink(missing_ok=True)
