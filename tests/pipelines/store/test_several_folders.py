"""Runs on several machines, each with an output folder of its own, share one ledger."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines.store import living_runs, recovery
from pipelines.store.database import LedgerProblem, RunLost
from pipelines.store.ledger import State
from pipelines.store.living_runs import BEATS, LOST_AFTER
from pipelines.store.places import open_database
from pipelines.store.run_lock import dead_runs
from pipelines.store.store import Fate, Store
from tests.pipelines.store.test_store import SITE, OpenStore, article, lines


@pytest.fixture
def store(tmp_path: Path, shared_ledger: str) -> Iterator[OpenStore]:
    """Return what opens stores in any folder, with one ledger in a database."""
    stores = OpenStore(tmp_path / "a", shared_ledger)
    yield stores
    for opened in stores.opened:
        opened.ledger.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """See that records are settled when a test says so, and not sooner on a slow machine."""
    monkeypatch.setattr("pipelines.store.store.SYNC_SECONDS", 3600.0)


def fall_silent(run: Store) -> None:
    """Let a run have been silent for an hour."""
    run.ledger.database.execute("UPDATE runs SET seen = seen - 3600 WHERE id = ?", (run.ledger.runs.number,))


def die(run: Store) -> None:
    """Give the lock of a run back, as the system does when its process ends."""
    os.close(run._lock._descriptor)


@pytest.mark.usefixtures("patient")
def test_records_that_others_wrote_meanwhile_are_taken_out(store: OpenStore, tmp_path: Path) -> None:
    """Of a lost run's open file, what was settled stays, and what nobody else has; the rest is others' by now."""
    first = store("first")
    for name in "abcd":
        first.offer(f"{SITE}/{name}")
        first.lease()
    first.write(article(f"{SITE}/a"))
    first.sync()
    for name in "bcd":
        first.write(article(f"{SITE}/{name}", name))
    fall_silent(first)
    second = store("second", output=tmp_path / "b")
    assert [str(taken).partition(";")[0] for taken in second.take_over()] == [
        "run first of another folder fell silent: 3 addresses to be fetched by others"
    ]
    assert second.take_over() == []
    leases = [second.lease(), second.lease()]
    assert [lease.url for lease in leases if lease] == [f"{SITE}/b", f"{SITE}/c"]
    assert second.write(article(f"{SITE}/b", "b")).fate is Fate.NEW
    # What the lost run has settled is known to all.
    assert second.write(article(f"{SITE}/a", "changed")).fate is Fate.CHANGED
    second.sync()
    with pytest.raises(RunLost):
        first.sync()
    assert list((tmp_path / "a").glob("news/*.jsonl")) == []
    die(first)
    third = store("third")
    (left,) = third.recovered
    assert (left.run, left.records, left.of_others, left.cut_bytes, left.released) == ("first", 2, 2, 0, 0)
    assert "2 records of its open files kept, 2 left to other runs, 0 addresses" in str(left)
    assert [record.url for record in lines(tmp_path / "a")] == [f"{SITE}/a", f"{SITE}/d"]
    assert third.lease() is None
    assert second.write(article(f"{SITE}/c", "c")).fate is Fate.NEW
    second.close()
    third.close()
    found = lines(tmp_path / "a") + lines(tmp_path / "b")
    told = sorted((str(record.url)[-1], record.revision) for record in found)
    assert told == [("a", 1), ("a", 2), ("b", 1), ("c", 1), ("d", 1)]


@pytest.mark.usefixtures("patient")
def test_a_recovery_that_is_interrupted_takes_nothing_for_others(
    store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records that were told to the ledger and whose file has no name yet are the dead run's still."""
    first = store("first")
    first.write(article(f"{SITE}/a"))
    die(first)

    def killed(_: Path) -> Path:
        raise KeyboardInterrupt

    taken = dead_runs(tmp_path / "a")
    with monkeypatch.context() as patched:
        patched.setattr(recovery, "dead_runs", lambda _: taken)
        patched.setattr(recovery, "finish", killed)
        with pytest.raises(KeyboardInterrupt):
            store("second")
    os.close(taken[0]._descriptor)
    third = store("third")
    assert [(told.run, told.records, told.of_others) for told in third.recovered] == [("first", 1, 0)]
    assert [record.url for record in lines(tmp_path / "a")] == [f"{SITE}/a"]


@pytest.mark.usefixtures("patient")
def test_what_an_earlier_version_left_is_kept(tmp_path: Path) -> None:
    """Of a run that was killed before its version knew what is settled, all records are kept."""
    first = Store(tmp_path, "first", "news", folder="news")
    for name in "ab":
        first.write(article(f"{SITE}/{name}", name))
    first.sync()
    for statement in ("UPDATE runs SET seen = NULL", "DELETE FROM parts"):
        first.ledger.database.execute(statement)
    die(first)
    second = Store(tmp_path, "second", "news", folder="news")
    assert [(told.records, told.of_others) for told in second.recovered] == [(2, 0)]
    assert len(lines(tmp_path)) == 2
    second.close()


def test_a_run_whose_lock_is_in_the_folder_is_not_taken_for_lost(store: OpenStore) -> None:
    """Where there is a lock, it tells whether a run is alive, however silent it is."""
    first, second = store("first"), store("second")
    fall_silent(first)
    assert second.take_over() == []
    first.sync()


def test_a_run_that_only_waits_is_heard_of(store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crawl that writes nothing, since its hosts want to be left alone, looks for lost ones and is none."""
    first, second = store("first"), store("second", output=tmp_path / "b")
    fall_silent(first)
    later = time.monotonic() + LOST_AFTER.total_seconds() / BEATS
    monkeypatch.setattr(living_runs, "time", SimpleNamespace(monotonic=lambda: later))
    assert first.take_over() == []
    assert second.take_over() == []
    first.sync()


def test_a_folder_that_joins_tells_what_it_has(store: OpenStore, tmp_path: Path) -> None:
    """Records that a folder had before it shared a ledger are written by nobody again, and told once."""
    for folder in "ab":
        earlier = Store(tmp_path / folder, f"run-{folder}", "news", folder="news")
        earlier.write(article(f"{SITE}/{folder}", folder))
        earlier.close()
    adopted = [store(f"run-{number}", output=tmp_path / folder) for number, folder in enumerate("abab")]
    assert [run.adopted for run in adopted] == [1, 1, 0, 0]
    assert [str(adopted[0].offer(f"{SITE}/{name}")) for name in "abc"] == ["known", "known", "new"]
    assert adopted[1].write(article(f"{SITE}/a", "a")).fate is Fate.UNCHANGED


def test_a_copy_in_another_folder_names_the_original(store: OpenStore, tmp_path: Path) -> None:
    """Texts are known again wherever they were written."""
    text = "The exchange said on Monday that withdrawals had resumed after a pause of six hours for its users. " * 3
    first, second = store("first"), store("second", output=tmp_path / "b")
    original = first.write(article(f"{SITE}/original", text)).article
    assert second.write(article("https://exchange.example/copy", text)).article.duplicate_of == original.id


@pytest.mark.usefixtures("patient")
def test_a_connection_that_is_lost_ends_the_run(store: OpenStore, tmp_path: Path) -> None:
    """Nothing gets its name that the ledger does not know of; the next run goes on."""
    first = store("first")
    for name in "ab":
        first.offer(f"{SITE}/{name}")
    first.lease()
    first.write(article(f"{SITE}/a"))
    other = open_database(tmp_path, store.ledger)
    other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    for _ in range(2):
        with pytest.raises(LedgerProblem, match="the ledger in PostgreSQL cannot be used") as problem:
            first.close()
        assert "\n" not in str(problem.value)
    assert lines(tmp_path / "a") == []
    die(first)
    second = store("second")
    assert [(told.records, told.released) for told in second.recovered] == [(1, 0)]
    assert second.ledger.states() == {State.DONE: 1, State.PENDING: 1}
    other.close()


def test_whoever_hangs_in_a_transaction_is_cut_off(shared_ledger: str, tmp_path: Path) -> None:
    """A run that is suspended while all others wait for it loses its connection before they lose their patience."""
    first, second = (open_database(tmp_path, shared_ledger) for _ in range(2))
    limits = "SELECT setting FROM pg_settings WHERE name = ?"
    allowed, patience = (
        int(first.execute(limits, (name,)).fetchone()[0])
        for name in ("idle_in_transaction_session_timeout", "lock_timeout")
    )
    assert 0 < allowed < patience
    first.execute("SELECT set_config('idle_in_transaction_session_timeout', '100ms', false)")

    def hang() -> None:
        with first.transaction():
            first.write("INSERT INTO scopes (name) VALUES (?)", ("first",))
            first.execute("SELECT 1")
            with second.transaction():
                second.write("INSERT INTO scopes (name) VALUES (?)", ("second",))

    with pytest.raises(LedgerProblem, match="cannot be used"):
        hang()
    assert second.execute("SELECT name FROM scopes").fetchall() == [("second",)]
    first.close()
    second.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://someone:secret@127.0.0.1:{port}/news",
        "postgresql://someone:se/cret@127.0.0.1/news",
        "postgresql://someone:se@cret@127.0.0.1:{port}/news",
        "postgresql://someone:secret@127.0.0.1:{port}/news?pasword=secret",
        "postgres//someone:secret@127.0.0.1/news",
        "mysql://someone:secret@127.0.0.1/news",
    ],
)
def test_a_server_that_is_not_there_is_told_without_secrets(tmp_path: Path, address: str) -> None:
    """One line says what is wrong, and not the password; no run has begun that the next would have to clear up."""
    pytest.importorskip("psycopg", reason="psycopg is not installed; `make install` installs it")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(LedgerProblem) as problem:
        Store(tmp_path, "first", "news", ledger=address.format(port=port))
    told = str(problem.value)
    assert "BABELWIRE_LEDGER" in told or "the ledger in PostgreSQL cannot be used" in told
    assert "\n" not in told
    assert "cret" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_missing_driver_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, one line says how to install it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "pipelines.store.postgresql", raising=False)
    with pytest.raises(LedgerProblem, match=r"pip install 'babelwire\[postgresql\]'"):
        open_database(tmp_path, "postgresql://someone@127.0.0.1/news")
