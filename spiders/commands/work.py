"""`babelwire work`: a worker that crawls what is in a queue."""

from __future__ import annotations

import os
import secrets
import signal
import socket
from typing import Annotated

import typer

from pipelines.queue.lease import SHORTEST, USUAL
from spiders.commands import complain
from spiders.commands.shared_queue import QueueOption, opened_queue


def work(
    queue: QueueOption = "",
    at_once: Annotated[int, typer.Option("--at-once", "-j", min=1, max=256, help="Sites crawled side by side.")] = 4,
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="End when nothing waits and no worker is at anything.")
    ] = False,
    lease: Annotated[
        int,
        typer.Option(
            envvar="BABELWIRE_LEASE", min=SHORTEST, help="Seconds after which the sites of a dead worker are another's."
        ),
    ] = USUAL,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log, not only warnings.")] = False,
) -> None:
    """Crawl the sites of a queue, until told to stop; exit code 1 where a site was set aside."""
    from spiders.queue.worker import Worker

    name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"
    worker = Worker(opened_queue(queue, name, lease), complain, lease=lease, at_once=at_once, until_empty=until_empty)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: worker.stop())
    worker.work({"BABELWIRE_QUEUE": queue, "BABELWIRE_LEASE": str(lease)}, ("--verbose",) if verbose else ())
    raise typer.Exit(1 if worker.failed else 0)
