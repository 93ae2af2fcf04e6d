"""A crawl of a worker, in a process that ends with the worker: `python -m spiders.queue.crawling crawl …`."""

from __future__ import annotations

import os
import signal
from threading import Thread
from typing import Final

STDIN: Final = 0


def end_with_worker() -> None:
    """Ask the crawl to end in order once the worker is gone, however that went: its end of our input is closed then."""
    Thread(target=_await_end, daemon=True).start()


def _await_end() -> None:
    # (Not through sys.stdin, whose lock would be held when the process ends.)
    while os.read(STDIN, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    from spiders import settings
    from spiders.cli import run

    # A host gives a page a second, and one process parses fifty; each takes 80 MB, and there are many crawls.
    settings.BABELWIRE_WORKERS = 1
    end_with_worker()
    run()
