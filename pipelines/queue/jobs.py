"""Sites to be crawled, and what becomes of them in a queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A site to be crawled."""

    name: str
    """What it is told by; two jobs of a name are the same."""
    spider: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that a worker has."""

    job: Job
    id: str
    deaths: int = 0
    """So many workers had it before, and did not come back."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A job that nobody takes any more."""

    job: Job
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A job that some worker has."""

    job: Job
    worker: str
    renewed: float
    """So many seconds ago."""


def written(job: Job) -> str:
    """Return a job as it lies in the queue."""
    return json.dumps({"name": job.name, "spider": job.spider, "arguments": dict(job.arguments)}, ensure_ascii=False)


def read(text: str) -> Job:
    """Return the job of a text in the queue."""
    return Job(**json.loads(text))
