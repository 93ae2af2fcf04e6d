"""The moment from which the tests of dates count."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


@pytest.fixture(scope="session")
def now() -> datetime:
    """A Saturday at noon."""
    return datetime(2026, 6, 27, 12, 30, tzinfo=UTC)
