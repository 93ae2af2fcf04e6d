"""What processes have open, and at which addresses they listen, as Linux tells it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

LISTENING = "0A"
# 127.0.0.1, the same as IPv6 writes it, and ::1, as they stand in the tables.
THIS_MACHINE = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}


def is_running(process: int) -> bool:
    """Tell whether a process is there and does not only wait to be buried: then, whatever it had open is closed."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(") ")[2][0] not in "ZX"


def heard_elsewhere() -> tuple[int, set[str]]:
    """Return how many sockets listen, and which of their addresses are not only of this machine."""
    ours = {target for process in _descendants(os.getpid()) for target in open_files(process)}
    heard = [address for socket, address in _listening() if f"socket:[{socket}]" in ours]
    return len(heard), {address for address in heard if address.partition(":")[0] not in THIS_MACHINE}


def open_files(process: int) -> Iterator[str]:
    """Return what a process has open; files may be closed, and processes end, while we look."""
    with contextlib.suppress(OSError):
        for name in os.listdir(f"/proc/{process}/fd"):
            with contextlib.suppress(OSError):
                yield os.readlink(f"/proc/{process}/fd/{name}")


def _listening() -> Iterator[tuple[str, str]]:
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == LISTENING:
                yield columns[9], columns[1]


def _descendants(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            for child in Path(f"/proc/{process}/task/{thread}/children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))
