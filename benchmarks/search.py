"""How fast the indexes are filled and searched, on a made-up load.

python benchmarks/search.py --records 100000 [--to postgresql://…]
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from results import write_section
from search_load import UNSPACED, records, write_files

from pipelines.records import record_files
from pipelines.search.embedded.database import INDEX_NAME, open_for_reading
from pipelines.search.embedded.index import EmbeddedIndex
from pipelines.search.embedded.searching import Request, search
from pipelines.search.filters import Filters
from pipelines.search.indexing import index_files
from pipelines.search.servers import ServerIndex
from pipelines.search.targets import open_index

QUERIES: Final = 200


def queries(count: int, of_records: int) -> list[tuple[str, str]]:
    """Return queries and the ids of the records that their words were taken from: one to three words of the title."""
    source = random.Random(7)
    step = max(1, of_records // count)
    chosen = [record for number, record in enumerate(records(of_records)) if number % step == 0][:count]
    return [(_words(record, source), record["language"]) for record in chosen]


def _words(record: dict[str, Any], source: random.Random) -> str:
    title: str = record["title"]
    wanted = source.randint(1, 3)
    if record["language"] not in UNSPACED:
        return " ".join(source.sample(title.split(), wanted))
    places = [source.randrange(max(1, len(title) - 4)) for _ in range(wanted)]
    return " ".join(title[place : place + source.randint(2, 4)] for place in places)


def timed(path: Path, asked: Sequence[tuple[str, str]], *, by_language: bool, with_facets: bool) -> str:
    """Return the times of the queries in milliseconds: by the clock, and of the processor, should others use it too."""
    connection = open_for_reading(path)
    times = []
    for text, language in asked:
        filters = Filters(languages=(language,)) if by_language else Filters()
        started, began = time.perf_counter(), time.thread_time()
        search(connection, Request(text, filters, with_facets=with_facets))
        times.append(((time.perf_counter() - started) * 1000, (time.thread_time() - began) * 1000))
    clock, own = zip(*times, strict=True)
    return f"{_shown(clock)}; of the processor {_shown(own)}; longest {asked[own.index(max(own))][0]!r}"


def _shown(times: Sequence[float]) -> str:
    return f"p50 {statistics.median(times):.1f} p95 {statistics.quantiles(times, n=20)[-1]:.1f} max {max(times):.1f} ms"


def main() -> None:
    """Measure, print, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--to", help="fill a server, too")
    parser.add_argument("--keep", type=Path, help="make load and index here, or take those that are here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        lines = list(measured(options.keep or Path(temporary), options.records, options.to))
    told = "\n".join(f"- {line}" for line in lines)
    write_section("Search", f"{datetime.date.today().isoformat()}, {options.records} records.\n\n{told}")


def measured(folder: Path, count: int, server: str | None) -> Iterator[str]:
    """Yield what was measured, a line each, and print it."""
    for line in _measured(folder, count, server):
        print(line)
        yield line


def _measured(folder: Path, count: int, server: str | None) -> Iterator[str]:
    load, path = folder / "load", folder / INDEX_NAME
    if not load.exists():
        write_files(load, count)
    if not path.exists():
        yield f"SQLite: {filled(load, open_index('', path))}"
    if server:
        yield f"{server.partition(':')[0]}: {filled(load, open_index(server, path, rebuild=True))}"
    yield f"size: records {size(load):.0f} MB, index {path.stat().st_size / 1e6:.0f} MB"
    asked = queries(QUERIES, count)
    for by_language in (False, True):
        for with_facets in (False, True):
            told = timed(path, asked, by_language=by_language, with_facets=with_facets)
            wanted = ("in one language" if by_language else "in all languages") + (
                " with facets" if with_facets else ""
            )
            yield f"{len(asked)} queries {wanted}: {told}"


def filled(load: Path, index: EmbeddedIndex | ServerIndex) -> str:
    """Fill an index and return how fast."""
    started, began = time.perf_counter(), time.process_time()
    with closing(index):
        indexed = index_files(index, record_files([load]), load.parent)
    seconds, own = time.perf_counter() - started, time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = f"{indexed.read / seconds:.0f} a second"
    return f"{indexed}: {rate} ({own:.0f} of {seconds:.0f} s in this process), {memory:.0f} MB"


def size(folder: Path) -> float:
    """Return the megabytes of a folder's files."""
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


if __name__ == "__main__":
    main()
