"""What differs between two runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.inspect.changes import FIELDS
from pipelines.inspect.runs import Comparison, compare

Runs = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def record(id_: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a record with what a comparison looks at."""
    return {"id": id_, "revision": 1, "content_hash": "", "title": f"Title {id_}", "body": "One.\n\nTwo."} | fields


def compared(folder: Path, *runs: list[dict[str, Any]], fields: tuple[str, ...] = FIELDS) -> Comparison:
    """Write two runs, the second in two files of a folder, and compare them."""
    first, second = runs
    (folder / "a.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in first), "utf-8")
    (folder / "b").mkdir()
    for number, part in enumerate((second[:1], second[1:])):
        (folder / "b" / f"{number}.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in part), "utf-8")
    return compare(folder / "a.jsonl", folder / "b", fields)


def test_the_same_records_in_another_order(tmp_path: Path) -> None:
    """Order and files do not matter, nor when a page was read."""
    comparison = compared(tmp_path, [record("a"), record("b")], [record("b", fetched_at="2026"), record("a")])
    assert (comparison.is_same, comparison.same) == (True, 2)


def test_gained_lost_and_changed(tmp_path: Path) -> None:
    """Each is counted; what has changed is counted by field, with examples that tell both values."""
    before = [record("a"), record("b"), record("c"), record("d", tags=["x"])]
    after = [record("b", body="One."), record("c"), record("d", tags=[], body=""), record("e", title="New")]
    comparison = compared(tmp_path, before, after)
    assert (comparison.same, comparison.changed) == (1, 2)
    assert (comparison.gained, comparison.lost) == (["e"], ["a"])
    assert comparison.fields == {"body": 2, "tags": 1}
    (tags,) = comparison.examples["tags"]
    assert (tags.id, tags.change.before, tags.change.after) == ("d", ["x"], [])


def test_only_fields_asked_for_count(tmp_path: Path) -> None:
    """A record that differs in other fields is the same."""
    comparison = compared(tmp_path, [record("a")], [record("a", body="")], fields=("title",))
    assert comparison.is_same


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record("a", input_id="urn:1", title="One"), record("b", input_id="urn:1", title="Two")),
        (record("a", title="Same", body="x"), record("b", title="Same", body="y")),
    ],
)
def test_a_page_whose_id_changed_is_found_again(tmp_path: Path, before: dict[str, Any], after: dict[str, Any]) -> None:
    """By its input, or by its title: that the id differs is a change, not a loss and a gain."""
    comparison = compared(tmp_path, [before, record("z")], [after, record("z")])
    assert (comparison.gained, comparison.lost, comparison.changed) == ([], [], 1)
    assert comparison.fields["id"] == 1


def test_titles_that_several_pages_have_pair_nothing(tmp_path: Path) -> None:
    """Two pages called "News" are not told apart by their titles."""
    both = {"title": "News"}
    comparison = compared(
        tmp_path, [record("a", **both), record("b", **both)], [record("c", **both), record("d", **both)]
    )
    assert (comparison.gained, comparison.lost) == (["c", "d"], ["a", "b"])


def test_the_last_line_of_a_record_counts(tmp_path: Path) -> None:
    """A changed article is a line of its own in a run's files."""
    comparison = compared(tmp_path, [record("a", body="old"), record("a")], [record("a")])
    assert comparison.is_same


def test_lines_that_are_no_records_are_counted(tmp_path: Path) -> None:
    """They are told, and the others are compared."""
    (tmp_path / "a.jsonl").write_text(json.dumps(record("a")) + "\n{broken\n", "utf-8")
    comparison = compare(tmp_path / "a.jsonl", tmp_path / "a.jsonl", FIELDS)
    assert [line.place.line for line in comparison.broken] == [2, 2]
    assert comparison.same == 1
