"""What has changed between two records of a page."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.inspect.changes import Change, changes

BEFORE = {"title": "Bitcoin rises", "body": "One.\n\nTwo.\n\nThree.", "tags": ["a", "b"], "fetched_at": "2026-06-26"}


def test_same_records_have_no_changes() -> None:
    """When a page was read is no change of what it says; nor is the hash of what has changed one of its own."""
    assert changes(BEFORE, BEFORE | {"fetched_at": "2026-06-27", "content_hash": "x"}) == []


def test_changes_come_in_the_order_of_the_record() -> None:
    """Each field that differs is told with both values; a field that one record lacks is null there."""
    after = BEFORE | {"tags": ["a"], "title": "Bitcoin falls", "summary": "S"}
    assert changes(BEFORE, after) == [
        Change("title", "Bitcoin rises", "Bitcoin falls"),
        Change("summary", None, "S"),
        Change("tags", ["a", "b"], ["a"]),
    ]
    assert [change.field for change in changes(BEFORE, after, ["tags"])] == ["tags"]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (
            "One.\n\nTwo.\n\nThree.",
            "One.\n\nThree.",
            ["@@ -1,3 +1,2 @@", " One.", "-Two.", " Three."],
        ),
        (["a", "b"], ["b", "c"], ["@@ -1,2 +1,2 @@", "-a", " b", "+c"]),
        (None, "京都", ["@@ -0,0 +1 @@", "+京都"]),
        ({"name": "A"}, {"name": "B"}, ["@@ -1 +1 @@", '-name: "A"', '+name: "B"']),
    ],
)
def test_changes_are_told_by_paragraph_and_item(before: Any, after: Any, lines: list[str]) -> None:  # noqa: ANN401
    """A lost paragraph is one line, with its neighbours; so is an item of a list, or a part of an object."""
    assert list(Change("body", before, after).lines()) == lines
