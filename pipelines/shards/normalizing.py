"""Shards to parts: the one function that all engines call, wherever they run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.counts import Counts
from pipelines.normalizing import InputUnreadable, normalized_here
from pipelines.shards.finished import note_finished, state_of
from pipelines.shards.part import Part
from pipelines.shards.shard import Shard
from pipelines.workers import WorkerNotStarted


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What became of a shard."""

    name: str
    counts: Mapping[str, int]
    problem: str = ""
    """Why there is no part, in one line; empty where there is one."""
    was_lost: bool = False
    """Whether the worker was lost, so that another one may do it."""


def normalize_shard(shard: Shard) -> ShardResult:
    """Make the part of a shard, or tell why there is none. Made again, it is the same to the byte."""
    try:
        return ShardResult(shard.name, _counts_of_new_part(shard))
    except InputUnreadable as error:
        return ShardResult(shard.name, {}, str(error))
    except OSError as error:
        why = f"cannot write {error.filename or shard.records}: {(error.strerror or str(error)).lower()}"
        return ShardResult(shard.name, {}, why)
    except WorkerNotStarted as error:
        return ShardResult(shard.name, {}, f"{error}; `python -c 'import pipelines.outcome'` shows why")


def _counts_of_new_part(shard: Shard) -> dict[str, int]:
    # Before it is read: where it changes meanwhile, the next run sees that.
    state = state_of(shard)
    counts = Counts()
    with Part(shard) as part:
        for given, outcome in normalized_here(shard.pages()):
            counts.count(outcome)
            part.write(given, outcome)
        part.finish()
    note_finished(shard, state, counts.told())
    return counts.told()
