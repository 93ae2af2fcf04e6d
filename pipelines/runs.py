"""Names of runs: they sort by time, and no two are the same."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def new_run_id() -> str:
    """Return a name for a run that begins now, fit for file names (`20260627T123000Z-5f0c1a`)."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
