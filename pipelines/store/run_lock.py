"""Which runs are alive: each holds a lock on a file of its own, and the system takes it back however the run ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

SUFFIX: Final = ".lock"


class RunLock:
    """The lock of a run that is alive."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @property
    def run(self) -> str:
        """Return the name of the run."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def scope(self) -> str:
        """Return what the run crawls."""
        return self.path.read_text("utf-8")

    def release(self) -> None:
        """End the run: nothing of it is unsettled, so that nobody has to look for it."""
        self.path.unlink(missing_ok=True)
        os.close(self._descriptor)


def lock_of(output: Path, run: str, scope: str) -> RunLock:
    """Return the lock of a run that begins now; its file tells what the run crawls."""
    folder = output / "runs"
    folder.mkdir(parents=True, exist_ok=True)
    lock = _try(folder / f"{run}{SUFFIX}", os.O_CREAT | os.O_EXCL)
    assert lock, "nobody else knows the name of this run"
    try:
        lock.path.write_text(scope, "utf-8")
    except OSError:
        # On a full disk: a run that never began is none that was interrupted.
        lock.release()
        raise
    return lock


def dead_runs(output: Path) -> list[RunLock]:
    """Return the locks of runs that ended without a word, each taken over from them."""
    return [lock for path in sorted((output / "runs").glob(f"*{SUFFIX}")) if (lock := _try(path))]


def is_of_folder(output: Path, run: str) -> bool:
    """Tell whether a run has a lock in this folder: it tells better than anything else whether the run is alive."""
    return (output / "runs" / f"{run}{SUFFIX}").exists()


def _try(path: Path, flags: int = 0) -> RunLock | None:
    try:
        descriptor = os.open(path, os.O_RDWR | flags)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return RunLock(path, descriptor)
