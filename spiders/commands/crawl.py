"""`babelwire crawl`: the spiders, with a progress line and a closing table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from pipelines.catalogue import key_of_name
from spiders.commands import refuse
from spiders.since import parse_since


def crawl(
    sites: Annotated[list[str], typer.Argument(metavar="SITE...", help="Keys of sites, spiders, or addresses.")],
    locale: Annotated[str, typer.Option("--locale", "-l", help="Editions of the sites: pt-br, or ja,ko…")] = "",
    limit: Annotated[int | None, typer.Option("--limit", "-n", min=1, help="At most so many records a site.")] = None,
    since: Annotated[str, typer.Option(help="Nothing published earlier: 2026-06-27, 36h, 7d.")] = "",
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again for articles that are known.")] = False,
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
    argument: Annotated[
        list[str] | None, typer.Option("--argument", "-a", help="NAME=VALUE for the spider, as in scrapy crawl.")
    ] = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="Write the log as JSON lines.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log, not only warnings.")] = False,
) -> None:
    """Crawl sites: `demo`, a key from `babelwire sites`, a home page, an article's address, or `feed -a url=…`."""
    if since and parse_since(since, datetime.now(UTC)) is None:
        refuse(f"--since {since} is no time; give 2026-06-27, 2026-06-27T08:00:00Z, 36h or 7d")
    switches = {
        "refresh": refresh,
        "drop_duplicates": drop_duplicates,
        "respect_tdm": respect_tdm,
        "allow_private": allow_private,
        "keep_raw": keep_raw,
    }
    bounds = {"locale": locale, "since": since, "limit": str(limit or "")}
    wishes = {name: "1" for name, is_on in switches.items() if is_on}
    chosen = {name: {**bounds, **wishes, **_arguments(argument), **own} for name, own in _chosen(sites).items()}
    # Scrapy costs most of a second to import: after the arguments have been found good.
    from spiders.commands.running import run
    from spiders.commands.summary import summary_of

    results = run(
        [_spider_and_arguments(name, given) for name, given in chosen.items()], verbose=verbose, log_json=log_json
    )
    for result in results:
        if not result.refused:
            Console().print(summary_of(result))
            # Not in the table, whose cells break long paths.
            typer.echo("\n".join(result.files) or ("nothing new" if result.found_articles else "nothing was written"))
            if result.raw_files:
                typer.echo("\n".join(result.raw_files))
    found = any(result.found_articles for result in results)
    raise typer.Exit(0 if found and not any(result.failed for result in results) else 1)


def _chosen(sites: list[str]) -> dict[str, dict[str, str]]:
    """Return names of sites and spiders, each with its own arguments; addresses of articles make one crawl together."""
    # (What tells addresses apart knows how long texts are, and imports the parser with that.)
    from spiders.discovery.prior import Is, verdict_of

    addresses = [site for site in sites if site.startswith(("http://", "https://"))]
    articles = [url for url in addresses if verdict_of(url).it_is is not Is.LIST]
    chosen = {site: {"url": site} if site in addresses else {} for site in sites if site not in articles}
    return {**chosen, "page": {"url": ",".join(articles)}} if articles else chosen


def _arguments(given: list[str] | None) -> dict[str, str]:
    pairs = [text.partition("=") for text in given or ()]
    wrong = next((name for name, equals, _ in pairs if not equals), None)
    if wrong:
        refuse(f"-a {wrong} has no value; write -a NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _spider_and_arguments(name: str, arguments: dict[str, str]) -> tuple[str, dict[str, str]]:
    from spiders.commands.running import spider_names

    if name.startswith(("http://", "https://")):
        return "site", arguments
    if name in spider_names():
        return name, arguments
    if key := key_of_name(name):
        return key, arguments
    return refuse(f"no site or spider is called {name!r}; `babelwire sites` and `scrapy list` tell the names")
