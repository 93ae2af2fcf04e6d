"""Records in a real PostgreSQL: each once, in its newest revision, and found in its own language."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed; `make install` installs it")

from pipelines.search.indexing import Indexed, index_files  # noqa: E402
from pipelines.search.servers import ServerIndex, ServerProblem, address_of, server_of  # noqa: E402
from pipelines.search.servers.postgresql import TABLE, word_query  # noqa: E402
from tests.pipelines.search.small_index import ARTICLES, article, multilingual, write_records  # noqa: E402

ROOT = Path(__file__).parents[4]
QUERIES = [
    (row["language"], query, row["title"])
    for row in ARTICLES
    for query in row["queries"]
    # Other forms of words are a matter of stems here, and each server has its own.
    if query.startswith('"') or row["language"] in ("zh-Hans", "zh-Hant", "ja", "ko", "th", "ar", "fa", "hi")
]
# Forms of words that only somebody who knows the language finds.
INFLECTED = [
    ("english", "miner", "Miners sell reserves as the halving cuts their income"),
    ("russian", "майнером", "После халвинга майнеры распродают резервы"),
    ("german", "Rücklage", "Nach der Halbierung verkaufen Schürfer ihre Rücklagen"),
    ("portuguese", "reserva", "Mineradores vendem reservas depois do halving"),
]


@pytest.fixture
def database(postgresql: str) -> Iterator[Any]:
    """Return a connection to an empty database."""
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        yield connection


def index(url: str, folder: Path, *files: Path) -> Indexed:
    """Bring files into the database."""
    target = ServerIndex(server_of(address_of(url)), folder)
    indexed = index_files(target, files, folder)
    target.close()
    return indexed


def titles(database: Any, text: str) -> list[str]:  # noqa: ANN401
    """Return the titles of what a query finds, best first."""
    rows = database.execute(
        f"SELECT title FROM {TABLE} WHERE words @@ %(query)s::tsquery"
        " ORDER BY ts_rank('{0.1, 0.3, 0.5, 1}', words, %(query)s::tsquery) DESC",
        {"query": word_query(text)},
    )
    return [title for (title,) in rows]


@pytest.fixture(scope="module")
def filled(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a connection to a database with the articles of all languages."""
    folder = tmp_path_factory.mktemp("postgresql")
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        index(postgresql, folder, write_records(folder / "records.jsonl", multilingual()))
        yield connection


def test_articles_are_found_in_their_languages(filled: Any) -> None:  # noqa: ANN401
    """Words, phrases and questions find the right article first, in scripts with blanks and without."""
    wrong = [(query, titles(filled, query)[:1]) for _, query, title in QUERIES if titles(filled, query)[:1] != [title]]
    assert len(QUERIES) >= 30
    assert wrong == []


@pytest.mark.parametrize(("configuration", "word", "title"), INFLECTED)
def test_stems_are_found(filled: Any, configuration: str, word: str, title: str) -> None:  # noqa: ANN401
    """Other forms of a word are found by PostgreSQL's own configuration of the language."""
    rows = filled.execute(
        f"SELECT title FROM {TABLE} WHERE words @@ websearch_to_tsquery(%s, %s)", (configuration, word)
    )
    assert (title,) in rows.fetchall()


def test_titles_are_found_by_trigrams(filled: Any) -> None:  # noqa: ANN401
    """A title with a slip of the pen is found by its trigrams."""
    rows = filled.execute(f"SELECT title FROM {TABLE} ORDER BY title <-> %s LIMIT 1", ("Northgte exchnge pauses",))
    assert rows.fetchone() == ("Northgate exchange pauses withdrawals for six hours",)


def test_newest_revision_replaces_the_others(database: Any, postgresql: str, tmp_path: Path) -> None:  # noqa: ANN401
    """In whatever order revisions come, also from two machines, the newest one stays."""
    revisions = [article(f"Story {number}", f"word{number}", name="story", revision=number) for number in (1, 3, 2)]
    for number, revision in enumerate(revisions):
        # Each with checkpoints of its own, as on another machine.
        (tmp_path / str(number)).mkdir()
        index(postgresql, tmp_path / str(number), write_records(tmp_path / f"{number}.jsonl", [revision]))
    assert database.execute(f"SELECT revision, title FROM {TABLE}").fetchall() == [(3, "Story 3")]
    assert titles(database, "word1") == titles(database, "word2") == []


def test_second_run_sends_nothing(database: Any, postgresql: str, tmp_path: Path) -> None:  # noqa: ANN401
    """What was delivered is not sent again, but all is where the table was dropped."""
    path = write_records(tmp_path / "records.jsonl", [article("One"), article("Two")])
    assert index(postgresql, tmp_path, path).taken == 2
    assert index(postgresql, tmp_path, path).read == 0
    database.execute(f"DROP TABLE {TABLE}")
    assert index(postgresql, tmp_path, path).taken == 2


def test_odd_records_are_taken(database: Any, postgresql: str, tmp_path: Path) -> None:  # noqa: ANN401
    """Texts with NUL characters, endless words and more words than a tsvector holds are taken as far as they go."""
    odd = [
        article("NUL \x00 inside", "a\x00b", tags=["\x00"]),
        article("Long word", "x" * 3_000_000),
        article("Many words", " ".join(f"word{number}" for number in range(300_000)), language="zh"),
        article("Quotes ' \\ '' \" :*", "'a':1A & | ! ( ) <-> \\"),
    ]
    assert index(postgresql, tmp_path, write_records(tmp_path / "records.jsonl", odd)).taken == 4
    assert titles(database, "nul inside") == ["NUL  inside"]
    assert titles(database, "word1 word2") == ["Many words"]


def test_record_that_is_refused_costs_no_other(
    database: Any,  # noqa: ANN401
    postgresql: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the database cannot take a record, it is counted with the reason, and those beside it are taken."""
    monkeypatch.setattr("pipelines.search.servers.postgresql.LONGEST_TEXT", 10_000_000)
    endless = article("Endless", " ".join(f"word{number}" for number in range(300_000)))
    path = write_records(tmp_path / "records.jsonl", [article("One"), endless, article("Two")])
    indexed = index(postgresql, tmp_path, path)
    assert (indexed.taken, indexed.broken.total()) == (2, 1)
    assert "too long for tsvector" in next(iter(indexed.broken))
    titles = database.execute(f"SELECT title FROM {TABLE} ORDER BY title").fetchall()
    assert titles == [("One",), ("Two",)]


def test_broken_connection_is_made_again(database: Any, postgresql: str, tmp_path: Path) -> None:  # noqa: ANN401
    """A server that ends the connection between two batches loses nothing."""
    path = write_records(tmp_path / "records.jsonl", [article(f"Story {number}") for number in range(700)])
    target = ServerIndex(server_of(address_of(postgresql)), tmp_path)

    def cut(indexed: Indexed) -> None:
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    assert index_files(target, [path], tmp_path, cut).taken == 700
    assert database.execute(f"SELECT count(*) FROM {TABLE}").fetchone() == (700,)


INDEXING = """
import os, signal, sys
from pathlib import Path
from pipelines.search import indexing
from pipelines.search.servers.postgresql import PostgreSQL
from pipelines.search.targets import open_index

indexing.BATCH_RECORDS = 5
folder = Path(sys.argv[2])
send = PostgreSQL.send
sent = 0

def send_and_die(self, entries):
    global sent
    refused = send(self, entries)
    sent += 1
    if sent == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return refused

PostgreSQL.send = send_and_die
indexing.index_files(open_index(sys.argv[1], folder / "search.sqlite"), [folder / "records.jsonl"], folder)
"""


def test_killed_run_is_completed_by_the_next(database: Any, postgresql: str, tmp_path: Path) -> None:  # noqa: ANN401
    """A run that is killed when a batch was sent, and not yet noted, is completed: each record is there once."""
    path = write_records(tmp_path / "records.jsonl", [article(f"Story {number}") for number in range(40)])
    command = [sys.executable, "-c", INDEXING, postgresql, str(tmp_path)]
    count = f"SELECT count(*) FROM {TABLE}"
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert database.execute(count).fetchone() == (15,)
    assert index(postgresql, tmp_path, path).read == 30
    assert database.execute(count).fetchone() == (40,)


def test_unknown_server_is_told_in_a_line(tmp_path: Path) -> None:
    """A server that is not there is a problem in one line, at once."""
    with pytest.raises(ServerProblem, match=r"PostgreSQL cannot be used: [^\n]+$"):
        server_of(address_of(f"postgresql://nobody@/none?host={tmp_path}"))
