"""Shards on the processes of this machine."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Final

from pipelines.shards.normalizing import ShardResult, normalize_shard
from pipelines.shards.shard import Shard
from pipelines.workers import Work, WorkerPool

# A worker that is killed once had bad luck; a shard that three workers die of would kill all others.
ATTEMPTS: Final = 3
# Reading archives leaks little: parsing, which does, is done in processes of the workers' own.
SHARDS_PER_WORKER: Final = 100


def normalized_on_pool(shards: Collection[Shard], jobs: int) -> Iterator[ShardResult]:
    """Return what became of shards, in the order in which they end; one whose worker is killed is done again."""
    work = Work(normalize_shard, _lost, None, SHARDS_PER_WORKER, has_processes=True)
    with WorkerPool(work, jobs) as pool:
        attempts: dict[Future[ShardResult], tuple[Shard, int]] = {pool.submit(shard): (shard, 1) for shard in shards}
        while attempts:
            ended, _ = wait(attempts, return_when=FIRST_COMPLETED)
            for future in ended:
                shard, attempt = attempts.pop(future)
                if future.result().was_lost and attempt < ATTEMPTS:
                    attempts[pool.submit(shard)] = (shard, attempt + 1)
                else:
                    yield future.result()


def _lost(shard: Shard, why: str, _: str) -> ShardResult:
    return ShardResult(shard.name, {}, f"{shard.name}: {why} {ATTEMPTS} times", was_lost=True)
