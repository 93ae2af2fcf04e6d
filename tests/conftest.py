"""What tests share that takes long to start: a browser, and a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser import running_browser
from tests.postgresql import running_postgresql


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
