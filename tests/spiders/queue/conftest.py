"""A Redis server of the tests' own."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spiders.queue.redis_server import RedisServer

MISSING = "redis-server is not installed; `make services` installs it"


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """Run an empty server on a free port for one test."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip(MISSING)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(program, port, folder)
    server.start()
    yield server
    server.stop()
