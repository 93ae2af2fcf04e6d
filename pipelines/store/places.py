"""Where the ledger is: in a file of the output folder, or in a database that several folders share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipelines.store.database import Database, LedgerProblem
from pipelines.store.sqlite import SqliteDatabase

LEDGER_NAME: Final = "state.sqlite"
SERVERS: Final = ("postgresql://", "postgres://")


def open_database(output: Path, address: str = "") -> Database:
    """Return the ledger's database: that of an address, without one that of the output folder, which is made.

    Raises LedgerProblem where it cannot be used, OSError or sqlite3.Error where the folder takes nothing.
    """
    if not address:
        output.mkdir(parents=True, exist_ok=True)
        return SqliteDatabase(output / LEDGER_NAME)
    if not address.startswith(SERVERS):
        raise LedgerProblem(
            "BABELWIRE_LEDGER is no address of a ledger;"
            " give postgresql://user@host/database, or nothing for a file in the output folder"
        )
    # Imported only when it is used: its driver is not everybody's.
    from pipelines.store.postgresql import PostgresDatabase

    return PostgresDatabase(address)
