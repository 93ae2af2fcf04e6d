"""`babelwire queue`: what waits, who is at what, and what was set aside."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from spiders.commands import refuse
from spiders.commands.shared_queue import QueueOption, opened_queue


def queue(
    queue: QueueOption = "",
    retry: Annotated[bool, typer.Option("--retry", help="Put what was set aside in again.")] = False,
) -> None:
    """Tell what waits in a queue, which worker is at what, and which sites were set aside, with the reason."""
    opened = opened_queue(queue)
    try:
        if retry:
            for failed in opened.aside():
                opened.put(failed.job)
        (waiting, held), aside = opened.jobs(), opened.aside()
    except RuntimeError as problem:
        refuse(str(problem), code=1)
    table = Table("site", "", "", box=None, show_header=False)
    for each in held:
        table.add_row(each.job.name, "crawled by", f"{each.worker}, heard of {each.renewed:.0f} s ago")
    for job in waiting:
        table.add_row(job.name, "waits", "")
    for failed in aside:
        table.add_row(failed.job.name, "set aside", f"{failed.at:%Y-%m-%d %H:%M} {failed.why}")
    if table.row_count:
        Console().print(table)
    typer.echo(f"babelwire: {len(held)} crawled, {len(waiting)} waiting, {len(aside)} set aside", err=True)
