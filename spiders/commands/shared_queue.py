"""The queue that commands share: its option, and the connection to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipelines.queue.lease import USUAL
from pipelines.queue.problem import QueueProblem
from spiders.commands import refuse

if TYPE_CHECKING:
    from pipelines.queue.stream import Queue

QueueOption = Annotated[
    str, typer.Option("--queue", envvar="BABELWIRE_QUEUE", metavar="URL", help="redis://HOST:PORT/NUMBER")
]
# An answer that is waited for twice takes a sixth of a lease; a short wait for a job must fit in.
ANSWERS_OF_LEASE: Final = 12
SHORTEST_ANSWER: Final = 0.5


def opened_queue(address: str, worker: str = "", lease: float = USUAL) -> Queue:
    """Return the queue of an address; refuse where there is none."""
    if not address:
        refuse("which queue? give --queue redis://127.0.0.1:6379/0, or set BABELWIRE_QUEUE")
    try:
        from pipelines.queue.connection import ANSWER_SECONDS, connected
        from pipelines.queue.stream import Queue

        answer = min(ANSWER_SECONDS, max(lease / ANSWERS_OF_LEASE, SHORTEST_ANSWER))
        return Queue(connected(address, answer), address, worker, lease)
    except QueueProblem as problem:
        refuse(str(problem))
