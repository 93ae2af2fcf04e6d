"""The parts of a dataset: files of a bounded size."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from pipelines.export.formats import Format, RowWriter, writer_of
from pipelines.line_files import GrowingFile

NAME: Final = "part-{number:05}.{format}"
SHAPE: Final = re.compile(r"part-\d{5,}\.[a-z.]+")
# What is handed to the disk at once.
BUFFER_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a dataset."""

    name: str
    rows: int
    bytes: int
    sha256: str


class PartStream:
    """The bytes of a part, counted and summed as they are written."""

    def __init__(self, path: Path) -> None:
        self._file = GrowingFile(path)
        self._sum = hashlib.sha256()
        self._buffer = bytearray()
        self.size = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Take bytes; return how many, which is all."""
        self._buffer += data
        self.size += len(data)
        if len(self._buffer) >= BUFFER_BYTES:
            self._pass_on()
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were taken."""
        return self.size

    def flush(self) -> None:
        """Do nothing: a part counts when it is finished."""

    def close(self) -> None:
        """Do nothing: those who pack into a stream close it when they are done."""

    def finish(self) -> str:
        """Bring all to the disk, and return the sum."""
        self._pass_on()
        self._file.close()
        return self._sum.hexdigest()

    def _pass_on(self) -> None:
        piece = bytes(self._buffer)
        self._file.append(piece)
        self._sum.update(piece)
        self._buffer.clear()


class Parts:
    """Writes rows to parts, one after the other: a part that has reached its size is followed by the next."""

    def __init__(self, folder: Path, file_format: Format, row: type[BaseModel], part_bytes: int, first: int) -> None:
        self._folder = folder
        self._format = file_format
        self._row = row
        self._part_bytes = part_bytes
        self._number = first
        self._stream: PartStream | None = None
        self._writer: RowWriter | None = None
        self._rows = 0
        self.finished: list[Part] = []

    def write(self, row: BaseModel) -> None:
        """Write a row."""
        if self._writer is None:
            self._stream = PartStream(self._folder / self._name)
            self._writer = writer_of(self._format, self._stream, self._row, self._part_bytes)
        self._writer.write(row)
        self._rows += 1
        if self._stream and self._stream.size >= self._part_bytes:
            self.finish()

    def finish(self) -> None:
        """Make the part whole that is being written, if one is."""
        if self._stream is None or self._writer is None:
            return
        self._writer.close()
        digest = self._stream.finish()
        self.finished.append(Part(self._name, self._rows, self._stream.size, digest))
        self._stream = self._writer = None
        self._rows = 0
        self._number += 1

    @property
    def _name(self) -> str:
        return NAME.format(number=self._number, format=self._format)
