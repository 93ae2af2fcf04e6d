"""Shards on Ray Data: on the cluster that RAY_ADDRESS names, else on this machine alone."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from pipelines.engines import EngineProblem
from pipelines.shards.normalizing import ShardResult, normalize_shard
from pipelines.shards.shard import Shard

# The rows that Ray carries name files; what is in these it never sees. (75 MiB is the least that it takes.)
OBJECT_STORE_BYTES: Final = 100 * 1024 * 1024
# Ray reads these when it is imported. Its name for the first tells the systems that it is meant for: elsewhere, too, a
# Ray that is no cluster listens to this machine only.
LOCAL_SETTINGS: Final = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}
# A cluster answers at once, or is away; Ray itself would go on asking for minutes.
CONNECT_SECONDS: Final = 10.0


def normalized_on_ray(shards: Collection[Shard], jobs: int) -> Iterator[ShardResult]:
    """Return what became of shards, in the order in which they end; one whose worker is lost, Ray does again.

    Raises EngineProblem where Ray is missing, cannot be reached, or gives up.
    """
    if not find_spec("ray"):
        raise EngineProblem("Ray is missing; pip install 'babelwire[ray]' brings it")
    # Nothing has to be started where there is nothing to do.
    return _results(shards, jobs) if shards else iter(())


def _results(shards: Collection[Shard], jobs: int) -> Iterator[ShardResult]:
    with _running_ray(jobs):
        import ray.data

        _quiet("ray.data")
        ray.data.DataContext.get_current().enable_progress_bars = False
        # A block is what a task gets: one shard.
        rows = ray.data.from_items([_row(shard) for shard in shards], override_num_blocks=len(shards))
        for row in rows.map(_normalized_row, compute=ray.data.TaskPoolStrategy(jobs), num_cpus=1).iter_rows():
            yield ShardResult(row["name"], dict(row["counts"]), row["problem"])


@contextmanager
def _running_ray(jobs: int) -> Iterator[None]:
    """Be connected to a Ray: the one of whoever called, that of RAY_ADDRESS, or one that is started for this."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    is_local = "RAY_ADDRESS" not in os.environ
    if not is_local:
        _look_for(os.environ["RAY_ADDRESS"])
    # (Read for good when Ray is imported: half of it would not know of what comes later.)
    if is_local and "ray" not in sys.modules:
        # The secret of a Ray that lives as long as this process need not be in anybody's home.
        for name, value in {**LOCAL_SETTINGS, "RAY_AUTH_TOKEN": secrets.token_hex(32)}.items():
            os.environ.setdefault(name, value)
    import ray

    if ray.is_initialized():
        yield
        return
    own: dict[str, Any] = {
        "address": "local",
        "num_cpus": jobs,
        "object_store_memory": OBJECT_STORE_BYTES,
        "include_dashboard": False,
    }
    try:
        ray.init(**(own if is_local else {}), log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, TimeoutError) as problem:
        raise EngineProblem(f"Ray cannot be reached: {_first_line(problem)}") from problem
    try:
        yield
    except ray.exceptions.RayError as problem:
        raise EngineProblem(f"Ray gave up: {_first_line(problem)}") from problem
    finally:
        ray.shutdown()


def _look_for(address: str) -> None:
    """See that something listens where a cluster is said to be; names like "auto" are Ray's to understand."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
    except (OSError, OverflowError) as problem:
        raise EngineProblem(f"Ray cannot be reached at {address}: {_first_line(problem)}") from None


def _first_line(problem: Exception) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__


def _quiet(logger: str) -> None:
    """Leave what a library has to tell to its log files."""
    for handler in logging.getLogger(logger).handlers:
        if not isinstance(handler, logging.FileHandler):
            handler.setLevel(logging.ERROR)


def _row(shard: Shard) -> dict[str, Any]:
    return {
        "path": str(shard.path),
        "folder": str(shard.folder),
        "name": shard.name,
        "begin": shard.begin,
        "end": shard.end,
    }


def _normalized_row(row: dict[str, Any]) -> dict[str, Any]:
    shard = Shard(Path(row["path"]), Path(row["folder"]), row["name"], row["begin"], row["end"])
    result = normalize_shard(shard)
    return {"name": result.name, "counts": list(result.counts.items()), "problem": result.problem}
