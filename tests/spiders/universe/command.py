"""The `babelwire` command in the universe, where all names under .example are this machine: `python -m … newsite …`."""

from __future__ import annotations

from spiders import settings
from spiders.cli import run
from tests.spiders.universe.crawling import HASTE

if __name__ == "__main__":
    for name, value in HASTE.items():
        setattr(settings, name, value)
    run()
