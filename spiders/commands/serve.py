"""`babelwire serve`: a page on this machine to search the embedded index."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from spiders.commands import refuse
from spiders.commands.folders import index_path, output_folder


def serve(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The folder that crawls write to.")] = None,
    database: Annotated[Path | None, typer.Option(help="The index; search.sqlite in the output folder.")] = None,
    host: Annotated[str, typer.Option(help="Listen there; other machines can read all records then.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8014,
) -> None:
    """Serve a page that searches the index and shows its records, to this machine only."""
    from pipelines.search.embedded.database import IndexProblem
    from pipelines.search.page.server import SearchPage

    try:
        page = SearchPage(index_path(database, output_folder(output)), host, port)
    except IndexProblem as problem:
        refuse(str(problem))
    except OSError as problem:
        refuse(f"cannot listen on {host}:{port}: {(problem.strerror or str(problem)).lower()}; give another --port")
    with page, suppress(KeyboardInterrupt):
        typer.echo(f"{page.address} (end with Ctrl-C)")
        page.serve_forever()
