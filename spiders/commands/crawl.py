"""`babelwire crawl`: the spiders, with a progress line and a closing table."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from spiders.commands.chosen import (
    ArgumentOption,
    LimitOption,
    LocaleOption,
    RefreshOption,
    SinceOption,
    arguments_of,
    chosen_crawls,
)


def crawl(
    sites: Annotated[list[str], typer.Argument(metavar="SITE...", help="Keys of sites, spiders, or addresses.")],
    locale: LocaleOption = "",
    limit: LimitOption = None,
    since: SinceOption = "",
    refresh: RefreshOption = False,
    drop_duplicates: Annotated[
        bool, typer.Option("--drop-duplicates", help="Leave out what has (nearly) the text of an earlier record.")
    ] = False,
    respect_tdm: Annotated[
        bool, typer.Option("--respect-tdm", help="Leave out pages that reserve text and data mining.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this machine and its network, too.")
    ] = False,
    keep_raw: Annotated[bool, typer.Option("--keep-raw", help="Keep the pages as they came, in .warc.gz.")] = False,
    argument: ArgumentOption = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="Write the log as JSON lines.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log, not only warnings.")] = False,
) -> None:
    """Crawl sites: `demo`, a key from `babelwire sites`, a home page, an article's address, or `feed -a url=…`."""
    switches = {
        "refresh": refresh,
        "drop_duplicates": drop_duplicates,
        "respect_tdm": respect_tdm,
        "allow_private": allow_private,
        "keep_raw": keep_raw,
    }
    bounds = {"locale": locale, "since": since, "limit": str(limit or "")}
    wishes = {name: "1" for name, is_on in switches.items() if is_on}
    chosen = chosen_crawls(sites, {**bounds, **wishes, **arguments_of(argument)})
    # Scrapy costs most of a second to import: after the arguments have been found good.
    from spiders.commands.running import run
    from spiders.commands.summary import summary_of

    results = run(chosen, verbose=verbose, log_json=log_json)
    for result in results:
        if not result.refused:
            Console().print(summary_of(result))
            # Not in the table, whose cells break long paths.
            typer.echo("\n".join(result.files) or ("nothing new" if result.found_articles else "nothing was written"))
            if result.raw_files:
                typer.echo("\n".join(result.raw_files))
    found = any(result.found_articles for result in results)
    raise typer.Exit(0 if found and not any(result.failed for result in results) else 1)
