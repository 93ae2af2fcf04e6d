"""Files of lines that are whole when they have their name, and that nothing overwrites."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

# A file that is being written, or that a killed run left behind: all its lines but the last are whole.
UNFINISHED: Final = ".part"


def why_unwritable(folder: Path) -> str:
    """Return why no file can be made in a folder, in one line; nothing if all is well. The folder is made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"cannot write to {folder}: {error.strerror}; set BABELWIRE_OUTPUT to a folder of yours"


class LineFile:
    """A file that grows by whole lines under a temporary name, and gets its own name when it is closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError(f"{path} is there already; lines of another run are never overwritten")
        self._unfinished = path.with_name(path.name + UNFINISHED)
        self._file = self._unfinished.open("xb")

    def write(self, line: bytes) -> None:
        """Append a line, and hand it to the operating system at once."""
        self._file.write(line + b"\n")
        self._file.flush()
        self.lines += 1

    def close(self) -> None:
        """Bring the lines to the disk, and give the file its name."""
        if self._file.closed:
            return
        os.fsync(self._file.fileno())
        self._file.close()
        _rename_to_new(self._unfinished, self.path)


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
