"""Whether search finds what people look for: known items among the records of the development pages and the demo site.

python benchmarks/search_quality.py RECORDS...    (what `babelwire normalize` made of the pages, and a demo crawl)
"""

from __future__ import annotations

import argparse
import datetime
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from results import write_section

from pipelines.records import record_files
from pipelines.search.embedded.database import INDEX_NAME, open_for_reading
from pipelines.search.embedded.index import EmbeddedIndex
from pipelines.search.embedded.searching import Request, search
from pipelines.search.indexing import index_files
from pipelines.search.tokens import composed

# Language, query, and how the title of the record begins that is looked for: words of its title in other forms, of its
# summary or questions, with and without accents.
QUERIES: Final = Path(__file__).with_name("search_queries.tsv")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and the record that it is meant to find."""

    language: str
    query: str
    title: str


def wanted() -> list[Wanted]:
    """Return the queries."""
    return [Wanted(*line.split("\t")) for line in QUERIES.read_text("utf-8").splitlines()]


def main() -> None:
    """Look all queries up, without any filter; print how many find their record first, and which do not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path, nargs="+")
    files = record_files(parser.parse_args().records)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / INDEX_NAME
        with closing(EmbeddedIndex(path)) as index:
            indexed = index_files(index, files, path.parent)
        with closing(open_for_reading(path)) as connection:
            places = {each: place(connection, each) for each in wanted()}
    told = "\n".join([f"{indexed}.", *_told(places)])
    print(told)
    write_section("Search, known items", f"{datetime.date.today().isoformat()}, {told}")


def _told(places: dict[Wanted, int]) -> Iterator[str]:
    first = sum(found == 1 for found in places.values())
    languages = {each.language for each in places}
    yield f"{first} of {len(places)} queries in {len(languages)} languages find the record that is looked for first.\n"
    for each, found in places.items():
        if found != 1:
            yield f"- {each.language} {each.query!r}: {f'in place {found}' if found else 'not among ten'}"


def place(connection: sqlite3.Connection, each: Wanted) -> int:
    """Return the place of the record among ten; 0 where it is not there."""
    hits = search(connection, Request(each.query)).hits
    titles = [composed(hit.record["title"]) for hit in hits]
    places = [number for number, title in enumerate(titles, start=1) if title.startswith(composed(each.title))]
    return places[0] if places else 0


if __name__ == "__main__":
    main()
