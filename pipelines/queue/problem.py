"""What goes wrong with a queue. (Known without Redis's driver, so that also its lack can be told.)"""

from __future__ import annotations


class QueueProblem(RuntimeError):
    """The queue cannot be used; the message says why, in one line."""
