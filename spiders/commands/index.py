"""`babelwire index`: records into the embedded index, or into a search server."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from spiders.commands import complain, refuse
from spiders.commands.folders import index_path, output_folder
from spiders.commands.progress import on_terminal


def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Record files or folders; the output of crawls.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The folder that crawls write to.")] = None,
    database: Annotated[Path | None, typer.Option(help="The index; search.sqlite in the output folder.")] = None,
    to: Annotated[str, typer.Option("--to", help="A server instead: postgresql://…, opensearch+http://…")] = "",
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Take all records again, not only new ones.")] = False,
) -> None:
    """Bring new records into the search index, or to a search server; a second run reads only what is new."""
    folder = output_folder(output)
    path = index_path(database, folder)
    from pipelines.records import record_files
    from pipelines.search.embedded.database import IndexProblem
    from pipelines.search.indexing import Indexed, index_files
    from pipelines.search.servers.addresses import ServerProblem
    from pipelines.search.targets import open_index

    indexed = Indexed()
    try:
        files = record_files(paths or [folder])
        if not files:
            refuse(f"no record files in {', '.join(map(str, paths or [folder]))}; `babelwire crawl` makes them", code=1)
        with closing(open_index(to, path, rebuild=rebuild)) as target, _told_on_terminal() as shown:
            indexed = index_files(target, files, path.parent, shown)
    except (IndexProblem, ServerProblem, FileNotFoundError) as problem:
        refuse(str(problem), code=1)
    except (OSError, sqlite3.Error) as problem:
        refuse(f"cannot index into {path}: {problem}", code=1)
    complain(str(indexed))


@contextmanager
def _told_on_terminal() -> Iterator[Callable[[object], None]]:
    """Show on a terminal how far the run is; anywhere else, show nothing."""
    if not on_terminal():
        yield lambda indexed: None
        return
    with Console(stderr=True).status("indexing") as status:
        # As it is: brackets in reasons are no markup.
        yield lambda indexed: status.update(Text(str(indexed)))
