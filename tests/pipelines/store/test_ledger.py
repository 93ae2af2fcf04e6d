"""The ledger of addresses and records."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines.store import living_runs
from pipelines.store.database import LedgerProblem, RunLost
from pipelines.store.keys import hex_of_key, key_of_hex, key_of_url
from pipelines.store.ledger import MAX_TRIES, KnownRecord, Ledger, Offer, Policy, Settlement, State, Validators
from pipelines.store.living_runs import BEATS, LOST_AFTER
from pipelines.store.places import open_database
from pipelines.store.schema import MIGRATIONS

NOW = datetime(2026, 6, 27, 12, tzinfo=UTC)
STORY = "https://news.example/story?p=12&utm_source=feed"
PRINTED = Validators('"v1"', NOW - timedelta(days=1))


class OpenLedger:
    """Opens a ledger for one run after another."""

    def __init__(self, output: Path, address: str) -> None:
        self.output = output
        self.address = address
        self.opened: list[Ledger] = []

    def __call__(
        self, run: str = "first", scope: str = "news", policy: Policy | None = None, lost_after: timedelta = LOST_AFTER
    ) -> Ledger:
        """Return the ledger of a run."""
        database = open_database(self.output, self.address)
        self.opened.append(Ledger(database, run, scope, policy or Policy(), lost_after))
        return self.opened[-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenLedger]:
    """Return what opens a ledger that is new."""
    address = request.getfixturevalue("shared_ledger") if request.param == "postgresql" else ""
    ledgers = OpenLedger(tmp_path, address)
    yield ledgers
    for opened in ledgers.opened:
        opened.close()


def settled(url: str, state: State = State.DONE, at: datetime = NOW, reason: str | None = None) -> Settlement:
    """Return what became of an address."""
    return Settlement(url, state, at, reason, validators=PRINTED)


def test_an_address_goes_from_pending_to_done(ledger: OpenLedger) -> None:
    """What a list shows is pending, then leased once, then done; offered again, it is known."""
    first = ledger()
    assert first.offer(STORY, None, NOW) is Offer.NEW
    assert first.offer(STORY.replace("utm_source=feed", "utm_source=list"), None, NOW) is Offer.REPEATED
    lease = first.lease()
    assert lease
    assert (lease.url, lease.validators) == (STORY, Validators())
    assert first.lease() is None
    first.settle([settled(STORY)])
    assert first.states() == {State.DONE: 1}
    second = ledger("second")
    assert second.offer(STORY, None, NOW + timedelta(hours=1)) is Offer.KNOWN
    assert not second.has_pending()


@pytest.mark.parametrize(
    ("hours", "listed", "policy", "offer"),
    [
        (1, None, Policy(), Offer.KNOWN),
        (7, None, Policy(), Offer.AGAIN),
        (24 * 8, None, Policy(), Offer.KNOWN),
        (24 * 8, timedelta(hours=24), Policy(), Offer.AGAIN),
        (1, timedelta(hours=-1), Policy(), Offer.KNOWN),
        (1, None, Policy(refresh=True), Offer.AGAIN),
        (2, None, Policy(interval=timedelta(hours=2)), Offer.AGAIN),
    ],
)
def test_when_a_known_address_is_asked_for_again(
    ledger: OpenLedger, hours: float, listed: timedelta | None, policy: Policy, offer: Offer
) -> None:
    """Young articles after some hours, any article that a list dates later than we fetched it, all on request."""
    ledger().settle([settled(STORY)])
    later = ledger("later", policy=policy)
    assert later.offer(STORY, NOW + listed if listed else None, NOW + timedelta(hours=hours)) is offer
    lease = later.lease()
    assert (lease.validators if lease else None) == (PRINTED if offer is Offer.AGAIN else None)


def test_the_latest_comes_first(ledger: OpenLedger) -> None:
    """Addresses are leased by the lists' own dates, the latest first, then the undated in their order."""
    first = ledger()
    for name, days in (("c", None), ("a", 2), ("b", 1), ("d", None)):
        first.offer(f"https://news.example/{name}", NOW - timedelta(days=3 - days) if days else None, NOW)
    assert [lease.url[-1] for lease in iter(first.lease, None)] == ["a", "b", "c", "d"]


def test_what_is_older_than_asked_for_stays_pending(ledger: OpenLedger) -> None:
    """An address that the lists date earlier waits for a run that goes back so far."""
    ledger().offer(STORY, NOW - timedelta(days=3), NOW)
    assert not ledger("since", policy=Policy(since=NOW - timedelta(days=1))).has_pending()
    assert ledger("all").has_pending()


def test_what_was_left_out_by_its_own_date_comes_back(ledger: OpenLedger) -> None:
    """A page that was fetched and found too old is asked for again only by a run that goes back further."""
    old = Settlement(STORY, State.REJECTED, NOW, "older", NOW - timedelta(days=30))
    ledger().settle([old])
    hour = NOW + timedelta(hours=12)
    assert ledger("same", policy=Policy(since=NOW - timedelta(days=7))).offer(STORY, None, hour) is Offer.KNOWN
    assert ledger("more", policy=Policy(since=NOW - timedelta(days=60))).offer(STORY, None, hour) is Offer.AGAIN


def test_what_failed_is_tried_in_the_next_runs(ledger: OpenLedger) -> None:
    """An address that could not be had is pending in the next run, and given up after some runs in a row."""
    for run in range(MAX_TRIES):
        tried = ledger(f"run {run}")
        tried.offer(STORY, None, NOW)
        assert tried.lease()
        tried.settle([Settlement(STORY, State.FAILED, NOW, "timeout", fetched=False)])
        assert tried.lease() is None
        assert tried.offer(STORY, None, NOW) is Offer.REPEATED
    last = ledger("last")
    assert last.states() == {State.GONE: 1}
    assert not last.has_pending()


def test_a_host_that_refuses_costs_its_addresses_no_try(ledger: OpenLedger) -> None:
    """What was not even asked for, since its host wanted no requests, is pending however many runs that lasts."""
    for run in range(MAX_TRIES + 2):
        refused = ledger(f"run {run}")
        refused.offer(STORY, None, NOW)
        assert refused.lease()
        refused.settle([Settlement(STORY, State.FAILED, NOW, "host_refuses", fetched=False)])
    assert ledger("last").states() == {State.PENDING: 1}


def test_scopes_do_not_fetch_for_one_another(ledger: OpenLedger) -> None:
    """What one edition's crawl left pending, another's does not fetch, unless its own lists show it."""
    ledger(scope="news/pt").offer(STORY, None, NOW)
    other = ledger("second", "news/ja")
    assert other.lease() is None
    other.offer(STORY, None, NOW)
    assert other.lease()


def test_a_lease_moves_with_a_redirect(ledger: OpenLedger) -> None:
    """The lease passes to where an address leads; a target that is known needs no fetching."""
    first = ledger()
    target = "https://news.example/moved"
    first.offer(STORY, None, NOW)
    first.lease()
    moved = first.move(STORY, target, NOW)
    assert moved
    assert moved.url == target
    assert first.states() == {State.LEASED: 1, State.DONE: 1}
    first.settle([settled(target)])
    first.offer("https://news.example/old", None, NOW)
    first.lease()
    assert first.move("https://news.example/old", target, NOW) is None
    assert first.move(target, f"{target}?utm_source=x", NOW)


def test_a_dead_run_leaves_its_leases(ledger: OpenLedger) -> None:
    """What a run had leased and not settled is pending again once it is known to be dead."""
    first = ledger()
    for name in "ab":
        first.offer(f"https://news.example/{name}", None, NOW)
    first.lease()
    second = ledger("second")
    assert second.lease()
    assert second.lease() is None
    assert second.release_of("first") == 1
    assert second.lease()


def test_records_keep_their_latest_revision(ledger: OpenLedger) -> None:
    """A record's facts are those of its highest revision, whatever order files are read in."""
    book = ledger()
    record = {"id": "00000000000000ff", "url": STORY, "content_hash": "f" * 64, "revision": 2, "fetched_at": None}
    book.adopt([record, {**record, "content_hash": "0" * 64, "revision": 1}])
    assert book.record(255) == KnownRecord(-1, 2, key_of_url(STORY))
    assert book.states() == {State.DONE: 1}
    assert book.record(1) is None


def test_keys_are_read_back() -> None:
    """A record's id and its number are the same; tracking does not make an address another, its own query does."""
    for digits in ("0000000000000000", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff"):
        assert hex_of_key(key_of_hex(digits)) == digits
    assert key_of_url(STORY) == key_of_url("https://NEWS.example/story?p=12#top")
    assert key_of_url(STORY) != key_of_url("https://news.example/story?p=13")
    assert key_of_url("http://[::1") == key_of_url("http://[::1")


def test_files_that_are_no_ledger(tmp_path: Path) -> None:
    """A damaged file, and one of a newer version, are told in one line and left as they are."""
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(LedgerProblem, match="move it away"):
        open_database(tmp_path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_ledger_of_a_newer_version_is_refused(ledger: OpenLedger) -> None:
    """What a later version has made is told in one line, and left as it is."""
    database = ledger().database
    database.set_version(len(MIGRATIONS) + 1)
    with pytest.raises(LedgerProblem, match="newer version"):
        ledger("second")
    assert database.version() == len(MIGRATIONS) + 1


def test_a_ledger_is_brought_to_this_version_once(ledger: OpenLedger) -> None:
    """A database has every migration once, however often it is opened."""
    assert [ledger(run).database.version() for run in "ab"] == [len(MIGRATIONS)] * 2


def test_a_file_that_grows_does_not_lock_out_its_readers(tmp_path: Path) -> None:
    """The file of a ledger is written ahead, so that nobody who reads waits for who writes."""
    open_database(tmp_path).close()
    assert sqlite3.connect(tmp_path / "state.sqlite").execute("PRAGMA journal_mode").fetchone() == ("wal",)


def fall_silent(run: Ledger) -> None:
    """Let a run have been silent for an hour."""
    with run.database.transaction():
        run.database.execute("UPDATE runs SET seen = seen - 3600 WHERE id = ?", (run.runs.number,))


def test_a_lost_run_writes_nothing_more(ledger: OpenLedger) -> None:
    """What a silent run leased goes to others; if it comes back, nothing that it writes has any effect."""
    first, second = ledger(), ledger("second")
    first.offer(STORY, None, NOW)
    first.lease()
    assert second.runs.silent() == []
    fall_silent(first)
    assert second.runs.silent() == ["first"]
    assert second.runs.take_for_lost("first") == 1
    lease = second.lease()
    assert lease
    assert lease.url == STORY
    for write in (
        lambda: first.settle([settled(STORY, State.GONE)], {"news/first-00000.jsonl": 99}),
        lambda: first.offer("https://news.example/other", None, NOW),
        lambda: first.note_source("https://news.example/feed", lives=True, at=NOW),
    ):
        with pytest.raises(RunLost, match="others have taken its addresses"):
            write()
    assert second.states() == {State.LEASED: 1}
    assert second.sources() == []
    assert second.runs.settled_sizes("first") == {}
    second.settle([settled(STORY)])
    assert second.states() == {State.DONE: 1}


def test_a_lost_run_leases_nothing_more(ledger: OpenLedger) -> None:
    """An address that a lost run would take is left to runs that are alive."""
    first, second = ledger(), ledger("second")
    first.offer(STORY, None, NOW)
    fall_silent(first)
    assert second.runs.take_for_lost("first") == 0
    with pytest.raises(RunLost):
        first.lease()
    assert second.lease()


def test_a_run_that_is_heard_of_again_in_time_is_not_lost(ledger: OpenLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was silent for long, and writes before others have noticed, goes on."""
    first, second = ledger(), ledger("second")
    fall_silent(first)
    assert second.runs.silent() == ["first"]
    later = time.monotonic() + LOST_AFTER.total_seconds() / BEATS
    monkeypatch.setattr(living_runs, "time", SimpleNamespace(monotonic=lambda: later))
    first.offer(STORY, None, NOW)
    assert second.runs.silent() == []
    assert second.runs.take_for_lost("first") is None
    assert first.lease()


def test_a_run_that_has_ended_is_not_lost(ledger: OpenLedger) -> None:
    """Of a run that has ended nobody expects to hear."""
    first, second = ledger(), ledger("second")
    first.settle([], {"news/first-00000.jsonl": 99})
    assert second.runs.settled_sizes("first") == {"news/first-00000.jsonl": 99}
    first.release_of("first")
    fall_silent(second)
    assert ledger("third").runs.silent() == ["second"]
    assert second.runs.settled_sizes("first") == {}


def test_what_a_database_keeps_in_no_text_costs_no_address(ledger: OpenLedger) -> None:
    """A server that sends a blank of the worst kind in the version of a page does not end the crawl."""
    book = ledger()
    book.settle([Settlement(STORY, State.DONE, NOW, validators=Validators('"a\0b"'))])
    assert book.states() == {State.DONE: 1}
