"""What tests share that takes long to start: a browser, and servers of PostgreSQL and Redis."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser import running_browser
from tests.postgresql import running_postgresql
from tests.redis_server import RedisServer


@pytest.fixture(scope="session")
def browser() -> Iterator[WebDriver]:
    """Run a browser for as long as there are tests."""
    with running_browser() as running:
        yield running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Run a server for the tests of this process; return its address."""
    with running_postgresql() as address:
        yield address


@pytest.fixture
def shared_ledger(postgresql: str) -> str:
    """Return the address of a database without a ledger."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed; `make install` installs it")
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS babelwire_ledger CASCADE")
    return postgresql


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """Run an empty Redis server on a free port."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed; `make services` installs it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(program, port, folder)
    server.start()
    yield server
    server.stop()
