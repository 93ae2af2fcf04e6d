"""Which of several records of the same article, or of the same text, a dataset takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.export.filters import Filters
from pipelines.export.manifest import DatasetProblem
from pipelines.export.selection import Verdict
from pipelines.export.views import View
from schemas.article import Article
from tests.pipelines.export.exporting import files, ids, make, rows
from tests.pipelines.export.some_records import article, write

LATEST = Filters(latest_revision=True)
NO_COPIES = Filters(drop_duplicates=True)


def exported(tmp_path: Path, filters: Filters, *articles: Article) -> list[tuple[str, int]]:
    """Return the titles and revisions that an export takes of records."""
    make(write(tmp_path / "records.jsonl", *articles), tmp_path / "dataset", filters)
    return [(row["title"].split()[-1], row["revision"]) for row in rows(tmp_path / "dataset")]


def copy_of(original: Article, slug: str, **others: object) -> Article:
    """Return a record that names another one as the first of its text."""
    return article(slug, duplicate_of=original.id, **others)


def test_a_revision_is_taken_once(tmp_path: Path) -> None:
    """Of records with the same id and revision, the first counts."""
    first, again = article("a"), article("a", body="other text")
    assert exported(tmp_path, Filters(), first, again, article("a", revision=2)) == [("a", 1), ("a", 2)]
    assert rows(tmp_path / "dataset")[0]["body"] == first.body


def test_the_latest_revision_is_taken(tmp_path: Path) -> None:
    """Superseded revisions are left out, in whatever order they come."""
    records = [article("a", revision=2), article("b"), article("a"), article("b", revision=3), article("b", revision=2)]
    assert exported(tmp_path, LATEST, *records) == [("a", 2), ("b", 3)]


def test_an_old_revision_does_not_stand_in_for_the_latest(tmp_path: Path) -> None:
    """Where the latest revision does not pass the filters, the article does not."""
    reserved = {"access": {"tdm_reservation": True}}
    records = [article("a"), article("a", revision=2, **reserved), article("b", **reserved), article("b", revision=2)]
    assert exported(tmp_path, Filters(latest_revision=True, respect_tdm=True), *records) == [("b", 2)]


def test_newer_revisions_are_not_added_behind_old_ones(tmp_path: Path) -> None:
    """A dataset of latest revisions that is overtaken says so, and is left as it is; only a new one is right again."""
    exported(tmp_path, LATEST, article("a"), article("b"))
    before = files(tmp_path / "dataset")
    source = write(tmp_path / "records.jsonl", article("a"), article("b"), article("b", revision=2), article("c"))
    with pytest.raises(DatasetProblem, match="has older revisions of 1 articles"):
        make(source, tmp_path / "dataset", LATEST)
    assert files(tmp_path / "dataset") == before
    make(source, tmp_path / "dataset", LATEST, anew=True)
    assert [(row["title"][-1], row["revision"]) for row in rows(tmp_path / "dataset")] == [("a", 1), ("b", 2), ("c", 1)]


def test_what_was_superseded_before_stays_out(tmp_path: Path) -> None:
    """Adding to a dataset of latest revisions takes new articles, and no old revisions of known ones."""
    exported(tmp_path, LATEST, article("a", revision=2))
    done = make(write(tmp_path / "more.jsonl", article("a"), article("b")), tmp_path / "dataset", LATEST)
    assert done.verdicts == {Verdict.SUPERSEDED: 1, Verdict.TAKEN: 1}


def test_copies_are_left_out(tmp_path: Path) -> None:
    """The original is taken wherever it stands; a text that comes twice under two addresses is taken once."""
    original = article("original")
    records = [copy_of(original, "copy"), original, article("x", body="same"), article("y", body="same")]
    assert exported(tmp_path, NO_COPIES, *records) == [("original", 1), ("x", 1)]


def test_one_copy_stands_in_for_an_original_that_is_not_there(tmp_path: Path) -> None:
    """Where the original does not pass the filters, or was never exported, the first of its copies is taken."""
    original, lost = article("original", language="ja"), article("lost")
    records = [original, *(copy_of(original, f"copy-{n}") for n in range(2)), copy_of(lost, "of-lost")]
    filters = Filters(drop_duplicates=True, languages=("en",))
    assert exported(tmp_path, filters, *records) == [("copy-0", 1), ("of-lost", 1)]


def test_a_copy_of_what_only_an_old_revision_was_is_taken(tmp_path: Path) -> None:
    """Whether an original passes, its latest revision decides, in whatever order its revisions come."""
    original = article("original")
    later = article("original", revision=2, access={"tdm_reservation": True})
    filters = Filters(drop_duplicates=True, latest_revision=True, respect_tdm=True)
    assert exported(tmp_path, filters, later, original, copy_of(original, "copy")) == [("copy", 1)]


def test_revisions_are_no_copies(tmp_path: Path) -> None:
    """An article that went back to an earlier text is a revision, not a copy of itself."""
    records = [article("a", body="one"), article("a", body="two", revision=2), article("a", body="one", revision=3)]
    assert exported(tmp_path, NO_COPIES, *records) == [("a", 1), ("a", 2), ("a", 3)]


def test_copies_of_what_the_dataset_has_are_left_out(tmp_path: Path) -> None:
    """An addition knows the articles that are there, also where their files are not given again."""
    original = article("original")
    exported(tmp_path, NO_COPIES, original)
    done = make(
        write(tmp_path / "more.jsonl", copy_of(original, "copy"), article("new")), tmp_path / "dataset", NO_COPIES
    )
    assert done.verdicts == {Verdict.DUPLICATE: 1, Verdict.TAKEN: 1}
    assert ids(tmp_path / "dataset") == ["original", "new"]


def test_what_has_no_rows_is_counted(tmp_path: Path) -> None:
    """In a view of questions, an article without any is counted as such, and not in the statistics."""
    source = write(tmp_path / "r.jsonl", article("a"), article("b", qa=[{"question": "Why?", "answer": "So."}]))
    done = make(source, tmp_path / "dataset", view=View.QA)
    assert done.verdicts == {Verdict.WITHOUT_ROWS: 1, Verdict.TAKEN: 1}
    assert done.manifest
    assert done.manifest.statistics.articles == 1
