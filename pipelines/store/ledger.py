"""The ledger: which addresses are known, what became of each, and which records there are. One for all sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Final, NamedTuple

from pipelines.store.database import Database
from pipelines.store.keys import key_of_hex, key_of_url
from pipelines.store.living_runs import LOST_AFTER, LivingRuns

# An address that cannot be had in so many runs in a row is given up, until a list says that it changed.
MAX_TRIES: Final = 5
# Why an address gave no record: published before the time that was asked for.
OLDER: Final = "older"
# Why an address was not asked for: its host wanted no requests. That is no try.
HOST_REFUSES: Final = "host_refuses"
# Of addresses that no run of this ledger has asked for: they come from files that were there before it.
NO_RUN: Final = 0
# The pending address of a scope that the lists date latest, and not before some time.
NEXT_PENDING: Final = (
    "WHERE state = 0 AND scope = ? AND (CAST(? AS BIGINT) IS NULL OR listed IS NULL OR listed >= ?)"
    " ORDER BY listed DESC NULLS LAST, id LIMIT 1"
)


class State(IntEnum):
    """What became of an address. The numbers stand in the ledger's file."""

    PENDING = 0
    """Found, to be fetched."""
    LEASED = 1
    """A run is at it."""
    DONE = 2
    """Its record is on disk, or known to be another's."""
    REJECTED = 3
    """Fetched, and no article; or not to be fetched."""
    GONE = 4
    """The server says that it is no more, or nobody reached it for long."""
    FAILED = 5
    """Could not be had this time; pending again in the next run."""


class Offer(StrEnum):
    """What the ledger makes of an address that a list shows."""

    NEW = "new"
    """Never seen before: pending now."""
    AGAIN = "again"
    """Known, and to be asked for again: pending now."""
    KNOWN = "known"
    """Known, and nothing to be done."""
    REPEATED = "repeated"
    """Offered in this run before."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Which known addresses a run asks for again, besides those that the lists say have changed."""

    interval: timedelta = timedelta(hours=6)
    """Not sooner than so long after the last time…"""
    age: timedelta = timedelta(days=7)
    """…and not once they have been known for so long: old articles hardly change."""
    refresh: bool = False
    """Ask for every address that is listed."""
    since: datetime | None = None
    """Leave pending what is listed as older."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to hear when it is asked whether a page has changed."""

    etag: str | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """An address that this run has to fetch."""

    url: str
    validators: Validators = Validators()


class KnownRecord(NamedTuple):
    """What is known of a record that was written."""

    text: int
    """First 64 bits of its content hash."""
    revision: int
    owner: int
    """Key of the address that it was read from."""


@dataclass(frozen=True, slots=True)
class History:
    """What became of an address so far."""

    state: State
    reason: str | None
    first: datetime | None
    """When it was fetched for the first time; None where it never was."""


class KnownSource(NamedTuple):
    """A place that was tried for a feed or sitemap; or a home page from which the site was searched whole."""

    url: str
    lives: bool
    at: datetime
    """When it was tried."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a leased address."""

    url: str
    state: State
    at: datetime
    reason: str | None = None
    published: datetime | None = None
    """Of a page that is left out as older than asked for."""
    fetched: bool = True
    """Whether a server answered; without an answer there is nothing to compare with next time."""
    validators: Validators | None = None
    """None keeps those that are known."""
    record: tuple[int, KnownRecord] | None = None
    """Key and facts of the record that was written."""


class Ledger:
    """The addresses of one run and scope in the ledger's database. Other runs may use it at the same time.

    All that writes raises RunLost, and writes nothing, where others have taken the run for dead.
    """

    def __init__(
        self, database: Database, run: str, scope: str, policy: Policy, lost_after: timedelta = LOST_AFTER
    ) -> None:
        self._policy = policy
        self._since = _seconds(policy.since) if policy.since else None
        self.database = database
        self.runs = LivingRuns(database, run, lost_after)
        self._run = self.runs.number
        with self.transaction():
            self._scope = self._number_of_scope(scope)
            self._retry_failed()
        self._pending = (self._scope, self._since, self._since)

    def transaction(self) -> AbstractContextManager[None]:
        """Make what happens inside one change."""
        return self.runs.transaction()

    def offer(self, url: str, listed: datetime | None, now: datetime) -> Offer:
        """Take in an address that a list shows; it becomes pending where it has to be fetched."""
        with self.transaction():
            return self._offer(url, _seconds(listed) if listed else None, _seconds(now))

    def lease(self) -> Lease | None:
        """Return the pending address that the lists date latest; None where nothing is pending."""
        if not self.has_pending():
            # Asked much more often than there is something: nobody else has to wait for this.
            return None
        with self.transaction():
            found = self.database.execute(
                f"UPDATE urls SET state = 1, run = ? WHERE id = (SELECT id FROM urls {NEXT_PENDING}) RETURNING url,"
                " (SELECT etag FROM pages WHERE pages.url = urls.id),"
                " (SELECT modified FROM pages WHERE pages.url = urls.id)",
                (self._run, *self._pending),
            ).fetchone()
            return Lease(found[0], Validators(found[1], _moment(found[2]))) if found else None

    def has_pending(self) -> bool:
        """Tell whether there is something to lease."""
        return self.database.execute(f"SELECT 1 FROM urls {NEXT_PENDING}", self._pending).fetchone() is not None

    def move(self, url: str, target: str, now: datetime) -> Lease | None:
        """Pass a lease on to the address that it redirects to; None where there is nothing to be fetched."""
        if key_of_url(url) == key_of_url(target):
            return Lease(target, self._validators(self._id(url)))
        with self.transaction():
            offer = self._offer(target, None, _seconds(now))
            self._settle(Settlement(url, State.DONE, now, reason="moved", validators=Validators()))
            if offer not in (Offer.NEW, Offer.AGAIN):
                return None
            target_id = self._id(target)
            self._take(target_id)
            return Lease(target, self._validators(target_id))

    def settle(self, settlements: Iterable[Settlement], sizes: Mapping[str, int] | None = None) -> None:
        """Write down what became of addresses, and how large the run's files are with it.

        What is called done here has to be on disk already.
        """
        with self.transaction():
            for settlement in settlements:
                self._settle(settlement)
            self.runs.note_sizes(sizes or {}, self.runs.own)

    def release_of(self, run: str) -> int:
        """Make pending what a run that has ended leased and did not settle; return how many those were."""
        with self.transaction():
            return self.runs.end(run, is_settled=True)

    def adopt(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Take in records that lie in a file, whatever is known of them so far. The caller holds the transaction."""
        for record in records:
            self._adopt(record)

    def is_of_others(self, record: Mapping[str, Any], run: str) -> bool:
        """Tell of a record that a run wrote and did not settle whether another run has written it, or is at it."""
        return bool(
            self.database.execute(
                "SELECT 1 FROM records WHERE id = ? AND revision >= ? UNION ALL SELECT 1 FROM urls"
                " WHERE key = ? AND state = 1 AND run <> (SELECT id FROM runs WHERE name = ?) LIMIT 1",
                (key_of_hex(record["id"]), record["revision"], key_of_url(record["url"] or ""), run),
            ).fetchone()
        )

    def record(self, key: int) -> KnownRecord | None:
        """Return what is known of a record, by the key of its id."""
        found = self.database.execute("SELECT text, revision, owner FROM records WHERE id = ?", (key,)).fetchone()
        return KnownRecord(found[0], found[1], key if found[2] is None else found[2]) if found else None

    def history(self, url: str) -> History | None:
        """Return what became of an address; None where nobody has seen it."""
        found = self.database.execute(
            "SELECT state, reason, first FROM urls LEFT JOIN pages ON pages.url = urls.id WHERE key = ?",
            (key_of_url(url),),
        ).fetchone()
        return History(State(found[0]), found[1], _moment(found[2])) if found else None

    def sources(self) -> list[KnownSource]:
        """Return the places that were tried for the scope."""
        found = self.database.execute("SELECT url, lives, at FROM sources WHERE scope = ?", (self._scope,))
        return [KnownSource(url, bool(lives), datetime.fromtimestamp(at, UTC)) for url, lives, at in found]

    def note_source(self, url: str, *, lives: bool, at: datetime) -> None:
        """Note whether a place that was tried for the scope has a feed or sitemap."""
        with self.transaction():
            self.database.write(
                "INSERT INTO sources (scope, url, lives, at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (scope, url) DO UPDATE SET lives = excluded.lives, at = excluded.at",
                (self._scope, url, int(lives), _seconds(at)),
            )

    def states(self) -> dict[State, int]:
        """Return how many addresses of the scope are in each state."""
        found = self.database.execute("SELECT state, count(*) FROM urls WHERE scope = ? GROUP BY state", (self._scope,))
        return {State(state): number for state, number in found}

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    def _number_of_scope(self, name: str) -> int:
        self.database.write("INSERT INTO scopes (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
        return int(self.database.execute("SELECT id FROM scopes WHERE name = ?", (name,)).fetchone()[0])

    def _retry_failed(self) -> None:
        # Of earlier runs only: a second process of this scope must not ask again for what failed a minute ago.
        self.database.write(
            "UPDATE urls SET state = CASE WHEN tries < ? THEN 0 ELSE 4 END WHERE state = 5 AND scope = ? AND run <> ?",
            (MAX_TRIES, self._scope, self._run),
        )

    def _offer(self, url: str, listed: int | None, now: int) -> Offer:
        key = key_of_url(url)
        known = self.database.execute(
            "SELECT urls.id, state, run, reason, listed, first, last FROM urls LEFT JOIN pages ON pages.url = urls.id"
            " WHERE key = ?",
            (key,),
        ).fetchone()
        if known is None:
            self.database.write(
                "INSERT INTO urls (key, url, scope, state, run, listed) VALUES (?, ?, ?, 0, ?, ?)",
                (key, url, self._scope, self._run, listed),
            )
            return Offer.NEW
        row, state, run, reason, known_listed, first, last = known
        if run == self._run or state == State.LEASED:
            # A lease of another run that lives: it will settle the address.
            return Offer.REPEATED if run == self._run else Offer.KNOWN
        again = state == State.PENDING or self._is_due(reason, known_listed, first, last, listed, now)
        self.database.write(
            "UPDATE urls SET run = ?, scope = ?, state = ?, listed = ? WHERE id = ?",
            (self._run, self._scope, State.PENDING if again else state, _later(known_listed, listed), row),
        )
        return Offer.AGAIN if again else Offer.KNOWN

    def _is_due(
        self, reason: str | None, known: int | None, first: int | None, last: int | None, listed: int | None, now: int
    ) -> bool:
        policy = self._policy
        if policy.refresh or first is None or last is None:
            return True
        if reason == OLDER:
            # It was left out by its own date; a run that goes back further wants it.
            return self._since is None or (known is not None and known >= self._since)
        if listed is not None and listed > last:
            return True
        return now - first < policy.age.total_seconds() and now - last >= policy.interval.total_seconds()

    def _adopt(self, record: Mapping[str, Any]) -> None:
        key = key_of_hex(record["id"])
        owner = key_of_url(record["url"]) if record["url"] else key
        self._note_record(key, KnownRecord(key_of_hex(record["content_hash"]), record["revision"], owner))
        if record["url"]:
            at = record["fetched_at"]
            found = Settlement(record["url"], State.DONE, datetime.fromisoformat(at) if at else datetime.now(UTC))
            self._settle(found, NO_RUN)

    def _take(self, row: int) -> None:
        self.database.write("UPDATE urls SET state = 1, run = ? WHERE id = ?", (self._run, row))

    def _id(self, url: str) -> int:
        found = self.database.execute("SELECT id FROM urls WHERE key = ?", (key_of_url(url),)).fetchone()
        return int(found[0]) if found else 0

    def _validators(self, row: int) -> Validators:
        found = self.database.execute("SELECT etag, modified FROM pages WHERE url = ?", (row,)).fetchone()
        return Validators(found[0], _moment(found[1])) if found else Validators()

    def _settle(self, settled: Settlement, run: int | None = None) -> None:
        published = _seconds(settled.published) if settled.published else None
        run = self._run if run is None else run
        key = key_of_url(settled.url)
        # An address that nobody offered comes from a spider of the user's own.
        self.database.write(
            "INSERT INTO urls (key, url, scope, state, run, reason, listed) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET state = excluded.state, run = excluded.run, reason = excluded.reason,"
            " listed = coalesce(excluded.listed, urls.listed), tries ="
            " CASE WHEN excluded.state <> 5 THEN 0 WHEN excluded.reason = ? THEN urls.tries ELSE urls.tries + 1 END",
            (key, settled.url, self._scope, settled.state, run, settled.reason, published, HOST_REFUSES),
        )
        if settled.fetched:
            self._note_page(key, settled)
        if settled.record:
            self._note_record(*settled.record)

    def _note_page(self, key: int, settled: Settlement) -> None:
        at = _seconds(settled.at)
        self.database.write(
            "INSERT INTO pages (url, first, last)"
            " SELECT id, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM urls WHERE key = ?"
            " ON CONFLICT (url) DO UPDATE SET last = excluded.last",
            (at, at, key),
        )
        if settled.validators:
            modified = settled.validators.modified
            self.database.write(
                "UPDATE pages SET etag = ?, modified = ? WHERE url = (SELECT id FROM urls WHERE key = ?)",
                (settled.validators.etag, modified and _seconds(modified), key),
            )

    def _note_record(self, key: int, record: KnownRecord) -> None:
        self.database.write(
            "INSERT INTO records (id, text, revision, owner) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " text = excluded.text, revision = excluded.revision, owner = excluded.owner"
            " WHERE excluded.revision >= records.revision",
            (key, record.text, record.revision, None if record.owner == key else record.owner),
        )


def _later(one: int | None, other: int | None) -> int | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
