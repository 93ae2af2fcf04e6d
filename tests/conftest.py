"""The browser that all tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser import running_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[WebDriver]:
    """Run a browser for as long as there are tests."""
    with running_browser() as running:
        yield running
