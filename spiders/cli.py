"""The `babelwire` command. Each subcommand lives in a module of its own under `spiders/commands/`."""

from __future__ import annotations

import typer

from spiders.commands import crawl, normalize, schema, sites

app = typer.Typer(
    name="babelwire",
    help="Crawl crypto-news sites in any language; turn every article page into one clean, typed record.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.command()(crawl.crawl)
app.command()(normalize.normalize)
app.command()(schema.schema)
app.command()(sites.sites)

if __name__ == "__main__":
    app()
