"""How long a worker, or a crawl, may be silent before what it has is another's."""

from __future__ import annotations

from typing import Final

from pipelines.queue.problem import QueueProblem

# Seconds: a Redis that is restarted, or a machine that swaps, costs no crawl; and a dead worker's sites wait no longer.
USUAL: Final = 60
# A lease is renewed some times while it lasts, and an answer may take half a second.
SHORTEST: Final = 5


def seconds_of_lease(text: str) -> float:
    """Return the lease that a setting says; raises QueueProblem where it says none."""
    if not text.isdecimal() or int(text) < SHORTEST:
        raise QueueProblem(f"BABELWIRE_LEASE={text} is no lease; give {SHORTEST} seconds or more")
    return float(text)
