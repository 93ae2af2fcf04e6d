"""Fixtures that serve small sites on this machine, and crawl them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from tests.spiders.small_site import Crawl, Crawled, Reply, Serve, SmallSite

ROOT = Path(__file__).parents[2]
# Nobody has to be spared on this machine; but without any delay, Scrapy sends all that waits for a host at once.
HASTE = {"DOWNLOAD_DELAY": "0.01", "AUTOTHROTTLE_ENABLED": "False", "RETRY_TIMES": "0", "BABELWIRE_WORKERS": "1"}


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve small sites until the test is over."""
    running: list[SmallSite] = []

    def start(answer: Callable[[str, int], Reply | None] = lambda path, times: None) -> SmallSite:
        running.append(SmallSite(answer))
        Thread(target=running[-1].serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return running[-1]

    yield start
    for site in running:
        site.shutdown()
        site.server_close()


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Crawl in a process of its own, as everybody does."""

    def run(spider: str, *addresses: str, **settings: object) -> Crawled:
        chosen: dict[str, object] = {**HASTE, "allow_private": 1, "BABELWIRE_OUTPUT": tmp_path, **settings}
        # What is no setting is an argument of the spider.
        given = [
            word for name, value in chosen.items() for word in ("-s" if name.isupper() else "-a", f"{name}={value}")
        ]
        command = [sys.executable, "-m", "scrapy", "crawl", spider, "-a", f"url={','.join(addresses)}", *given]
        began = monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        (report,) = (tmp_path / "runs").glob("*[!s].json")
        return Crawled(
            records=[record for path in tmp_path.glob("[!r]*/*.jsonl") for record in _lines(path)],
            counts=json.loads(report.read_text("utf-8")),
            rejects=[line for path in tmp_path.glob("runs/*.rejects.jsonl") for line in _lines(path)],
            log=done.stderr,
            seconds=monotonic() - began,
        )

    return run


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]
