"""`babelwire newsite`: looks at a site that nobody has described, and writes its file and fixtures to be corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import unquote

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from pipelines.catalogue import DATA, site_of_url
from pipelines.urls import is_http_address
from spiders.commands import complain, refuse

if TYPE_CHECKING:
    from spiders.newsite.doubts import Doubt
    from spiders.newsite.findings import Findings
    from spiders.newsite.look import Look

CATALOGUE: Final = Path("pipelines/catalogue/sites")
FIXTURES: Final = Path("tests/sites")


def newsite(
    places: Annotated[list[str], typer.Argument(metavar="URL | PATH...", help="A home page, or saved pages.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Look at so many articles.")] = 20,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write below this folder; else below the checkout.")
    ] = None,
    key: Annotated[str, typer.Option(help="The site's key, which names its file.")] = "",
    home: Annotated[str, typer.Option(help="The home page, where saved pages do not tell it.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Look at a known site; overwrite files.")] = False,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch from this machine, too.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log.")] = False,
) -> None:
    """Look at a new site by its home page or by saved pages; write its file and fixtures for you to correct."""
    _check_key(key)
    addresses = [place for place in places if place.startswith(("http://", "https://"))]
    if addresses and (len(places) > 1 or not is_http_address(addresses[0])):
        refuse("give one address of the web, or saved pages")
    if not force:
        _check_known(addresses[0] if addresses else home)
    look = _crawl(addresses[0], limit, allow_private, verbose) if addresses else _read(places, home)
    from spiders.newsite.doubts import doubts_of
    from spiders.newsite.findings import findings_of

    findings = findings_of(look.learned, look.sample, key)
    doubts = doubts_of(findings)
    Console().print(_table(findings, doubts))
    _write(dict(_files(findings, doubts, output or _root())), force=force)
    typer.echo(
        f"Next: correct {findings.key}.toml; look at each article.draft.json beside its page.html, correct it, rename"
        " it article.json; then `python -m pytest tests/test_sites.py`, which fails until all of them are renamed."
    )


def _check_key(key: str) -> None:
    if key and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key):
        refuse(f"--key {key} is no key; use small letters, digits and hyphens")


def _check_known(home: str) -> None:
    known = site_of_url(home) if home else None
    if known:
        refuse(f"{home} is of a known site: {CATALOGUE}/{known.key}.toml; --force looks at it all the same")


def _crawl(home: str, limit: int, allow_private: bool, verbose: bool) -> Look:
    from spiders.newsite.look import look_at

    look = look_at(home, limit, allow_private=allow_private, verbose=verbose)
    if look.problem:
        refuse(f"{home}: {look.problem}", code=1)
    return look


def _read(paths: list[str], home: str) -> Look:
    from spiders.newsite.findings import home_of, learned_from
    from spiders.newsite.look import Look
    from spiders.newsite.sample import saved

    sample, problems = saved(map(Path, paths))
    for problem in problems:
        complain(problem)
    if not any(each.article for each in sample):
        reasons = ", ".join(sorted({each.reason for each in sample}))
        refuse(f"no articles: {len(sample)} pages were none ({reasons or 'nothing read'})", code=1)
    root = home or home_of(each for each in sample if each.article)
    if root is None:
        refuse("no page says its address; give the site's with --home https://…")
    return Look(learned_from(root, sample), sample)


def _table(findings: Findings, doubts: Iterable[Doubt]) -> Table:
    columns = (Column(overflow="fold"), Column(overflow="fold"))
    table = Table(*columns, title=f"a look at {findings.learned.home}", title_justify="left", show_header=False)
    for label, value in (*_rows(findings), ("doubtful", "\n".join(map(_told_doubt, doubts)))):
        table.add_row(label, escape(value or "nothing"))
    return table


def _rows(findings: Findings) -> Iterator[tuple[str, str]]:
    from pipelines.reports.sources import told_sources
    from spiders.commands.summary import coverage

    shapes = findings.learned.shapes
    editions = ", ".join(f"{tag} {url}" for tag, url in findings.editions.items())
    offsets = ", ".join(f"{offset} {number}" for offset, number in findings.offsets.most_common())
    yield "key, name", f"{findings.key}, {findings.name}"
    yield "pages", f"{len(findings.sample)}, {len(findings.articles)} of them articles"
    yield "sources", "\n".join(told_sources(findings.learned.sources)) or "saved pages only"
    yield "article addresses", shapes.regex() or "no shape learned"
    yield "shapes seen", "\n".join(f"{shape}: {told}" for shape, told in shapes.told().items())
    yield "editions", editions or "one"
    yield "languages", ", ".join(findings.languages)
    yield "time zone", f"{findings.timezone or 'not told'} (offsets of dates: {offsets})"
    yield "field coverage", coverage(findings.coverage, len(findings.articles))


def _told_doubt(doubt: Doubt) -> str:
    return f"{doubt.what}: {doubt.number}, e.g. {unquote(doubt.example)}"


def _files(findings: Findings, doubts: Iterable[Doubt], root: Path) -> Iterator[tuple[Path, bytes]]:
    from spiders.newsite.fixtures import fixtures_of
    from spiders.newsite.site_file import site_file

    today = f"{datetime.now(UTC):%Y-%m-%d}"
    yield root / CATALOGUE / f"{findings.key}.toml", site_file(findings, doubts, today).encode()
    for fixture in fixtures_of(findings.sample):
        for name, content in fixture.files.items():
            yield root / FIXTURES / findings.key / fixture.slug / name, content


def _root() -> Path:
    """Return the checkout that this program runs from; the current folder where it was installed without one."""
    checkout = DATA.parents[2]
    return checkout if (checkout / FIXTURES).is_dir() else Path()


def _write(files: dict[Path, bytes], *, force: bool) -> None:
    there = [path for path in files if path.exists()]
    if there and not force:
        refuse(f"{there[0]} exists, nothing was written; give --key another name, or overwrite with --force", code=1)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        typer.echo(path)
