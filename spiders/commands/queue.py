"""`babelwire queue`: what waits, who is at what, and what was set aside."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.queue.problem import QueueProblem
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
            for again in opened.aside():
                opened.put(again.job)
        (waiting, held), aside = opened.jobs(), opened.aside()
    except QueueProblem as problem:
        refuse(str(problem), code=1)
    for each in held:
        typer.echo(f"{each.job.name}: crawled by {each.worker}, heard of {each.renewed:.0f} s ago")
    for job in waiting:
        typer.echo(f"{job.name}: waits")
    for failed in aside:
        typer.echo(f"{failed.job.name}: set aside {failed.at:%Y-%m-%d %H:%M} UTC: {failed.why}")
    typer.echo(f"babelwire: {len(held)} crawled, {len(waiting)} waiting, {len(aside)} set aside", err=True)
