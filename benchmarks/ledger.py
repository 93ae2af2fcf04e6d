"""What the ledger costs: time, disk and memory for a generated load of addresses.

python benchmarks/ledger.py --addresses 10000000
python benchmarks/ledger.py --postgresql postgresql://user@host/database    # an empty one
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pipelines.store.database import Database
from pipelines.store.keys import key_of_hex, key_of_url
from pipelines.store.ledger import KnownRecord, Ledger, Policy, Settlement, State, Validators
from pipelines.store.places import open_database
from pipelines.store.store import SYNC_PAGES

# Addresses whose way is timed, once the ledger has its size.
MEASURED: Final = 20_000
BATCH: Final = 50_000
NOW: Final = datetime(2026, 6, 27, 12, tzinfo=UTC)
WORDS: Final = ("bitcoin", "ether", "miners", "exchange", "upgrade", "wallet", "token", "halving", "court", "reserve")


def addresses(first: int, count: int) -> Iterator[str]:
    """Yield made-up addresses of some 75 characters: those of the known sites average 62, of other news sites 80."""
    for number in range(first, first + count):
        digest = hashlib.sha256(str(number).encode()).digest()
        slug = "-".join(WORDS[byte % len(WORDS)] for byte in digest[:5])
        yield f"https://www.news{number % 70:02}.example/2026/{digest[6] % 12 + 1:02}/{slug}-{number}"


def settlement(url: str, number: int) -> Settlement:
    """Return the usual end: a record; every second server gives a version, two of three a time of change."""
    key = key_of_url(url)
    etag = f'W/"{key & 0xFFFFFFFF:x}-{number:x}"' if number % 2 else None
    modified = NOW - timedelta(minutes=number % 100_000) if number % 3 else None
    record = (key, KnownRecord(key_of_hex(hashlib.sha256(url.encode()).hexdigest()), 1, key))
    return Settlement(url, State.DONE, NOW, validators=Validators(etag, modified), record=record)


def fill(ledger: Ledger, count: int) -> None:
    """Bring the ledger to its size in large transactions."""
    for first in range(0, count, BATCH):
        urls = addresses(first, min(BATCH, count - first))
        ledger.settle(settlement(url, first + place) for place, url in enumerate(urls))


def rates(ledger: Ledger, first: int, count: int) -> str:
    """Return how many addresses a second are taken in, leased and settled, as a crawl does these."""
    started = time.perf_counter()
    for url in addresses(first, count):
        ledger.offer(url, NOW, NOW)
    offered = time.perf_counter()
    leased = [lease.url for lease in iter(ledger.lease, None)]
    taken = time.perf_counter()
    for start in range(0, len(leased), SYNC_PAGES):
        ledger.settle(settlement(url, start + n) for n, url in enumerate(leased[start : start + SYNC_PAGES]))
    settled = time.perf_counter()
    per_second = [count / seconds for seconds in (offered - started, taken - offered, settled - taken)]
    return "{:,.0f} offered, {:,.0f} leased, {:,.0f} settled a second".format(*per_second)


def bytes_in(folder: Path) -> int:
    """Return what the files of a folder take."""
    return sum(file.stat().st_size for file in folder.iterdir())


def bytes_on_server(database: Database) -> int:
    """Return what the tables take on a server, with their indexes."""
    total = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid)"
    return int(database.execute(f"{total} AND relnamespace = 'babelwire_ledger'::regnamespace").fetchone()[0])


def main() -> None:
    """Print the costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--addresses", type=int, default=200_000)
    parser.add_argument("--postgresql", default="", metavar="ADDRESS")
    given = parser.parse_args()
    count = given.addresses
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(open_database(Path(folder), given.postgresql), "first", "news", Policy())
        if ledger.states():
            sys.exit("that database has a ledger already, whose addresses would be counted; give it an empty one")
        fill(ledger, count - MEASURED)
        print(rates(ledger, count - MEASURED, MEASURED))
        size = bytes_on_server(ledger.database) if given.postgresql else 0
        ledger.close()
        size += bytes_in(Path(folder))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"memory: {memory:,.0f} MB at most")
        print(f"disk: {size / 1e6:,.0f} MB, {size / count:.0f} bytes an address")


if __name__ == "__main__":
    main()
