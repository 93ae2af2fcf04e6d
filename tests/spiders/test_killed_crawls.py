"""Crawls that are killed again and again, as power cuts and impatient operators do it."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.spiders.newspaper import Newspaper, crawling

STORIES = 2_000
KILLS = 20
# Of these, so many hit a run that is still clearing up after the one before.
AT_ONCE = 4
# What a run can have under way: the requests of the downloader, and as many pages in the queue of the parsers.
UNDER_WAY = 100
PATIENCE = 120.0


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    """Serve a paper of many stories."""
    server = Newspaper(STORIES)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def moments(seed: int) -> list[int]:
    """Return after how many records in the files each run is killed; some as soon as it has begun."""
    chance = random.Random(seed)
    chosen = chance.sample(range(1, STORIES), KILLS - AT_ONCE)
    return sorted(chosen + chance.sample(chosen, AT_ONCE))


def written(output: Path) -> int:
    """Return how many whole lines are in the record files, those with their names and those without."""
    count = 0
    for path in output.glob("feed/*.jsonl*"):
        try:
            count += path.read_bytes().count(b"\n")
        except FileNotFoundError:
            # It has just got its name.
            continue
    return count


def locks(output: Path) -> set[str]:
    """Return the names of the runs' locks. (Taken before a run is started: under load, it may have its own at once.)"""
    return {path.name for path in output.glob("runs/*.lock")}


def killed(run: subprocess.Popen[bytes], output: Path, before: set[str], records: int) -> str:
    """Kill a run and its workers once it has begun and there are so many records; return its log if it ended before."""
    deadline = time.monotonic() + PATIENCE
    while run.poll() is None and time.monotonic() < deadline:
        if locks(output) - before and written(output) >= records:
            break
        time.sleep(0.005)
    os.killpg(run.pid, signal.SIGKILL)
    _, log = run.communicate()
    return "" if run.returncode == -signal.SIGKILL else f"{written(output)} records of {records}: {log.decode()}"


def records(output: Path) -> list[dict[str, Any]]:
    """Return what is in the record files; each line is whole."""
    return [json.loads(line) for path in output.glob("feed/*.jsonl") for line in path.read_bytes().splitlines()]


def told(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what records say of their articles, by id; each id is there once."""
    assert set(Counter(record["id"] for record in found).values()) == {1}
    return {record["id"]: {**record, "fetched_at": None, "input_id": None} for record in found}


def kept(output: Path) -> set[str]:
    """Return the ids of the responses in the archives; each member is whole."""
    archives = b"".join(gzip.decompress(path.read_bytes()) for path in output.glob("feed/*.warc.gz"))
    return {found.decode() for found in re.findall(rb"WARC-Record-ID: <(urn:uuid:[\w-]+)>", archives)}


def test_a_crawl_killed_twenty_times_writes_what_an_undisturbed_one_writes(paper: Newspaper, tmp_path: Path) -> None:
    """Killed at twenty random moments and resumed each time, a crawl ends with the same records, each once."""
    with crawling(paper, tmp_path / "undisturbed") as undisturbed:
        early = []
        for moment in moments(seed=7):
            before = locks(tmp_path / "killed")
            with crawling(paper, tmp_path / "killed", start_new_session=True, keep_raw="1") as run:
                early.append(killed(run, tmp_path / "killed", before, moment))
        assert [log for log in early if log] == []
        with crawling(paper, tmp_path / "killed", keep_raw="1") as last:
            _, log = last.communicate(timeout=PATIENCE)
        assert b"was interrupted" in log
        undisturbed.communicate(timeout=PATIENCE)
    found = records(tmp_path / "killed")
    wanted = told(records(tmp_path / "undisturbed"))
    assert len(wanted) == STORIES
    assert told(found) == wanted
    assert {record["input_id"] for record in found} <= kept(tmp_path / "killed")
    assert not list(tmp_path.glob("**/*.part"))
    assert not list(tmp_path.glob("**/*.lock"))
    # Nothing but what was under way is fetched again.
    assert len(paper.stories_asked) <= 2 * STORIES + KILLS * UNDER_WAY
