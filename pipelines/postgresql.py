"""What is said of PostgreSQL wherever it is used: that its driver is missing, and what it complains of."""

from __future__ import annotations

from typing import Final

DRIVER_MISSING: Final = "PostgreSQL's driver is missing; pip install 'babelwire[postgresql]' brings it"


def told(problem: object) -> str:
    """Return what the driver or the server says of a problem, in one line."""
    return " ".join(str(problem).split()) or type(problem).__name__
