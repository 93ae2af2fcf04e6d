"""Part files: the records of a run, a file a site, cut into parts of a bounded size."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipelines.line_files import LineFile

# Small enough to be moved around, large enough that a year's crawl is some dozen files.
PART_BYTES: Final = 128 * 1024 * 1024


class PartFiles:
    """The files of one run: `output/<site>/<run>-<part>.jsonl`, the last part of each site still growing."""

    def __init__(self, output: Path, run: str, part_bytes: int = PART_BYTES) -> None:
        self._output = output
        self._run = run
        self._part_bytes = part_bytes
        self._open: dict[str, LineFile] = {}
        self._numbers: dict[str, int] = {}
        self.closed: list[Path] = []
        """Files that have their names."""

    def write(self, site: str, line: bytes) -> None:
        """Append a line to the part of a site; it is with the operating system when this returns."""
        if site not in self._open:
            self._open[site] = LineFile(self._path(site))
        self._open[site].write(line)

    @property
    def has_full(self) -> bool:
        """Tell whether a part has reached its size."""
        return any(file.size >= self._part_bytes for file in self._open.values())

    def sync(self) -> None:
        """Bring all lines to the disk."""
        for file in self._open.values():
            file.sync()

    def close_full(self) -> None:
        """Give the parts that have reached their size their names."""
        for site in [site for site, file in self._open.items() if file.size >= self._part_bytes]:
            self._close(site)

    def close(self) -> None:
        """Give all parts their names."""
        for site in list(self._open):
            self._close(site)

    def _close(self, site: str) -> None:
        file = self._open.pop(site)
        file.close()
        self._numbers[site] = self._numbers.get(site, 0) + 1
        self.closed.append(file.path)

    def _path(self, site: str) -> Path:
        return self._output / site / f"{self._run}-{self._numbers.get(site, 0):05}.jsonl"
