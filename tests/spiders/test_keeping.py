"""Crawls whose spiders learn that nothing can be kept any more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spiders.small_site import Reply, Serve

ROOT = Path(__file__).parents[2]
LINKS = "".join(f'<p><a href="/news/story-number-{number}">Story number {number}</a></p>' for number in range(9))


@pytest.mark.parametrize("links", [LINKS, ""], ids=["of a list page", "of the next step"])
def test_a_spider_that_asks_a_ledger_that_is_gone(serve: Serve, tmp_path: Path, shared_ledger: str, links: str) -> None:
    """Where the ledger does not answer what is asked of it in the middle of a search, the crawl says so and ends."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed; `make install` installs it")

    def answer(path: str, times: int) -> Reply | None:
        if path != "/":
            return None
        with psycopg.connect(shared_ledger, autocommit=True) as server:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return Reply(f"<html lang=en><body><main>{links}</main></body></html>".encode())

    site = serve(answer)
    settings = {
        "BABELWIRE_LEDGER": shared_ledger,
        "BABELWIRE_OUTPUT": str(tmp_path),
        "BABELWIRE_ALLOW_PRIVATE": "1",
        "DOWNLOAD_DELAY": "0",
        "LOG_LEVEL": "WARNING",
    }
    words = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={site.base}/", *words]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60, check=False)
    (told,) = done.stderr.splitlines()
    assert "the ledger in PostgreSQL cannot be used (" in told
    assert told.endswith("; the next run goes on from here")
    assert not any("story" in path for path in site.paths)
