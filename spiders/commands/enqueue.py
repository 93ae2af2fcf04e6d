"""`babelwire enqueue`: sites for the workers of a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.queue.problem import QueueProblem
from spiders.commands import refuse
from spiders.commands.chosen import (
    ArgumentOption,
    LimitOption,
    LocaleOption,
    RefreshOption,
    SinceOption,
    arguments_of,
    chosen_crawls,
)
from spiders.commands.shared_queue import QueueOption, opened_queue

if TYPE_CHECKING:
    from pipelines.queue.jobs import Job


def enqueue(
    sites: Annotated[list[str], typer.Argument(metavar="SITE...", help="As in `babelwire crawl`; - reads a list.")],
    queue: QueueOption = "",
    locale: LocaleOption = "",
    limit: LimitOption = None,
    since: SinceOption = "",
    refresh: RefreshOption = False,
    argument: ArgumentOption = None,
) -> None:
    """Put sites into the queue, for `babelwire work` to crawl; what waits or is being crawled is not put in twice."""
    wishes = {"locale": locale, "since": since, "limit": str(limit or ""), "refresh": "1" if refresh else ""}
    given = {name: value for name, value in {**wishes, **arguments_of(argument)}.items() if value}
    jobs = [_job(spider, arguments) for spider, arguments in chosen_crawls(_listed(sites), given)]
    opened = opened_queue(queue)
    try:
        new = [job.name for job in jobs if opened.put(job)]
    except QueueProblem as problem:
        refuse(str(problem), code=1)
    for name in new:
        typer.echo(name)
    typer.echo(f"babelwire: {len(new)} put in, {len(jobs) - len(new)} there already", err=True)


def _listed(sites: list[str]) -> list[str]:
    """Return the sites; those on standard input, one a line, for a dash."""
    lines = typer.get_text_stream("stdin").read().split("\n") if "-" in sites else []
    read = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    chosen = [site for site in sites if site != "-"] + read
    return chosen or refuse("standard input names no site")


def _job(spider: str, arguments: dict[str, str]) -> Job:
    from pipelines.queue.jobs import Job

    return Job(_name(spider, arguments), spider, arguments)


def _name(spider: str, arguments: dict[str, str]) -> str:
    """Return what tells a crawl from others: its site, by the key where it is known, and the editions."""
    url = arguments.get("url", "")
    site = spider
    if spider == "site" and url:
        from spiders.any_site import site_of_home

        site = site_of_home(url).key or url.rstrip("/")
    elif url:
        site = f"{spider} {url}"
    return f"{site} {arguments.get('locale', '')}".rstrip()
