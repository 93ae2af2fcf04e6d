"""What a run keeps, however it ends."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.line_files import LineFile
from pipelines.rejected import Rejected, Unfetched, Withheld
from pipelines.store.keys import key_of_hex
from pipelines.store.ledger import Ledger, Policy, State, Validators
from pipelines.store.mending import mend_members
from pipelines.store.places import open_database
from pipelines.store.schema import MIGRATIONS
from pipelines.store.store import Fate, Store
from schemas.article import Article
from schemas.page import Page, Rejection

ROOT = Path(__file__).parents[3]
SITE = "https://news.example"


def article(url: str, text: str = "B", canonical: str = "") -> Article:
    """Return the record of an address."""
    return Article(
        id=hashlib.sha256((canonical or url).encode()).hexdigest()[:16],
        url=url,
        title="T",
        language="en",
        body=text,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def lines(output: Path) -> list[Article]:
    """Return all records in files that have their names."""
    found = sorted(output.glob("news/*.jsonl"))
    return [Article.model_validate_json(line) for path in found for line in path.read_bytes().splitlines()]


class OpenStore:
    """Opens a folder's store for one run after another."""

    def __init__(self, output: Path, ledger: str) -> None:
        self.output = output
        self.ledger = ledger
        self.opened: list[Store] = []

    def __call__(self, run: str = "first", scope: str = "news", output: Path | None = None, **wishes: Any) -> Store:  # noqa: ANN401
        """Return the store of a run; on wish in another folder."""
        self.opened.append(Store(output or self.output, run, scope, folder="news", ledger=self.ledger, **wishes))
        return self.opened[-1]

    def lose_ledger(self) -> None:
        """Let the ledger be gone."""
        if self.ledger:
            import psycopg

            psycopg.connect(self.ledger, autocommit=True).execute("DROP SCHEMA babelwire_ledger CASCADE")
        for path in self.output.glob("state.sqlite*"):
            path.unlink()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Return what opens stores with a new ledger, in their folder or in a database."""
    stores = OpenStore(tmp_path, request.getfixturevalue("shared_ledger") if request.param == "postgresql" else "")
    yield stores
    for opened in stores.opened:
        opened.ledger.close()


def test_a_record_is_written_once(store: OpenStore, tmp_path: Path) -> None:
    """An unchanged text is not written again, in this run or another; a changed one is the next revision."""
    first = store()
    assert first.write(article(f"{SITE}/a")).fate is Fate.NEW
    assert first.write(article(f"{SITE}/a")).fate is Fate.UNCHANGED
    first.close()
    second = store("second")
    assert second.write(article(f"{SITE}/a")).fate is Fate.UNCHANGED
    changed = second.write(article(f"{SITE}/a", "C"))
    assert (changed.fate, changed.article.revision) == (Fate.CHANGED, 2)
    second.close()
    assert [(record.body, record.revision) for record in lines(tmp_path)] == [("B", 1), ("C", 2)]


def test_the_canonical_address_speaks_for_an_article(store: OpenStore) -> None:
    """Print versions differ for ever; they are duplicates of the one address that speaks, the canonical one if seen."""
    own, canonical = f"{SITE}/print/a", f"{SITE}/a"
    run = store()
    assert run.write(article(own, "B", canonical)).fate is Fate.NEW
    assert run.write(article(f"{SITE}/amp/a", "b", canonical)).fate is Fate.DUPLICATE
    assert run.write(article(canonical, "C")).fate is Fate.CHANGED
    assert run.write(article(own, "B", canonical)).fate is Fate.DUPLICATE
    assert run.write(article(canonical, "C")).fate is Fate.UNCHANGED
    run.close()


STORY = (
    "The exchange said on Monday that withdrawals had resumed after a pause of six hours. Its engineers had found"
    " that a node was out of step with the network, and took the wallets offline until it had caught up again."
    " No funds were lost, the company added, and users whose orders were cancelled are to be paid their fees back."
)


@pytest.mark.parametrize("drop", [False, True])
def test_a_copy_names_the_first_record_with_its_text(store: OpenStore, tmp_path: Path, drop: bool) -> None:
    """An article taken over by another site, found in a later run, names the original; or is left out on request."""
    run = store()
    original = run.write(article(f"{SITE}/original", STORY)).article
    run.close()
    later = store("second", "other", drop_duplicates=drop)
    copy = later.write(article("https://exchange.example/copy", f"{STORY} (Reported by News.)"))
    other = later.write(article("https://exchange.example/other", "Something else happened on Tuesday. " * 9))
    later.close()
    assert (copy.fate, copy.article.duplicate_of) == ((Fate.DUPLICATE, None) if drop else (Fate.NEW, original.id))
    assert (other.fate, other.article.duplicate_of) == (Fate.NEW, None)
    assert len(lines(tmp_path)) == (2 if drop else 3)


def test_parts_have_a_bounded_size(store: OpenStore, tmp_path: Path) -> None:
    """A part that has reached its size gets its name while the run goes on; numbers tell the order."""
    run = store(part_bytes=20_000)
    for number in range(200):
        run.write(article(f"{SITE}/{number}"))
    assert [path.name for path in run.files][:2] == ["first-00000.jsonl", "first-00001.jsonl"]
    run.close()
    assert [record.url for record in lines(tmp_path)] == [f"{SITE}/{number}" for number in range(200)]
    assert len(run.files) >= 3
    assert not list(tmp_path.glob("**/*.part"))


@pytest.mark.parametrize(
    ("status", "reason", "state"),
    [
        (404, Rejection.HTTP_ERROR, State.GONE),
        (503, Rejection.HTTP_ERROR, State.FAILED),
        (403, Rejection.HTTP_ERROR, State.REJECTED),
        (200, Rejection.INDEX_PAGE, State.REJECTED),
    ],
)
def test_what_becomes_of_pages_without_record(
    store: OpenStore, tmp_path: Path, status: int, reason: Rejection, state: State
) -> None:
    """A page that is gone is not asked for again, a server that is busy is, and each reason is written down."""
    run = store()
    run.reject(Page(b"", f"{SITE}/a", status=status), Rejected(reason, "why", f"{SITE}/a"))
    run.close()
    again = store("second")
    assert again.ledger.states() == {State.PENDING if state is State.FAILED else state: 1}
    (line,) = (tmp_path / "runs" / "first.rejects.jsonl").read_bytes().splitlines()
    assert json.loads(line)["reason"] == str(reason)
    again.close()


def test_what_could_not_be_fetched(store: OpenStore) -> None:
    """A timeout is tried again by the next run; what robots.txt forbids is looked at again when it is listed."""
    run = store()
    run.not_fetched(Unfetched(f"{SITE}/a", "timeout"))
    run.not_fetched(Unfetched(f"{SITE}/b", "robots_forbidden"))
    run.not_fetched(Unfetched(f"{SITE}/c", "too_large"))
    run.close()
    again = store("second")
    assert again.ledger.states() == {State.PENDING: 1, State.REJECTED: 2}
    assert [str(again.offer(f"{SITE}/{name}")) for name in "bc"] == ["again", "known"]
    again.close()


def test_what_a_crawl_had_no_time_for_is_pending(store: OpenStore, tmp_path: Path) -> None:
    """An address that waited for its host when the crawl ended is left to the next run, and is no rejection."""
    run = store()
    run.not_fetched(Unfetched(f"{SITE}/a", "crawl_ends"))
    run.close()
    assert not (tmp_path / "runs" / "first.rejects.jsonl").exists()
    again = store("second")
    assert again.ledger.states() == {State.PENDING: 1}
    again.close()


def test_what_is_withheld_is_settled(store: OpenStore, tmp_path: Path) -> None:
    """A record whose use is reserved is in the rejects; a later run is not told that its page is unchanged."""
    run = store()
    run.arrived(Page(b"", f"{SITE}/a", headers={"etag": '"v1"'}))
    run.withhold(Withheld(f"{SITE}/a", "tdm_reserved"))
    run.close()
    (line,) = (tmp_path / "runs" / "first.rejects.jsonl").read_bytes().splitlines()
    assert json.loads(line)["reason"] == "tdm_reserved"
    again = store("second", policy=Policy(refresh=True))
    assert again.ledger.states() == {State.REJECTED: 1}
    again.offer(f"{SITE}/a")
    lease = again.lease()
    assert lease
    assert lease.validators == Validators()
    again.close()


def test_a_new_ledger_takes_in_what_is_there(store: OpenStore, tmp_path: Path) -> None:
    """Where the ledger is lost, the records in the files are not written a second time."""
    run = store()
    run.write(article(f"{SITE}/a"))
    run.close()
    store.lose_ledger()
    again = store("second")
    assert again.adopted == 1
    assert str(again.offer(f"{SITE}/a")) == "known"
    assert again.write(article(f"{SITE}/a")).fate is Fate.UNCHANGED
    again.close()


def test_a_new_ledger_takes_in_all_or_nothing(
    store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is killed while it makes the ledger anew leaves that to the next, which takes in every record."""
    run = store()
    for name in ("first", "second"):
        run.write(article(f"{SITE}/{name}", name).model_copy(update={"site": name}))
    run.close()
    store.lose_ledger()
    adopt = Ledger.adopt

    def adopt_once(ledger: Ledger, records: list[dict[str, Any]]) -> None:
        if ledger.record(key_of_hex(article(f"{SITE}/first").id)):
            raise KeyboardInterrupt
        adopt(ledger, records)

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "adopt", adopt_once)
        with pytest.raises(KeyboardInterrupt):
            store("third")
    again = store("fourth")
    assert again.adopted == 2
    again.close()


@pytest.mark.parametrize(("days", "is_known"), [(29, True), (31, False)])
def test_a_new_ledger_knows_texts_again(store: OpenStore, tmp_path: Path, days: int, is_known: bool) -> None:
    """Copies of what lies in earlier files are found though the ledger was lost, for as long as with it."""
    fetched_at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    run = store()
    original = article(f"{SITE}/original", STORY).model_copy(update={"fetched_at": fetched_at})
    run.write(original)
    run.close()
    store.lose_ledger()
    again = store("second")
    copy = again.write(article("https://exchange.example/copy", f"{STORY} (Reported by News.)")).article
    assert copy.duplicate_of == (original.id if is_known else None)
    again.close()


def test_a_half_written_line_is_cut_off(store: OpenStore, tmp_path: Path) -> None:
    """What a dead run left is made whole: full lines kept, the torn one dropped and told, the address given back."""
    run = store()
    for name in "ab":
        run.offer(f"{SITE}/{name}")
        run.lease()
    run.write(article(f"{SITE}/a"))
    run.sync()
    (part,) = tmp_path.glob("news/*.part")
    with part.open("ab") as file:
        file.write(b'{"id": "12')
    os.close(run._lock._descriptor)  # as the system does when a process dies
    again = store("second")
    (told,) = again.recovered
    assert (told.run, told.records, told.cut_bytes, told.released) == ("first", 1, 10, 1)
    assert str(told) == (
        "run first was interrupted: 1 records of its open files kept, a half-written line of 10 bytes cut off,"
        " 1 addresses to be fetched again"
    )
    assert [record.url for record in lines(tmp_path)] == [f"{SITE}/a"]
    lease = again.lease()
    assert lease
    assert lease.url == f"{SITE}/b"
    again.close()


def test_an_open_archive_is_finished(store: OpenStore, tmp_path: Path) -> None:
    """The archive of a dead run keeps its whole members and gets its name; one without any is removed."""
    run = store()
    whole = b"".join(gzip.compress(f"WARC/1.1\r\n{number}".encode() * 999) for number in range(3))
    torn = gzip.compress(os.urandom(500))[:-9]
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "first-00000.warc.gz.part").write_bytes(whole + torn)
    (tmp_path / "news" / "first-00001.warc.gz.part").write_bytes(torn)
    (tmp_path / "news" / "other-00000.warc.gz.part").write_bytes(torn)
    os.close(run._lock._descriptor)
    again = store("second")
    (told,) = again.recovered
    assert (told.archives, told.cut_archive_bytes) == (1, 2 * len(torn))
    assert f"1 open archives kept, a half-written page of {2 * len(torn)} bytes cut off" in str(told)
    again.close()
    assert (tmp_path / "news" / "first-00000.warc.gz").read_bytes() == whole
    assert [path.name for path in tmp_path.glob("news/*.part")] == ["other-00000.warc.gz.part"]


@pytest.mark.parametrize("tail", [b"\x00" * 5000, b"\x00" * 20 + b"WARC", b"\x1f\x8b\x08", b"no gzip"])
def test_what_follows_the_last_whole_member_is_cut_off(tmp_path: Path, tail: bytes) -> None:
    """Blanks, a torn head and anything else behind the last whole member go, and nothing before them."""
    path = tmp_path / "a.warc.gz.part"
    path.write_bytes(gzip.compress(b"a") + gzip.compress(b"b" * 100_000) + tail)
    assert mend_members(path) == len(tail)
    assert gzip.decompress(path.read_bytes()) == b"a" + b"b" * 100_000


def test_lines_that_the_ledger_has_not_heard_of(store: OpenStore, tmp_path: Path) -> None:
    """A line on the disk counts, also where the process died before the ledger was told."""
    run = store()
    run.offer(f"{SITE}/a")
    run.lease()
    run.write(article(f"{SITE}/a"))
    os.close(run._lock._descriptor)
    again = store("second")
    assert again.ledger.states() == {State.DONE: 1}
    assert again.write(article(f"{SITE}/a")).fate is Fate.UNCHANGED
    again.close()
    assert len(lines(tmp_path)) == 1


def test_blanks_after_a_power_cut_are_cut_off(store: OpenStore, tmp_path: Path) -> None:
    """Some file systems leave zeros where data never reached the disk; what stands before them is kept."""
    run = store()
    run.write(article(f"{SITE}/a"))
    (part,) = tmp_path.glob("news/*.part")
    with part.open("ab") as file:
        file.write(b"\x00" * 50 + b"\n")
    os.close(run._lock._descriptor)
    store("second").close()
    assert [record.url for record in lines(tmp_path)] == [f"{SITE}/a"]


def test_a_run_that_lives_is_let_be(store: OpenStore, tmp_path: Path) -> None:
    """A second crawl beside the first takes nothing from it."""
    first = store()
    first.offer(f"{SITE}/a")
    first.lease()
    first.write(article(f"{SITE}/b"))
    second = store("second")
    assert second.recovered == []
    assert second.lease() is None
    second.write(article(f"{SITE}/c"))
    second.close()
    first.close()
    assert sorted(str(record.url) for record in lines(tmp_path)) == [f"{SITE}/b", f"{SITE}/c"]


def test_a_full_disk_leaves_whole_lines(tmp_path: Path) -> None:
    """A line that does not fit leaves no trace; what was written before stays."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    file = LineFile(tmp_path / "a.jsonl")
    try:
        file.write(b"x" * 99)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150, before[1]))
        with pytest.raises(OSError, match="large"):
            file.write(b"y" * 99)
        file.write(b"z" * 9)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    file.close()
    assert (tmp_path / "a.jsonl").read_bytes() == b"x" * 99 + b"\n" + b"z" * 9 + b"\n"


def test_a_run_that_cannot_begin_is_none_that_was_interrupted(
    store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a full disk takes not even the lock of a run, nothing of the run is left for the next to clear up."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", fail)
        with pytest.raises(OSError, match="No space left"):
            store()
    assert list((tmp_path / "runs").iterdir()) == []
    assert store("second").recovered == []


def test_a_full_disk_is_no_damage_of_the_ledger(tmp_path: Path) -> None:
    """Nobody is told to move a ledger away that could only not be written to."""
    with sqlite3.connect(tmp_path / "state.sqlite") as ledger:
        ledger.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
        with pytest.raises(sqlite3.OperationalError):
            open_database(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, "tests/pipelines/store")
from test_store import SITE, OpenStore, article
run = OpenStore(Path(sys.argv[1]), sys.argv[3])(sys.argv[2], part_bytes=100_000)
for number in range(int(sys.argv[4])):
    run.offer(f"{SITE}/{number}")
print("ready", flush=True)
while lease := run.lease():
    run.write(article(lease.url, lease.url * 3))
run.close()
print("done", flush=True)
"""


def test_every_article_is_written_exactly_once_whenever_the_process_is_killed(store: OpenStore, tmp_path: Path) -> None:
    """Killed again and again with SIGKILL, the runs together write each article exactly once, in whole lines."""
    count = 600 if store.ledger else 3000
    done = False
    for attempt in range(30):
        command = [sys.executable, "-c", WRITER, str(tmp_path), f"run{attempt:02}", store.ledger, str(count)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}) as run:
            assert run.stdout
            assert run.stdout.readline() == b"ready\n"
            if attempt < 8:
                time.sleep(0.005 + 0.02 * attempt)
                run.kill()
            done = b"done" in run.stdout.read()
        if done:
            break
    assert done
    urls = [record.url for record in lines(tmp_path)]
    assert len(urls) == len(set(urls)) == count
    assert not list(tmp_path.glob("**/*.part"))
    assert not list(tmp_path.glob("**/*.lock"))
    assert len({path.name for path in tmp_path.glob("news/*.jsonl")}) >= 3
