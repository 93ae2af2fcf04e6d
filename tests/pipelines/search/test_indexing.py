"""Indexing reads what is new, keeps the newest revision of each record, and survives any end of a run."""

from __future__ import annotations

import gzip
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import orjson
import pytest

from pipelines.search.embedded.database import IndexProblem, open_for_reading, open_for_writing
from pipelines.search.embedded.index import EmbeddedIndex, remove_index
from pipelines.search.embedded.searching import Request, search
from pipelines.search.indexing import Indexed, index_files
from tests.pipelines.search.small_index import article, index, multilingual, write_records

ROOT = Path(__file__).parents[3]


def found(database: Path, text: str) -> list[tuple[str, int]]:
    """Return titles and revisions of what a search finds."""
    hits = search(open_for_reading(database), Request(text)).hits
    return [(hit.record["title"], hit.record["revision"]) for hit in hits]


def contents(database: Path) -> list[tuple[object, ...]]:
    """Return all that an index knows: its documents, and for each token in which documents and places it stands."""
    connection = sqlite3.connect(database)
    connection.execute("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab (main, texts, instance)")
    documents = "SELECT id, revision, language, begins FROM documents ORDER BY id"
    tokens = "SELECT term, id, col, offset FROM tokens JOIN documents ON key = doc ORDER BY term, id, col, offset"
    return [*connection.execute(documents), *connection.execute(tokens)]


def test_second_run_reads_only_what_is_new(tmp_path: Path) -> None:
    """What has been read is not read again; lines that were appended are, in plain and packed files."""
    database = tmp_path / "search.sqlite"
    plain = write_records(tmp_path / "news" / "one.jsonl", [article("First"), article("Second")])
    packed = tmp_path / "news" / "two.jsonl.gz"
    packed.write_bytes(gzip.compress(article("Third").model_dump_json().encode() + b"\n"))
    assert index(database, plain, packed) == 3
    assert index(database, plain, packed) == 0
    with plain.open("a") as file:
        file.write(article("Fourth").model_dump_json() + "\n")
    target = EmbeddedIndex(database)
    indexed = index_files(target, [plain, packed], tmp_path)
    target.close()
    assert (indexed.read, indexed.taken) == (1, 1)


def test_file_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    """A file of the same name and other contents is read from its beginning, shorter or longer than before."""
    database = tmp_path / "search.sqlite"
    path = write_records(tmp_path / "records.jsonl", [article("First"), article("Second")])
    index(database, path)
    write_records(path, [article("Other"), article("Another"), article("Third")])
    assert index(database, path) == 3
    write_records(path, [article("Last")])
    assert index(database, path) == 1


def test_folder_can_be_moved(tmp_path: Path) -> None:
    """Checkpoints of files beside the index go with them."""
    path = write_records(tmp_path / "old" / "news" / "records.jsonl", [article("First")])
    index(tmp_path / "old" / "search.sqlite", path)
    (tmp_path / "old").rename(tmp_path / "new")
    assert index(tmp_path / "new" / "search.sqlite", tmp_path / "new" / "news" / "records.jsonl") == 0


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_newest_revision_is_the_only_one(tmp_path: Path, order: tuple[int, ...]) -> None:
    """In whatever order revisions come, the newest is found, and words of the others are not."""
    database = tmp_path / "search.sqlite"
    words = {1: "first", 2: "second", 3: "third"}
    revisions = [article(f"Story {words[n]}", words[n], name="story", revision=n) for n in order]
    for number, revision in enumerate(revisions):
        index(database, write_records(tmp_path / f"{number}.jsonl", [revision]))
    assert found(database, "third") == [("Story third", 3)]
    assert found(database, "first") == found(database, "second") == []
    expected = tmp_path / "expected.sqlite"
    index(expected, write_records(tmp_path / "only.jsonl", [article("Story third", "third", name="story", revision=3)]))
    assert contents(database) == contents(expected)


def test_same_revision_made_again_replaces_what_was_there(tmp_path: Path) -> None:
    """A page that was normalized again by better rules is the record from then on."""
    database = tmp_path / "search.sqlite"
    index(database, write_records(tmp_path / "one.jsonl", [article("Story", "poor", name="story")]))
    index(database, write_records(tmp_path / "two.jsonl", [article("Story", "better", name="story")]))
    assert found(database, "poor") == []
    assert found(database, "better") == [("Story", 1)]


def test_broken_lines_are_counted(tmp_path: Path) -> None:
    """Lines that are no records are counted by reason, and cost only themselves."""
    good = article("Good").model_dump(mode="json")
    lines = [
        b"not json",
        b"[]",
        orjson.dumps({**good, "title": 7}),
        orjson.dumps({**good, "extra": 1}),
        orjson.dumps(good),
    ]
    path = tmp_path / "records.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    indexed = index_files(EmbeddedIndex(tmp_path / "search.sqlite"), [path], tmp_path)
    assert (indexed.read, indexed.taken, indexed.broken.total()) == (1, 1, 4)
    assert any(why.startswith("title: ") for why in indexed.broken)


def test_reasons_are_told_as_far_as_a_line_goes() -> None:
    """Of many reasons, the most frequent are told, and the number of all lines."""
    told = str(Indexed(1, 1, Counter({f"reason {number}": 9 - number for number in range(8)})))
    assert "broken lines 44 (reason 0 9, reason 1 8, reason 2 7, reason 3 6, reason 4 5)" in told


def test_two_runs_at_once_make_one_index(tmp_path: Path) -> None:
    """A run that finds a file further than it left it goes on behind the other one, and nothing is there twice."""
    path = write_records(tmp_path / "records.jsonl", [article(f"Story {number}") for number in range(1200)])
    database = tmp_path / "search.sqlite"
    first, second = EmbeddedIndex(database), EmbeddedIndex(database)
    others = []

    def other_run(indexed: Indexed) -> None:
        if not others:
            others.append(index_files(second, [path], tmp_path))

    indexed = index_files(first, [path], tmp_path, other_run)
    assert (indexed.taken, others[0].taken) == (500, 700)
    assert search(open_for_reading(database), Request("story")).total == 1200


def test_other_files_are_never_taken_for_an_index(tmp_path: Path) -> None:
    """Neither text nor another program's database is written to, read or removed."""
    text = tmp_path / "notes.txt"
    text.write_text("my notes, which are longer than the header that a database has, so that it is looked at" * 9)
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (id)")
    connection.commit()
    for path in (text, other):
        before = path.read_bytes()
        for use in (open_for_reading, open_for_writing, remove_index):
            with pytest.raises(IndexProblem):
                use(path)
        assert path.read_bytes() == before


INDEXING = """
import os, signal, sys
from pathlib import Path
from pipelines.search import indexing
from pipelines.search.embedded.index import EmbeddedIndex

indexing.BATCH_RECORDS = 5
last, database = int(sys.argv[1]), Path(sys.argv[2])
insert = EmbeddedIndex._insert
inserted = 0

def insert_or_die(self, key, entry):
    global inserted
    insert(self, key, entry)
    inserted += 1
    if inserted == last:
        os.kill(os.getpid(), signal.SIGKILL)

EmbeddedIndex._insert = insert_or_die
indexing.index_files(EmbeddedIndex(database), map(Path, sys.argv[3:]), database.parent)
"""


def test_killed_run_is_completed_by_the_next(tmp_path: Path) -> None:
    """However often a run is killed in the middle of a batch, the last one makes what an undisturbed run makes."""
    many = [article(f"{each.title} {n}", each.body, name=f"{each.id}{n}") for n in range(4) for each in multilingual()]
    newer = [each.model_copy(update={"revision": 2, "title": f"New {each.title}"}) for each in many]
    files = [write_records(tmp_path / "one.jsonl", many), write_records(tmp_path / "two.jsonl", newer[::3])]
    expected, database = tmp_path / "expected.sqlite", tmp_path / "search.sqlite"
    index(expected, *files)
    for last in (3, 28, 59):
        command = [sys.executable, "-c", INDEXING, str(last), str(database), *map(str, files)]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert 0 < len(contents(database)) < len(contents(expected))
    assert index(database, *files) > 0
    assert contents(database) == contents(expected)
