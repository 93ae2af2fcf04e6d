"""What all that use PostgreSQL say of it: that its driver is missing, and what it complains of, in one line."""

from __future__ import annotations

from typing import Final

DRIVER_MISSING: Final = "PostgreSQL's driver is missing; pip install 'babelwire[postgresql]' brings it"


def told(problem: Exception) -> str:
    """Return what the driver says of a problem."""
    return " ".join(str(problem).split()) or type(problem).__name__
