"""`babelwire sites`: the known sites."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.catalogue import load_sites
from schemas.language import is_in_language
from schemas.site import Site
from spiders.commands import refuse


def sites(
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Only sites in this language: pt, pt-BR, zh, zh-Hant…")
    ] = None,
) -> None:
    """List the sites that Babelwire knows, most important first."""
    chosen = [site for site in load_sites().values() if language is None or publishes_in(site, language)]
    if not chosen:
        refuse(f"no known site publishes in {language}; `babelwire sites` lists all languages", code=1)
    width = max(len(site.key) for site in chosen)
    for site in chosen:
        typer.echo(f"{site.key:<{width}}  {site.home}  {','.join(site.languages)}  {site.name}")


def publishes_in(site: Site, language: str) -> bool:
    """Tell whether a site has an edition in a language, whatever its script or region where none is asked for."""
    return any(is_in_language(tag, language) for tag in site.languages)
