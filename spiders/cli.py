"""The `babelwire` command. Each subcommand lives in a module of its own under `spiders/commands/`."""

from __future__ import annotations

import os

import typer

from spiders.commands import (
    complain,
    crawl,
    diff,
    enqueue,
    export,
    index,
    inspect,
    newsite,
    normalize,
    queue,
    report,
    schema,
    search,
    serve,
    sites,
    work,
)

app = typer.Typer(
    name="babelwire",
    help="Crawl crypto-news sites in any language; turn every article page into one clean, typed record.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.command()(crawl.crawl)
app.command()(diff.diff)
app.command()(enqueue.enqueue)
app.command()(export.export)
app.command()(index.index)
app.command()(inspect.inspect)
app.command()(newsite.newsite)
app.command()(normalize.normalize)
app.command()(queue.queue)
app.command()(report.report)
app.command()(schema.schema)
app.command()(search.search)
app.command()(serve.serve)
app.command()(sites.sites)
app.command()(work.work)


def run() -> None:
    """Run the command that the shell gave; where its output cannot be written, say so in one line."""
    try:
        app()
    except OSError as problem:
        complain(f"cannot write the output: {(problem.strerror or str(problem)).lower()}")
        # What could not be written is still in the buffer: at its exit, Python would try once more, and complain.
        os._exit(2)


if __name__ == "__main__":
    run()
