"""What has to be remembered of all records: in memory as far as there is little of it, and then on the disk."""

from __future__ import annotations

import sqlite3
from typing import Final

# So much stays in memory; the rest goes to a file without a name, which ends with the process, however that ends.
CACHE_KIB: Final = 64 * 1024


def memory(schema: str) -> sqlite3.Connection:
    """Return an empty database with these tables."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA cache_size = -{CACHE_KIB}; {schema}")
    connection.execute("BEGIN")
    return connection
