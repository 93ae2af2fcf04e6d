"""Which runs are alive, as the ledger tells: each is heard of now and then, so that others can have a lost one's work.

In one output folder, locks tell it at once and for certain (run_lock.py); this is for runs of other folders.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from pipelines.store.database import Database, RunLost

# Restarts of a network or a short sleep of a machine are over by then. What waits for a lost run is some articles that
# it was about to fetch: a few minutes are soon enough.
LOST_AFTER: Final = timedelta(minutes=5)
# How often a run is heard of in that time: some lost chances must not make it a lost run.
BEATS: Final = 10
# Names that are asked for at once: few questions for a year's runs, and no long statements.
NAMES: Final = 500


class LivingRuns:
    """The runs in a ledger, seen by one of them.

    All that a run writes goes through its `transaction`, in which it learns whether others have taken it for lost.
    """

    def __init__(self, database: Database, run: str, lost_after: timedelta = LOST_AFTER) -> None:
        self._database = database
        self.own = run
        self._lost_after = max(1, round(lost_after.total_seconds()))
        self._next_beat = 0.0
        with database.transaction():
            self.number = self._begun(run)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside one change, or nothing of it where this run was taken for lost: raises RunLost."""
        with self._database.transaction("SELECT 1 FROM runs WHERE id = ? AND seen > 0", (self.number,)) as alive:
            self._beat()
            yield
            if alive.fetchone() is None:
                raise RunLost(
                    f"nothing was heard of this run for {self._lost_after} seconds, and others have taken its addresses"
                )

    def silent(self) -> list[str]:
        """Return the runs of which nothing was heard for too long; this one is heard of."""
        with self.transaction():
            found = self._database.execute(f"SELECT name FROM runs WHERE {self._is_silent}")
            return [name for (name,) in found]

    def end(self, run: str, *, is_settled: bool) -> int:
        """End a run: what it leased is pending again. Return how much that was. The caller holds the transaction.

        Where its files are settled, nothing is remembered of them.
        """
        found = self._database.execute("SELECT id FROM runs WHERE name = ?", (run,)).fetchone()
        if found is None:
            return 0
        if is_settled:
            self._database.write("DELETE FROM parts WHERE run = ?", found)
        self._database.write("UPDATE runs SET seen = 0 WHERE id = ? AND seen > 0", found)
        return len(
            self._database.execute(
                "UPDATE urls SET state = 0 WHERE state = 1 AND run = ? RETURNING 1", found
            ).fetchall()
        )

    def take_for_lost(self, run: str) -> int | None:
        """End a run that is still silent, its files aside; return how many addresses are pending again."""
        with self.transaction():
            # It may have come back meanwhile.
            found = self._database.execute(f"SELECT 1 FROM runs WHERE name = ? AND {self._is_silent}", (run,))
            return self.end(run, is_settled=False) if found.fetchone() else None

    def note_sizes(self, sizes: Mapping[str, int], run: str) -> None:
        """Note how many bytes of a run's files are settled. The caller holds the transaction."""
        self._database.write(
            "INSERT INTO parts (run, name, bytes) SELECT id, ?, CAST(? AS BIGINT) FROM runs WHERE name = ?"
            " ON CONFLICT (run, name) DO UPDATE SET bytes = excluded.bytes",
            *((name, size, run) for name, size in sizes.items()),
        )

    def settled_sizes(self, run: str) -> dict[str, int] | None:
        """Return how many bytes of a run's files are settled; None where the ledger does not know that."""
        found = self._database.execute("SELECT id, seen FROM runs WHERE name = ?", (run,)).fetchone()
        if found is None or found[1] is None:
            return None
        return dict(self._database.execute("SELECT name, bytes FROM parts WHERE run = ?", (found[0],)).fetchall())

    def unknown(self, runs: list[str]) -> list[str]:
        """Return those of some runs that the ledger has never heard of."""
        known: set[str] = set()
        for first in range(0, len(runs), NAMES):
            names = runs[first : first + NAMES]
            marks = ", ".join("?" * len(names))
            known.update(
                name for (name,) in self._database.execute(f"SELECT name FROM runs WHERE name IN ({marks})", names)
            )
        return [run for run in runs if run not in known]

    def note_earlier(self, run: str) -> None:
        """Note a run that the ledger did not know, and whose records it has now. The caller holds the transaction."""
        self._database.write("INSERT INTO runs (name) VALUES (?) ON CONFLICT DO NOTHING", (run,))

    @property
    def _is_silent(self) -> str:
        return f"seen > 0 AND seen < {self._database.now} - {self._lost_after}"

    def _begun(self, run: str) -> int:
        insert = f"INSERT INTO runs (name, seen) VALUES (?, {self._database.now})"
        update = "ON CONFLICT (name) DO UPDATE SET seen = excluded.seen RETURNING id"
        (number,) = self._database.execute(f"{insert} {update}", (run,)).fetchone()
        return int(number)

    def _beat(self) -> None:
        if time.monotonic() < self._next_beat:
            return
        self._database.write(f"UPDATE runs SET seen = {self._database.now} WHERE id = ? AND seen > 0", (self.number,))
        self._next_beat = time.monotonic() + self._lost_after / BEATS
