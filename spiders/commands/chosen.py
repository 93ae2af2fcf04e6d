"""What is to be crawled, on the command line: sites, bounds, and -a; as spiders and their arguments."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipelines.catalogue import key_of_name
from spiders.commands import refuse
from spiders.since import parse_since

LocaleOption = Annotated[str, typer.Option("--locale", "-l", help="Editions of the sites: pt-br, or ja,ko…")]
LimitOption = Annotated[int | None, typer.Option("--limit", "-n", min=1, help="At most so many records a site.")]
SinceOption = Annotated[str, typer.Option("--since", help="Nothing published earlier: 2026-06-27, 36h, 7d.")]
RefreshOption = Annotated[bool, typer.Option("--refresh", help="Ask again for articles that are known.")]
ArgumentOption = Annotated[
    list[str] | None, typer.Option("--argument", "-a", help="NAME=VALUE for the spider, as in scrapy crawl.")
]


def chosen_crawls(sites: list[str], wishes: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """Return the spiders of sites, each with its arguments; refuse what is no site, and a time that is none."""
    since = wishes.get("since", "")
    if since and parse_since(since, datetime.now(UTC)) is None:
        refuse(f"--since {since} is no time; give 2026-06-27, 2026-06-27T08:00:00Z, 36h or 7d")
    return [_spider_and_arguments(name, {**wishes, **own}) for name, own in _chosen(sites).items()]


def arguments_of(given: list[str] | None) -> dict[str, str]:
    """Return the arguments that `-a NAME=VALUE` gives."""
    pairs = [text.partition("=") for text in given or ()]
    wrong = next((name for name, equals, _ in pairs if not equals), None)
    if wrong:
        refuse(f"-a {wrong} has no value; write -a NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _chosen(sites: list[str]) -> dict[str, dict[str, str]]:
    """Return names of sites and spiders, each with its own arguments; addresses of articles make one crawl together."""
    # (What tells addresses apart knows how long texts are, and imports the parser with that.)
    from spiders.discovery.prior import Is, verdict_of

    addresses = [site for site in sites if site.startswith(("http://", "https://"))]
    articles = [url for url in addresses if verdict_of(url).it_is is not Is.LIST]
    chosen = {site: {"url": site} if site in addresses else {} for site in sites if site not in articles}
    return {**chosen, "page": {"url": ",".join(articles)}} if articles else chosen


def _spider_and_arguments(name: str, arguments: dict[str, str]) -> tuple[str, dict[str, str]]:
    # Scrapy costs most of a second to import: after the arguments have been found good.
    from spiders.commands.running import spider_names

    if name.startswith(("http://", "https://")):
        return "site", arguments
    if name in spider_names():
        return name, arguments
    if key := key_of_name(name):
        return key, arguments
    return refuse(f"no site or spider is called {name!r}; `babelwire sites` and `scrapy list` tell the names")
