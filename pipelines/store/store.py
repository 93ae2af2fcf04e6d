"""What a run keeps: each record once, in a part file, and an address done only after its record is on the disk."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from pipelines.http_date import http_date
from pipelines.line_files import LineFile
from pipelines.rejected import Rejected, Unfetched, Withheld, rejection_line
from pipelines.store.adoption import adopt_unknown
from pipelines.store.keys import key_of_hex, key_of_url
from pipelines.store.ledger import OLDER, KnownRecord, Lease, Ledger, Offer, Policy, Settlement, State, Validators
from pipelines.store.living_runs import LOST_AFTER
from pipelines.store.near_duplicates import NEAR_TIME, NearDuplicates
from pipelines.store.parts import PART_BYTES, RECORDS, PartFiles
from pipelines.store.places import open_database
from pipelines.store.recovery import Recovered, TakenOver, recover, take_over
from pipelines.store.run_lock import lock_of
from schemas.article import Article
from schemas.page import Page, Rejection

# The disk is asked to hold what was written after so many pages or seconds, whichever comes first.
SYNC_PAGES: Final = 64
SYNC_SECONDS: Final = 1.0

# Why an address gave no record: its text is another record's.
DUPLICATE: Final = "duplicate"

GONE_STATUSES: Final = frozenset({404, 410})
# The server could not answer now; it may in the next run.
BUSY_STATUSES: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
# Why nothing was fetched, where trying again in every run would be in vain. What robots.txt forbids is not among
# these: it costs no request to look again.
HOPELESS: Final = frozenset({"too_large", "scheme_unsupported", "redirect_loop", "private_address"})

# Why an address that waits for its host is not fetched when the crawl ends: nothing was asked.
CRAWL_ENDS: Final = "crawl_ends"


class Fate(StrEnum):
    """What became of a record on its way to the files."""

    NEW = "new"
    CHANGED = "changed"
    """Known, with another text: its next revision."""
    UNCHANGED = "unchanged"
    """Known, with this text: not written."""
    DUPLICATE = "duplicate"
    """Another address of a record that is known, or its text again where duplicates are dropped: not written."""


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it went to its file, or did not."""

    article: Article
    fate: Fate

    @property
    def is_on_file(self) -> bool:
        """Tell whether it was written."""
        return self.fate in (Fate.NEW, Fate.CHANGED)


@dataclass(slots=True)
class _Unsynced:
    """What the ledger must not hear of before it is on the disk."""

    settlements: list[Settlement] = field(default_factory=list)
    records: dict[int, KnownRecord] = field(default_factory=dict)
    since: float = 0.0


class Store:
    """The ledger and the files of one run of one scope, in one output folder.

    Raises LedgerProblem where the ledger cannot be used, OSError where the folder cannot.
    """

    def __init__(
        self,
        output: Path,
        run: str,
        scope: str,
        *,
        policy: Policy | None = None,
        folder: str = "articles",
        part_bytes: int = PART_BYTES,
        drop_duplicates: bool = False,
        ledger: str = "",
        lost_after: timedelta = LOST_AFTER,
    ) -> None:
        self._output = output
        self._drop_duplicates = drop_duplicates
        self.scope = scope
        self._folder = folder
        """Where records of sites that are not known go."""
        # Before the lock: where there is no ledger, no run begins that the next one would have to clear up.
        database = open_database(output, ledger)
        self._lock = lock_of(output, run, scope)
        self.ledger = Ledger(database, run, scope, policy or Policy(), lost_after)
        self._near = NearDuplicates(database)
        self.adopted = adopt_unknown(output, self.ledger, self._near)
        self.recovered: list[Recovered] = recover(output, self.ledger, self._near)
        self._parts = PartFiles(output, run, RECORDS, part_bytes, LineFile)
        self._rejects_path = output / "runs" / f"{run}.rejects.jsonl"
        self._rejects: LineFile | None = None
        self._validators: dict[int, Validators] = {}
        self._unsynced = _Unsynced()

    @property
    def files(self) -> list[Path]:
        """Return the record files of the run, oldest first; they have their names once the store is closed."""
        return list(self._parts.begun)

    def offer(self, url: str, listed: datetime | None = None) -> Offer:
        """Take in an address that a list shows."""
        return self.ledger.offer(url, listed, datetime.now(UTC))

    def lease(self) -> Lease | None:
        """Return an address to be fetched now; None where nothing is pending."""
        self._sync_if_time()
        return self.ledger.lease()

    def move(self, url: str, target: str) -> Lease | None:
        """Pass a lease on to the address that it redirects to; None where there is nothing to be fetched."""
        return self.ledger.move(url, target, datetime.now(UTC))

    def unchanged(self, url: str) -> None:
        """Note that the server says of a known page that it has not changed."""
        self._settle(url, State.DONE)

    def arrived(self, page: Page) -> None:
        """Note what the server says of a page's version; it counts once the page is settled."""
        if page.url:
            self._validators[key_of_url(page.url)] = _validators_of(page.headers)

    def reject(self, page: Page, rejected: Rejected) -> None:
        """Note that a page gave no record, and why."""
        state = State.REJECTED
        if rejected.reason is Rejection.HTTP_ERROR:
            state = _state_of_status(page.status)
        self._write_rejection(rejected)
        if rejected.reason is Rejection.PARSER_FAILED:
            # A later version may do better.
            self._forget_version(page.url)
        self._settle(page.url, state, str(rejected.reason))

    def not_fetched(self, missing: Unfetched) -> None:
        """Note that an address could not be had."""
        if missing.reason == CRAWL_ENDS:
            self.put_back(missing.url)
            return
        self._write_rejection(missing)
        hopeless, forbidden = missing.reason in HOPELESS, missing.reason == "robots_forbidden"
        state = State.REJECTED if hopeless or forbidden else State.FAILED
        self._settle(missing.url, state, missing.reason, fetched=hopeless)

    def withhold(self, withheld: Withheld) -> None:
        """Note that a record is not written, since its owner reserves its use."""
        self._write_rejection(withheld)
        # A run that does not respect it wants the page.
        self._forget_version(withheld.url)
        self._settle(withheld.url, State.REJECTED, withheld.reason)

    def leave_out(self, article: Article) -> None:
        """Note that a record is older than the run was asked for."""
        self._settle(article.url, State.REJECTED, OLDER, published=_first_moment(article.published_at))

    def put_back(self, url: str | None) -> None:
        """Give an address back, for the next run."""
        self._settle(url, State.PENDING, fetched=False)

    def write(self, article: Article) -> Written:
        """Write a record to the file of its site where its text is new, and settle its address."""
        key, owner = key_of_hex(article.id), key_of_url(article.url) if article.url else 0
        known = self._unsynced.records.get(key) or self.ledger.record(key)
        text = key_of_hex(article.content_hash)
        fate = _fate(known, text, owner, key)
        if fate in (Fate.UNCHANGED, Fate.DUPLICATE):
            self._settle(article.url, State.DONE)
            return Written(article, fate)
        first = self._near.first_with_text_of(article)
        if first and self._drop_duplicates:
            self._settle(article.url, State.DONE, DUPLICATE)
            return Written(article, Fate.DUPLICATE)
        revised = article.model_copy(update={"revision": known.revision + 1 if known else 1, "duplicate_of": first})
        self._parts.growing(article.site or self._folder).write(revised.model_dump_json().encode())
        # After the line: a text that is known has its record in a file.
        with self.ledger.transaction():
            self._near.add(revised, datetime.now(UTC))
        self._unsynced.records[key] = record = KnownRecord(text, revised.revision, owner)
        self._settle(article.url, State.DONE, record=(key, record))
        return Written(revised, fate)

    def sync(self) -> None:
        """Bring what was written to the disk, and then tell the ledger."""
        sizes = self._parts.sync()
        if self._rejects:
            self._rejects.sync()
        self.ledger.settle(self._unsynced.settlements, sizes)
        self._unsynced = _Unsynced()
        if self._parts.has_full:
            self.ledger.database.checkpoint()
            self._parts.close_full()

    def take_over(self) -> list[TakenOver]:
        """Tell others that this run is alive, and return what was taken over from runs that are not."""
        return take_over(self._output, self.ledger)

    def close(self) -> None:
        """Give the files their names and the leases back. After a failure the next run does it: see recovery.py."""
        self.sync()
        with self.ledger.transaction():
            self._near.prune(datetime.now(UTC) - NEAR_TIME)
        self.ledger.database.checkpoint()
        self._parts.close()
        if self._rejects:
            self._rejects.close()
        self.ledger.release_of(self._lock.run)
        self.ledger.close()
        self._lock.release()

    def _settle(
        self,
        url: str | None,
        state: State,
        reason: str | None = None,
        *,
        fetched: bool = True,
        published: datetime | None = None,
        record: tuple[int, KnownRecord] | None = None,
    ) -> None:
        if url is None:
            return
        validators = self._validators.pop(key_of_url(url), None)
        settled = Settlement(url, state, datetime.now(UTC), reason, published, fetched, validators, record)
        if not self._unsynced.settlements:
            self._unsynced.since = time.monotonic()
        self._unsynced.settlements.append(settled)
        self._sync_if_time()

    def _forget_version(self, url: str | None) -> None:
        """See that the next run gets the page again, and is not told that it is unchanged."""
        if url:
            self._validators[key_of_url(url)] = Validators()

    def _sync_if_time(self) -> None:
        waiting = self._unsynced.settlements
        if len(waiting) >= SYNC_PAGES or (waiting and time.monotonic() - self._unsynced.since >= SYNC_SECONDS):
            self.sync()

    def _write_rejection(self, rejected: Rejected | Unfetched | Withheld) -> None:
        if self._rejects is None:
            self._rejects = LineFile(self._rejects_path)
        self._rejects.write(rejection_line(rejected))


def _fate(known: KnownRecord | None, text: int, owner: int, canonical: int) -> Fate:
    if known is None:
        return Fate.NEW
    # Two addresses of one article (a print version, AMP) differ a little for ever: one of them speaks for it, the
    # canonical one if it is fetched at all.
    if owner not in (known.owner, canonical):
        return Fate.DUPLICATE
    if known.text == text:
        return Fate.UNCHANGED if owner == known.owner else Fate.DUPLICATE
    return Fate.CHANGED


def _validators_of(headers: Mapping[str, str]) -> Validators:
    return Validators(headers.get("etag"), http_date(headers.get("last-modified")))


def _state_of_status(status: int) -> State:
    if status in GONE_STATUSES:
        return State.GONE
    return State.FAILED if status in BUSY_STATUSES else State.REJECTED


def _first_moment(published_at: str | None) -> datetime | None:
    # Of a year or a month: its first day.
    return datetime.fromisoformat(f"{published_at}-01-01"[:10]).replace(tzinfo=UTC) if published_at else None
