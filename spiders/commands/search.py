"""`babelwire search`: what the embedded index finds, as text or JSON."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spiders.commands import complain, refuse
from spiders.commands.folders import index_path, output_folder
from spiders.commands.times import since_of, until_of

if TYPE_CHECKING:
    from pipelines.search.embedded.searching import Found, Hit
    from pipelines.search.snippets import Highlight

# Not printed themselves, but Persian and Hindi words are written with them.
JOINERS = "\u200c\u200d"
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
# What the words of a query gave, where it is not every one of them as written.
MATCHED = {
    "all_forms": "other forms of the words are among them",
    "any_words": "no record has all the words; these have some",
}


def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help='Words, "a phrase", -without, begin*.')],
    language: Annotated[list[str] | None, typer.Option("--language", "-l", help="zh, zh-Hant, pt…")] = None,
    site: Annotated[list[str] | None, typer.Option(help="Key or host of a site.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Key or name of an outlet.")] = None,
    asset: Annotated[list[str] | None, typer.Option(help="Symbol of a crypto-asset: BTC.")] = None,
    since: Annotated[str, typer.Option(help="Published then or later: 2026-06-27, 36h, 7d.")] = "",
    until: Annotated[str, typer.Option(help="Published then or earlier: 2026, 2026-06-27…")] = "",
    has_qa: Annotated[bool, typer.Option("--has-qa", help="Only with questions and answers.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="So many results.")] = 10,
    offset: Annotated[int, typer.Option(min=0, help="Leave out the first ones.")] = 0,
    facets: Annotated[bool, typer.Option("--facets", help="Count languages, sites, sources, months.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: results with their records' ids.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The folder that crawls write to.")] = None,
    database: Annotated[Path | None, typer.Option(help="The index; search.sqlite in the output folder.")] = None,
) -> None:
    """Search the index that `babelwire index` made. Exit code 1 where nothing is found."""
    from pipelines.search.embedded.database import IndexProblem, open_for_reading
    from pipelines.search.embedded.searching import Request, found_as_json
    from pipelines.search.embedded.searching import search as look_up
    from pipelines.search.filters import Filters
    from pipelines.search.query import QueryProblem

    filters = Filters(
        languages=tuple(language or ()),
        sites=tuple(site or ()),
        sources=tuple(source or ()),
        assets=tuple(asset or ()),
        since=since_of(since),
        until=until_of(until),
        has_qa=has_qa,
    )
    request = Request(" ".join(query), filters, limit, offset, facets)
    try:
        found = look_up(open_for_reading(index_path(database, output_folder(output))), request)
    except (IndexProblem, QueryProblem) as problem:
        refuse(str(problem), code=2)
    except sqlite3.Error as problem:
        refuse(f"the index cannot be read ({problem}); `babelwire index --rebuild` makes it anew")
    if as_json:
        typer.echo(json.dumps(found_as_json(request, found), ensure_ascii=False, indent=1))
    else:
        _print(found, offset)
    raise typer.Exit(0 if found.total else 1)


def _print(found: Found, offset: int) -> None:
    for place, hit in enumerate(found.hits, start=offset + 1):
        typer.echo("\n".join(_lines(place, hit)))
    for name, values in found.facets.items():
        typer.echo(f"{name}: {', '.join(f'{value} {number}' for value, number in values.items())}")
    note = MATCHED.get(found.matched)
    complain(f"{found.total} found" + (f"; {note}" if note and found.total else ""))


def _lines(place: int, hit: Hit) -> Iterator[str]:
    record = hit.record
    source = record["source"]["name"] if record.get("source") else record.get("site")
    told = filter(None, [record["language"], record.get("published_at"), source, record["id"]])
    yield f"{place}. {_shown(hit.title)}"
    yield f"   {' · '.join(map(_printable, told))}"
    if url := record.get("canonical_url") or record.get("url"):
        yield f"   {_printable(url)}"
    if hit.snippet:
        yield f"   {_shown(hit.snippet)}"


def _shown(highlight: Highlight) -> str:
    on, off = (BOLD, PLAIN) if sys.stdout and sys.stdout.isatty() else ("", "")
    return "".join(f"{on}{_printable(text)}{off}" if marked else _printable(text) for text, marked in highlight.parts())


def _printable(text: str) -> str:
    # Records are strangers' texts: none of them steers the terminal.
    return "".join(character if character.isprintable() or character in JOINERS else " " for character in text)
