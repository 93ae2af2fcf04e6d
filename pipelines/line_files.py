"""Files that are whole when they have their name, and that nothing overwrites: of lines, most of them."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

# A file that is being written, or that a killed run left behind: all its pieces but the last are whole.
UNFINISHED: Final = ".part"


def why_unwritable(folder: Path) -> str:
    """Return why no file can be made in a folder, in one line; nothing if all is well. The folder is made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"cannot write to {folder}: {error.strerror}; set BABELWIRE_OUTPUT to a folder of yours"


class GrowingFile:
    """A file that grows by whole pieces under a temporary name, and gets its own name when it is closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        """Bytes of the pieces so far."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError(f"{path} is there already; files of another run are never overwritten")
        self._unfinished = path.with_name(path.name + UNFINISHED)
        # Unbuffered: what write() has taken is with the operating system, and outlives this process.
        self._file = self._unfinished.open("xb", buffering=0)
        self._synced = 0

    def append(self, piece: bytes) -> None:
        """Append a piece. Where it does not fit (a full disk), it leaves no trace, and OSError is raised."""
        left = memoryview(piece)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            self._file.truncate(self.size)
            self._file.seek(self.size)
            raise
        self.size += len(piece)

    @property
    def has_grown(self) -> bool:
        """Tell whether there are pieces that may not be on the disk yet."""
        return self._synced < self.size

    def sync(self) -> None:
        """Bring the pieces to the disk."""
        if self.has_grown:
            os.fsync(self._file.fileno())
            self._synced = self.size

    def close(self) -> None:
        """Bring the pieces to the disk, and give the file its name."""
        if self._file.closed:
            return
        self.sync()
        self._file.close()
        finish(self._unfinished)


class LineFile(GrowingFile):
    """A file whose pieces are lines."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.lines = 0

    def write(self, line: bytes) -> None:
        """Append a line."""
        self.append(line + b"\n")
        self.lines += 1


def finish(unfinished: Path) -> Path:
    """Give a whole file the name that it was written for; raises FileExistsError where that is taken."""
    path = unfinished.with_name(unfinished.name.removesuffix(UNFINISHED))
    _rename_to_new(unfinished, path)
    sync_folder(path.parent)
    return path


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: files are there when their folder says so."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rename_to_new(source: Path, target: Path) -> None:
    try:
        # Unlike a rename, a link fails where the name is taken.
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # File systems without links: the look before the leap in __init__ has to do.
        source.rename(target)
    else:
        source.unlink()
