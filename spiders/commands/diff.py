"""`babelwire diff`: two runs over the same pages, compared record by record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console

from spiders.commands import complain, refuse

if TYPE_CHECKING:
    from pipelines.inspect.runs import Comparison

# So many ids of records gained or lost are printed.
TOLD_IDS: Final = 5


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="Records of the first run: a file or a folder.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Records of the second run.")],
    fields: Annotated[str | None, typer.Option(help="Compare only these fields (body,title,…).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell which records two runs have gained, lost and changed, by field; exit code 1 where they differ."""
    from pipelines.inspect.runs import compare

    chosen = _fields(fields)
    for path in (before, after):
        if not path.exists():
            refuse(f"{path} is not there; give two files or folders of records")
    comparison = compare(before, after, chosen)
    for line in comparison.broken:
        complain(f"{line.place}: {line.why}")
    for path, number in ((before, comparison.before), (after, comparison.after)):
        if not number:
            refuse(f"{path} holds no record")
    if as_json:
        typer.echo(json.dumps(_as_json(comparison), ensure_ascii=False, indent=1))
    else:
        _print(comparison)
    raise typer.Exit(0 if comparison.is_same else 1)


def _fields(asked: str | None) -> tuple[str, ...]:
    from pipelines.inspect.changes import FIELDS

    if asked is None:
        return FIELDS
    names = tuple(name.strip() for name in asked.split(",") if name.strip())
    if unknown := [name for name in names if name not in FIELDS]:
        refuse(f"records have no {', '.join(unknown)} to compare; fields: {', '.join(FIELDS)}")
    return names or refuse("--fields names no field")


def _print(comparison: Comparison) -> None:
    from spiders.commands.inspected import plain, print_change

    console = Console(highlight=False)
    counts = [("same", comparison.same), ("changed", comparison.changed)]
    counts += [("gained", len(comparison.gained)), ("lost", len(comparison.lost))]
    typer.echo("records: " + ", ".join(f"{name} {number}" for name, number in counts))
    for name, ids in (("gained", comparison.gained), ("lost", comparison.lost)):
        if ids:
            more = f" and {len(ids) - TOLD_IDS} more" if len(ids) > TOLD_IDS else ""
            typer.echo(plain(f"{name}: {', '.join(ids[:TOLD_IDS])}{more}"))
    for name, number in comparison.fields.most_common():
        typer.echo(f"\n{name}: {number} changed")
        for example in comparison.examples[name]:
            typer.echo(plain(f" {example.id} {example.url or ''}").rstrip())
            print_change(console, example.change)


def _as_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "same": comparison.same,
        "changed": comparison.changed,
        "gained": comparison.gained,
        "lost": comparison.lost,
        "not_records": len(comparison.broken),
        "fields": {
            name: {
                "changed": number,
                "examples": [
                    {"id": each.id, "url": each.url, "before": each.change.before, "after": each.change.after}
                    for each in comparison.examples[name]
                ],
            }
            for name, number in comparison.fields.most_common()
        },
    }
