"""A PostgreSQL server of the tests' own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Where Debian puts what is not for everybody's PATH.
INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
MISSING = "PostgreSQL is not installed; `make services` installs it"


def _programs() -> Path:
    found = shutil.which("initdb")
    programs = Path(found).parent if found else next(iter(reversed(INSTALLED)), None)
    if programs is None:
        pytest.skip(MISSING)
    return programs


def _as_anybody(folder: Path) -> list[str]:
    """Return what makes a command run without root's rights, which PostgreSQL refuses to have."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Run a server, and return its address; skip the test where none is installed."""
    programs = _programs()
    # Not below pytest's own folder: only its owner may enter that, and a socket's path is short.
    with tempfile.TemporaryDirectory(prefix="bw-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = _as_anybody(folder)
        data = folder / "data"
        initdb = [programs / "initdb", "--pgdata", data, "--auth=trust", "--username=tester", "--encoding=UTF8", "-N"]
        subprocess.run([*user, *initdb, "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        options = f"-k {folder} -p {port} -c listen_addresses='' -c fsync=off"
        control = [*user, programs / "pg_ctl", "--pgdata", data, "--wait", "--silent"]
        subprocess.run([*control, "--log", folder / "log", "--options", options, "start"], check=True, cwd=folder)
        try:
            yield f"postgresql://tester@/postgres?host={folder}&port={port}"
        finally:
            subprocess.run([*control, "--mode=immediate", "stop"], check=True, cwd=folder)
