"""Inputs to lines of JSON: what `normalize`, and every engine that does its work, are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.inputs import Input, Unreadable
from pipelines.outcome import line_of
from pipelines.page_workers import in_order, page_workers
from pipelines.rejected import Rejected
from schemas.page import Page

Outcome = bytes | Rejected | Unreadable


class InputUnreadable(ValueError):
    """An input cannot be read, or not to its end."""


def normalized(inputs: Iterable[Input], jobs: int) -> Iterator[tuple[Input, Outcome]]:
    """Return what becomes of inputs, in their order: lines of JSON without their ends, or why there are none."""
    with page_workers(line_of, jobs) as pool:
        for given, answer in in_order(pool, inputs, _page_of):
            yield given, _outcome(given, answer)


def normalized_here(inputs: Iterable[Input]) -> Iterator[tuple[Input, bytes | Rejected]]:
    """Return what becomes of inputs where an engine has one worker of many: pages are parsed in one process at a time.

    Raises InputUnreadable: whoever takes the work for done would lose pages.
    """
    for given, outcome in normalized(inputs, jobs=1):
        if isinstance(outcome, Unreadable):
            raise InputUnreadable(f"{given.origin}: {outcome.why}")
        yield given, outcome


def _outcome(given: Input, answer: bytes | Rejected | None) -> Outcome:
    if answer is not None:
        return answer
    assert not isinstance(given.content, Page), "every page is answered"
    return given.content


def _page_of(given: Input) -> Page | None:
    return given.page
