"""Part files: what a run writes, a file a site, cut into parts of a bounded size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, TypeVar

from pipelines.line_files import GrowingFile

File = TypeVar("File", bound=GrowingFile)

# Small enough to be moved around, large enough that a year's crawl is some dozen files.
PART_BYTES: Final = 128 * 1024 * 1024
# How the files of records end, and those of raw pages.
RECORDS: Final = ".jsonl"
ARCHIVES: Final = ".warc.gz"


class PartFiles(Generic[File]):
    """The files of one run and kind: `output/<site>/<run>-<part><suffix>`, the last part of each site still growing."""

    def __init__(self, output: Path, run: str, suffix: str, part_bytes: int, begin: Callable[[Path], File]) -> None:
        self._output = output
        self._run = run
        self._suffix = suffix
        self._part_bytes = part_bytes
        self._begin = begin
        self._growing: dict[str, File] = {}
        self._numbers: Counter[str] = Counter()
        self.begun: list[Path] = []
        """The names of all parts, also of those that still grow."""

    def growing(self, site: str) -> File:
        """Return the part of a site that grows."""
        if site not in self._growing:
            path = self._output / site / f"{self._run}-{self._numbers[site]:05}{self._suffix}"
            self._growing[site] = self._begin(path)
            self._numbers[site] += 1
            self.begun.append(path)
        return self._growing[site]

    @property
    def has_full(self) -> bool:
        """Tell whether a part has reached its size."""
        return any(map(self._is_full, self._growing))

    def sync(self) -> dict[str, int]:
        """Bring all parts to the disk as they are; return the sizes of those that have grown, by their names."""
        grown = [file for file in self._growing.values() if file.has_grown]
        for file in grown:
            file.sync()
        return {name_of_part(self._output, file.path): file.size for file in grown}

    def close_full(self) -> None:
        """Give the parts that have reached their size their names."""
        for site in list(filter(self._is_full, self._growing)):
            self._growing.pop(site).close()

    def close(self) -> None:
        """Give all parts their names."""
        while self._growing:
            self._growing.popitem()[1].close()

    def _is_full(self, site: str) -> bool:
        return self._growing[site].size >= self._part_bytes


def name_of_part(output: Path, path: Path) -> str:
    """Return what a part is called wherever the output folder lies."""
    return path.relative_to(output).as_posix()


def run_of_part(path: Path) -> str:
    """Return the name of the run that wrote a finished part of records."""
    name = path.name.removesuffix(RECORDS)
    return name.rpartition("-")[0] or name
