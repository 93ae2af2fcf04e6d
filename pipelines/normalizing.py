"""Inputs to lines of JSON: what `normalize`, and every engine that does its work, are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pipelines.inputs import Input, Unreadable
from pipelines.outcome import line_of
from pipelines.page_workers import in_order, page_workers
from pipelines.rejected import Rejected
from pipelines.workers import WorkerPool
from schemas.page import Page

Outcome = bytes | Rejected | Unreadable


class InputUnreadable(ValueError):
    """An input cannot be read, or not to its end."""


def normalized(inputs: Iterable[Input], jobs: int) -> Iterator[tuple[Input, Outcome]]:
    """Return what becomes of inputs, in their order: lines of JSON without their ends, or why there are none."""
    with page_workers(line_of, jobs) as pool:
        yield from _outcomes(inputs, pool)


def normalized_here(inputs: Iterable[Input]) -> Iterator[tuple[Input, bytes | Rejected]]:
    """Return what becomes of inputs where an engine has one worker of many: pages are parsed in one process at a time.

    Raises InputUnreadable: whoever takes the work for done would lose pages.
    """
    for given, outcome in _outcomes(inputs, _only_worker()):
        if isinstance(outcome, Unreadable):
            raise InputUnreadable(f"{given.origin}: {outcome.why}")
        yield given, outcome


@cache
def _only_worker() -> WorkerPool[Page, bytes | Rejected]:
    """Return the worker of this process. It stays, since shards may be small, and ends with this process."""
    return page_workers(line_of, jobs=1)


def _outcomes(inputs: Iterable[Input], pool: WorkerPool[Page, bytes | Rejected]) -> Iterator[tuple[Input, Outcome]]:
    for given, answer in in_order(pool, inputs, _page_of):
        yield given, _outcome(given, answer)


def _outcome(given: Input, answer: bytes | Rejected | None) -> Outcome:
    if answer is not None:
        return answer
    assert not isinstance(given.content, Page), "every page is answered"
    return given.content


def _page_of(given: Input) -> Page | None:
    return given.page
