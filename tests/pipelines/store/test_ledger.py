"""The ledger of addresses and records."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.store.database import MIGRATIONS, LedgerProblem, open_database
from pipelines.store.keys import hex_of_key, key_of_hex, key_of_url
from pipelines.store.ledger import MAX_TRIES, KnownRecord, Ledger, Offer, Policy, Settlement, State, Validators

NOW = datetime(2026, 6, 27, 12, tzinfo=UTC)
STORY = "https://news.example/story?p=12&utm_source=feed"
PRINTED = Validators('"v1"', NOW - timedelta(days=1))


def ledger(tmp_path: Path, run: str = "first", scope: str = "news", policy: Policy | None = None) -> Ledger:
    """Return the ledger of a run."""
    return Ledger(tmp_path / "state.sqlite", run, scope, policy or Policy())


def settled(url: str, state: State = State.DONE, at: datetime = NOW, reason: str | None = None) -> Settlement:
    """Return what became of an address."""
    return Settlement(url, state, at, reason, validators=PRINTED)


def test_an_address_goes_from_pending_to_done(tmp_path: Path) -> None:
    """What a list shows is pending, then leased once, then done; offered again, it is known."""
    first = ledger(tmp_path)
    assert first.offer(STORY, None, NOW) is Offer.NEW
    assert first.offer(STORY.replace("utm_source=feed", "utm_source=list"), None, NOW) is Offer.REPEATED
    lease = first.lease()
    assert lease
    assert (lease.url, lease.validators) == (STORY, Validators())
    assert first.lease() is None
    first.settle([settled(STORY)])
    assert first.states() == {State.DONE: 1}
    second = ledger(tmp_path, "second")
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
    tmp_path: Path, hours: float, listed: timedelta | None, policy: Policy, offer: Offer
) -> None:
    """Young articles after some hours, any article that a list dates later than we fetched it, all on request."""
    ledger(tmp_path).settle([settled(STORY)])
    later = ledger(tmp_path, "later", policy=policy)
    assert later.offer(STORY, NOW + listed if listed else None, NOW + timedelta(hours=hours)) is offer
    lease = later.lease()
    assert (lease.validators if lease else None) == (PRINTED if offer is Offer.AGAIN else None)


def test_the_latest_comes_first(tmp_path: Path) -> None:
    """Addresses are leased by the lists' own dates, the latest first, then the undated in their order."""
    first = ledger(tmp_path)
    for name, days in (("c", None), ("a", 2), ("b", 1), ("d", None)):
        first.offer(f"https://news.example/{name}", NOW - timedelta(days=3 - days) if days else None, NOW)
    assert [lease.url[-1] for lease in iter(first.lease, None)] == ["a", "b", "c", "d"]


def test_what_is_older_than_asked_for_stays_pending(tmp_path: Path) -> None:
    """An address that the lists date earlier waits for a run that goes back so far."""
    ledger(tmp_path).offer(STORY, NOW - timedelta(days=3), NOW)
    assert not ledger(tmp_path, "since", policy=Policy(since=NOW - timedelta(days=1))).has_pending()
    assert ledger(tmp_path, "all").has_pending()


def test_what_was_left_out_by_its_own_date_comes_back(tmp_path: Path) -> None:
    """A page that was fetched and found too old is asked for again only by a run that goes back further."""
    old = Settlement(STORY, State.REJECTED, NOW, "older", NOW - timedelta(days=30))
    ledger(tmp_path).settle([old])
    hour = NOW + timedelta(hours=12)
    assert (
        ledger(tmp_path, "same", policy=Policy(since=NOW - timedelta(days=7))).offer(STORY, None, hour) is Offer.KNOWN
    )
    assert (
        ledger(tmp_path, "more", policy=Policy(since=NOW - timedelta(days=60))).offer(STORY, None, hour) is Offer.AGAIN
    )


def test_what_failed_is_tried_in_the_next_runs(tmp_path: Path) -> None:
    """An address that could not be had is pending in the next run, and given up after some runs in a row."""
    for run in range(MAX_TRIES):
        tried = ledger(tmp_path, f"run {run}")
        tried.offer(STORY, None, NOW)
        assert tried.lease()
        tried.settle([Settlement(STORY, State.FAILED, NOW, "timeout", fetched=False)])
        assert tried.lease() is None
        assert tried.offer(STORY, None, NOW) is Offer.REPEATED
    last = ledger(tmp_path, "last")
    assert last.states() == {State.GONE: 1}
    assert not last.has_pending()


def test_a_host_that_refuses_costs_its_addresses_no_try(tmp_path: Path) -> None:
    """What was not even asked for, since its host wanted no requests, is pending however many runs that lasts."""
    for run in range(MAX_TRIES + 2):
        refused = ledger(tmp_path, f"run {run}")
        refused.offer(STORY, None, NOW)
        assert refused.lease()
        refused.settle([Settlement(STORY, State.FAILED, NOW, "host_refuses", fetched=False)])
    assert ledger(tmp_path, "last").states() == {State.PENDING: 1}


def test_scopes_do_not_fetch_for_one_another(tmp_path: Path) -> None:
    """What one edition's crawl left pending, another's does not fetch, unless its own lists show it."""
    ledger(tmp_path, scope="news/pt").offer(STORY, None, NOW)
    other = ledger(tmp_path, "second", "news/ja")
    assert other.lease() is None
    other.offer(STORY, None, NOW)
    assert other.lease()


def test_a_lease_moves_with_a_redirect(tmp_path: Path) -> None:
    """The lease passes to where an address leads; a target that is known needs no fetching."""
    first = ledger(tmp_path)
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


def test_a_dead_run_leaves_its_leases(tmp_path: Path) -> None:
    """What a run had leased and not settled is pending again once it is known to be dead."""
    first = ledger(tmp_path)
    for name in "ab":
        first.offer(f"https://news.example/{name}", None, NOW)
    first.lease()
    second = ledger(tmp_path, "second")
    assert second.lease()
    assert second.lease() is None
    assert second.release_of("first") == 1
    assert second.lease()


def test_records_keep_their_latest_revision(tmp_path: Path) -> None:
    """A record's facts are those of its highest revision, whatever order files are read in."""
    book = ledger(tmp_path)
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
        open_database(path)
    assert path.read_bytes().startswith(b"not a database")
    newer = tmp_path / "newer.sqlite"
    sqlite3.connect(newer).execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(LedgerProblem, match="newer version"):
        open_database(newer)


def test_a_ledger_is_brought_to_this_version_once(tmp_path: Path) -> None:
    """A file has every migration once, however often it is opened."""
    for _ in range(2):
        connection = open_database(tmp_path / "state.sqlite")
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        connection.close()
