"""`babelwire sites`: the known sites."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from pipelines.catalogue import load_sites
from pipelines.reports.run import read_reports
from schemas.language import is_in_language
from schemas.site import Site
from spiders.commands import refuse


def sites(
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Only sites in this language: pt, pt-BR, zh, zh-Hant…")
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help="Only sites of which the last crawl found no article.")] = False,
) -> None:
    """List the sites that Babelwire knows, most important first."""
    chosen = [site for site in load_sites().values() if language is None or publishes_in(site, language)]
    if not chosen:
        refuse(f"no known site publishes in {language}; `babelwire sites` lists all languages", code=1)
    if dead:
        silent = _silent(Path(os.environ.get("BABELWIRE_OUTPUT", "output")))
        chosen = [site for site in chosen if site.key in silent]
        if not chosen:
            typer.echo("babelwire: no crawl of a known site ended without an article", err=True)
            return
    width = max(len(site.key) for site in chosen)
    for site in chosen:
        typer.echo(f"{site.key:<{width}}  {site.home}  {','.join(site.languages)}  {site.name}")


def _silent(output: Path) -> set[str]:
    """Return the keys of sites whose last whole run listed no article, new or known."""
    latest = {report.scope.partition("/")[0]: report for report in read_reports(output) if not report.interrupted}
    return {key for key, report in latest.items() if not report.listed}


def publishes_in(site: Site, language: str) -> bool:
    """Tell whether a site has an edition in a language, whatever its script or region where none is asked for."""
    return any(is_in_language(tag, language) for tag in site.languages)
