"""`babelwire report`: how each site is doing, over its runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from pipelines.reports.health import EARLIER_RUNS, Limits, SiteHealth, health_of
from pipelines.reports.page import page_of
from pipelines.reports.run import read_reports
from pipelines.reports.sources import told_sources
from spiders.commands import refuse
from spiders.commands.summary import told

# For schedulers: a site went silent, lost a field, or its last run was cut short.
UNWELL: Final = 3
COUNTS: Final = ("new", "changed", "known", "unchanged", "duplicates", "records", "pages")


def report(
    sites: Annotated[list[str] | None, typer.Argument(metavar="[SITE]...", help="Only these sites.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The folder that crawls write to.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page to this file, with the runs as charts.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    silent_days: Annotated[float, typer.Option(min=0, help="Nothing new for so long is a problem.")] = 7,
    coverage_drop: Annotated[
        float, typer.Option(min=0, max=1, help="So much less of a field, as a share, is a problem.")
    ] = 0.2,
) -> None:
    """Tell what is new on each site, and what is wrong; exit code 3 where something is."""
    folder = output or Path(os.environ.get("BABELWIRE_OUTPUT", "output"))
    found = health_of(read_reports(folder), Limits(timedelta(days=silent_days), coverage_drop))
    chosen = [site for site in found if not sites or site.scope.partition("/")[0] in sites or site.scope in sites]
    if not chosen:
        refuse(f"{folder} has no run of {', '.join(sites)}" if sites else f"{folder} has no runs yet", code=1)
    if html:
        html.write_text(page_of(chosen, folder), "utf-8")
    if as_json:
        typer.echo(json.dumps([_as_json(site) for site in chosen], ensure_ascii=False, indent=1))
    else:
        Console().print(_table(chosen))
        for site in chosen:
            typer.echo("".join(f"{site.scope}: {line}\n" for line in _details(site)), nl=False)
    raise typer.Exit(UNWELL if any(site.problems for site in chosen) else 0)


def _table(sites: list[SiteHealth]) -> Table:
    table = Table(title=f"last run of each site, of up to {EARLIER_RUNS + 1} runs", title_justify="left")
    table.add_column("site", overflow="fold")
    for name in ("run", "new", "changed", "known", "unchanged", "rejected", "not fetched"):
        table.add_column(name, justify="right")
    for site in sites:
        latest = site.latest
        numbers = [latest.count(name) for name in ("new", "changed", "known", "unchanged")]
        numbers += [sum(latest.group(name).values()) for name in ("rejected", "not_fetched")]
        when = f"{latest.started_at:%Y-%m-%d\n%H:%M}"
        table.add_row(site.scope, when, *map(str, numbers), style="bold" if site.problems else "")
    return table


def _details(site: SiteHealth) -> Iterator[str]:
    for name in ("rejected", "not_fetched"):
        if counts := site.latest.group(name):
            yield f"{name.replace('_', ' ')} {told(counts)}"
    yield from told_sources(site.latest.sources)
    yield from site.problems


def _as_json(site: SiteHealth) -> dict[str, Any]:
    latest = site.latest
    return {
        "site": site.scope,
        "run": latest.run,
        "started_at": latest.started_at.isoformat(),
        "interrupted": latest.interrupted,
        "runs": len(site.runs),
        **{name: latest.count(name) for name in COUNTS},
        "rejected": latest.group("rejected"),
        "not_fetched": latest.group("not_fetched"),
        "sources": [asdict(source) for source in latest.sources],
        "coverage": {name: round(share, 3) for name, share in site.coverage.items()},
        "problems": list(site.problems),
    }
