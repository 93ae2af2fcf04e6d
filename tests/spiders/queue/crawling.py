"""A crawl of a worker in haste, where all names under .example are this machine."""

from __future__ import annotations

from spiders import settings
from spiders.cli import run
from spiders.queue.crawling import end_with_worker

# Long enough to be seen, and kept to the letter.
DELAY = 0.1
HASTE = {
    "DOWNLOAD_DELAY": DELAY,
    "DOWNLOAD_DELAY_JITTER": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_TIMEOUT": 1,
    "RETRY_TIMES": 2,
    "BABELWIRE_WORKERS": 1,
    "BABELWIRE_ALLOW_PRIVATE": True,
    "TWISTED_DNS_RESOLVER": "tests.spiders.small_resolver.SmallResolver",
}

if __name__ == "__main__":
    for name, value in HASTE.items():
        setattr(settings, name, value)
    end_with_worker()
    run()
