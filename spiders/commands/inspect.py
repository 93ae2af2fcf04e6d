"""`babelwire inspect`: why a page became the record that it did."""

from __future__ import annotations

import webbrowser
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from schemas.role import Role
from spiders.commands import refuse

if TYPE_CHECKING:
    from pipelines.inspect.inspection import Inspection

PageArgument = Annotated[
    str,
    typer.Argument(metavar="PAGE", help="A saved page; of several (JSON lines, WARC): FILE#ID, FOLDER#ID."),
]


def inspect(
    page: PageArgument,
    url: Annotated[str | None, typer.Option(help="The page's address, where the file does not tell it.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the HTML file here.")] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the HTML file in the browser.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the blocks instead of writing HTML.")] = False,
    role: Annotated[list[str] | None, typer.Option(help="Print only blocks of this role.")] = None,
    grep: Annotated[
        str | None, typer.Option(help="Print which blocks hold these words, and which rule took them.")
    ] = None,
    diff: Annotated[Path | None, typer.Option(help="Print what has changed against this earlier record.")] = None,
) -> None:
    """Show a page's blocks with their roles and rules beside its record: in an HTML file, or in the terminal."""
    if unknown := [name for name in role or [] if name not in set(Role)]:
        refuse(f"there is no role {', '.join(unknown)}; roles: {', '.join(Role)}")
    if grep is not None and not grep.strip():
        refuse("--grep has no words; give some of the paragraph that is missing")
    inspection = _inspected(page, url)
    if grep is not None or text or role:
        _print_blocks(inspection, role or [], grep)
    elif diff:
        _print_changes(inspection, diff)
    else:
        _write(inspection, page, output, show)


def _inspected(place: str, url: str | None) -> Inspection:
    from pipelines.catalogue import site_of_url
    from pipelines.inspect.inspection import inspect_page
    from pipelines.inspect.pages import PageNotFound, page_at
    from pipelines.urls import is_http_address

    if url and not is_http_address(url):
        refuse(f"{url} is no http address with a host")
    try:
        found = page_at(place)
    except PageNotFound as problem:
        refuse(str(problem))
    return inspect_page(replace(found, url=url, site=site_of_url(url)) if url else found)


def _write(inspection: Inspection, place: str, output: Path | None, show: bool) -> None:
    from pipelines.inspect.page import page_of

    path = output or Path(mkdtemp(prefix="babelwire-")) / "inspection.html"
    path.write_text(page_of(inspection, place), "utf-8", "replace")
    outcome = f"no record ({inspection.rejected.reason})" if inspection.rejected else "1 record"
    typer.echo(f"babelwire: {len(inspection.blocks)} blocks, {outcome}: {path}", err=True)
    if show and not webbrowser.open(path.resolve().as_uri()):
        refuse(f"no browser could be started; open {path} in one", code=1)


def _print_blocks(inspection: Inspection, roles: list[str], words: str | None) -> None:
    from pipelines.inspect.words import blocks_with, why_in_no_block
    from spiders.commands.inspected import print_blocks, print_evidence, print_outcome

    console = Console(highlight=False)
    blocks = [seen for seen in inspection.blocks if not roles or seen.role in roles]
    if words is None:
        print_blocks(console, blocks)
        print_outcome(console, inspection)
    elif found := blocks_with(words, blocks):
        print_evidence(console, found)
    else:
        refuse(why_in_no_block(words, inspection), code=1)


def _print_changes(inspection: Inspection, earlier: Path) -> None:
    from pipelines.inspect.changes import changes
    from pipelines.inspect.earlier import NoEarlierRecord, earlier_record
    from spiders.commands.inspected import plain, print_changes

    if inspection.rejected:
        refuse(plain(f"the page gives no record any more: {inspection.rejected}"), code=1)
    assert inspection.article
    after = inspection.article.model_dump(mode="json")
    try:
        before = earlier_record(earlier, after)
    except NoEarlierRecord as problem:
        refuse(str(problem))
    except OSError as problem:
        refuse(f"{earlier}: {(problem.strerror or str(problem)).lower()}")
    found = changes(before, after)
    print_changes(Console(highlight=False), found)
    raise typer.Exit(1 if found else 0)
