"""`babelwire index`: records into the embedded index, or into a search server."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from spiders.commands import complain, refuse
from spiders.commands.folders import index_path, output_folder


def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Record files or folders; the output of crawls.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The folder that crawls write to.")] = None,
    database: Annotated[Path | None, typer.Option(help="The index; search.sqlite in the output folder.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew from all records.")] = False,
) -> None:
    """Bring new records into the search index; a second run reads only what is new."""
    folder = output_folder(output)
    path = index_path(database, folder)
    from pipelines.records import record_files
    from pipelines.search.embedded.database import IndexProblem
    from pipelines.search.embedded.index import EmbeddedIndex, remove_index
    from pipelines.search.indexing import index_files

    try:
        files = record_files(paths or [folder])
        if not files:
            refuse(f"no record files in {', '.join(map(str, paths or [folder]))}; `babelwire crawl` makes them", code=1)
        if rebuild:
            remove_index(path)
        target = EmbeddedIndex(path)
        indexed = index_files(target, files, path.parent)
        target.close()
    except (IndexProblem, FileNotFoundError) as problem:
        refuse(str(problem), code=1)
    except (OSError, sqlite3.Error) as problem:
        refuse(f"cannot index into {path}: {problem}", code=1)
    complain(str(indexed))
