"""Tries again what may go well later, with longer and longer pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from pipelines.search.servers.addresses import ServerProblem

# Half a minute in all: a restart of the server, or a full queue, is over by then.
TRIES: Final = 7
FIRST_PAUSE: Final = 0.5
# A server that asks for a longer pause is not waited for: the next run goes on from here.
LONGEST_PAUSE: Final = 60.0

Answer = TypeVar("Answer")


class Busy(Exception):
    """The server cannot answer now."""

    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause
        """Seconds that it asks to be left alone."""


def retried(ask: Callable[[], Answer]) -> Answer:
    """Return the answer to a question that may be asked again; raises ServerProblem where none comes."""
    for number in range(TRIES):
        try:
            return ask()
        except Busy as busy:
            if number + 1 == TRIES or (busy.pause or 0) > LONGEST_PAUSE:
                raise ServerProblem(f"{busy}; the next run goes on from here") from busy
            time.sleep(busy.pause if busy.pause is not None else FIRST_PAUSE * 2**number)
    raise AssertionError("the last try has returned or raised")
