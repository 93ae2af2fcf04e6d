"""What a shard is, and which shards files have: always the same, with the same names."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipelines.inputs import Input, read_file, read_range
from pipelines.inputs.archive_cuts import archive_cuts
from pipelines.records import REJECTS_SUFFIX

# About a minute of work: the development pages take 50 kB each, packed, and fifty are done a second. So much a worker
# that is lost has to do again, at most.
SHARD_BYTES: Final = 128 * 1024 * 1024
# File systems take names of 255 bytes; a letter has up to four of them, and more is put behind the name.
NAME_LETTERS: Final = 40
# Of a hundred thousand files of one name, two would have the same hash once in fifty thousand times.
HASH_LETTERS: Final = 12
NO_NAME: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Shard:
    """A file, or of an archive the records that begin in a range of its bytes; and where the part of it lies."""

    path: Path
    folder: Path
    name: str
    """Of the part, without what tells its form."""
    begin: int = 0
    end: int | None = None

    @property
    def records(self) -> Path:
        """Return the file of records."""
        return self.folder / f"{self.name}.jsonl"

    @property
    def rejects(self) -> Path:
        """Return the file of rejections."""
        return self.folder / f"{self.name}{REJECTS_SUFFIX}"

    def pages(self) -> Iterator[Input]:
        """Return the pages."""
        if self.begin == 0 and self.end is None:
            return read_file(self.path)
        return read_range(self.path, self.begin, self.end)


def shards_of(files: Iterable[Path], folder: Path, shard_bytes: int = SHARD_BYTES) -> Iterator[Shard]:
    """Return the shards of files, whose parts are to lie in a folder; archives beyond the size have several."""
    # Paths are whole, since workers may run elsewhere. A file that is named twice is done once.
    for path in dict.fromkeys(_absolute(path) for path in files):
        begins = _begins(path, shard_bytes)
        ends = [*begins[1:], None]
        for begin, end in zip(begins, ends, strict=True):
            yield Shard(path, _absolute(folder), _name(path, begin if len(begins) > 1 else None), begin, end)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _begins(path: Path, shard_bytes: int) -> list[int]:
    try:
        return archive_cuts(path, shard_bytes) if path.stat().st_size > shard_bytes else [0]
    except OSError:
        # Reading it will tell.
        return [0]


def _name(path: Path, begin: int | None) -> str:
    """Return a name that tells the file; its folder, which it may share its name with others in, is a hash."""
    told = NO_NAME.sub("_", path.name).lstrip(".")[:NAME_LETTERS]
    folder = hashlib.sha256(os.fsencode(path)).hexdigest()[:HASH_LETTERS]
    return f"{told}-{folder}" if begin is None else f"{told}-{folder}-{begin:012}"
