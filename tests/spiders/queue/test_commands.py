"""The commands of the queue, as operators use them."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipelines.queue.connection import connected
from pipelines.queue.stream import Queue
from spiders.cli import app
from tests.redis_server import RedisServer


def called(*words: str, lines: str | None = None, **environment: str) -> Result:
    """Call a command."""
    return CliRunner().invoke(app, words, input=lines, env={"BABELWIRE_QUEUE": "", **environment})


def worker_of(server: RedisServer) -> Queue:
    """Return the queue as a worker sees it."""
    queue = Queue(connected(server.address), server.address, "one")
    queue.take()
    return queue


def test_a_site_is_put_in_once_by_whatever_name(redis_server: RedisServer) -> None:
    """Its key, its name and its home page are one site; an edition of it, and an article, are other jobs."""
    done = called("enqueue", "htx", "HTX", "https://www.htx.com/", "--queue", redis_server.address)
    assert (done.stdout.splitlines(), done.stderr) == (["htx"], "babelwire: 1 put in, 2 there already\n")
    article = "https://news.example/2026/06/27/withdrawals-resume-at-the-exchange"
    done = called("enqueue", "htx", article, "-l", "pt-br", BABELWIRE_QUEUE=redis_server.address)
    assert done.stdout.splitlines() == ["htx pt-br", f"page {article} pt-br"]


def test_a_job_has_the_arguments_of_a_crawl(redis_server: RedisServer) -> None:
    """What `babelwire crawl` would be told goes with the site; what was not said does not."""
    words = ("--since", "7d", "--limit", "50", "--refresh", "-a", "keep_raw=1")
    called("enqueue", "https://例え.example/", *words, BABELWIRE_QUEUE=redis_server.address)
    worker_of(redis_server)
    taken = worker_of(redis_server).jobs()[1][0].job
    told = {"url": "https://例え.example/", "since": "7d", "limit": "50", "refresh": "1", "keep_raw": "1"}
    assert (taken.name, taken.spider, taken.arguments) == ("https://例え.example", "site", told)


def test_a_list_of_sites_is_read_from_standard_input(redis_server: RedisServer) -> None:
    """One a line; blank lines and notes are passed over, and an empty list is refused."""
    listed = "# ours\nhtx\n\n https://新聞.example \n"
    done = called("enqueue", "-", lines=listed, BABELWIRE_QUEUE=redis_server.address)
    assert done.stdout.splitlines() == ["htx", "https://新聞.example"]
    done = called("enqueue", "-", lines="# none\n", BABELWIRE_QUEUE=redis_server.address)
    assert (done.exit_code, done.stderr) == (2, "babelwire: standard input names no site\n")


def test_the_queue_tells_what_waits_is_crawled_and_was_set_aside(redis_server: RedisServer) -> None:
    """Each site is one line, with the worker or the reason; what was set aside can be put in again."""
    called("enqueue", "htx", "coindesk", "demo", BABELWIRE_QUEUE=redis_server.address)
    queue = worker_of(redis_server)
    failed = queue.take()
    assert failed
    queue.set_aside(failed, "exit code 1: 没有文章")
    queue.take()
    done = called("queue", BABELWIRE_QUEUE=redis_server.address)
    assert re.sub(r"\d+ s|\d{4}-\S+ \S+", "…", done.stdout).splitlines() == [
        "coindesk: crawled by one, heard of … ago",
        "demo: waits",
        "htx: set aside … UTC: exit code 1: 没有文章",
    ]
    assert done.stderr == "babelwire: 1 crawled, 1 waiting, 1 set aside\n"
    done = called("queue", "--retry", BABELWIRE_QUEUE=redis_server.address)
    assert done.stderr == "babelwire: 1 crawled, 2 waiting, 0 set aside\n"


@pytest.mark.parametrize("words", [("enqueue", "htx"), ("work",), ("queue",)])
def test_without_a_queue_commands_say_so(words: tuple[str, ...]) -> None:
    """No queue, an address that is none, and a Redis that is down are each told in one line."""
    for address, problem in {
        "": "which queue?",
        "http://127.0.0.1": "no address of a Redis",
        "redis://127.0.0.1:1/0": "does not answer",
    }.items():
        done = called(*words, BABELWIRE_QUEUE=address)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert problem in done.stderr


def test_what_is_no_site_is_refused_before_anything_is_put_in(redis_server: RedisServer) -> None:
    """One wrong name, or a time that is none, and the queue stays as it is."""
    for words in (("htx", "nosuch"), ("htx", "--since", "yesterday"), ("htx", "-a", "limit")):
        done = called("enqueue", *words, BABELWIRE_QUEUE=redis_server.address)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert worker_of(redis_server).is_empty()


def test_without_the_driver_one_line_says_what_is_missing() -> None:
    """Redis's driver is an extra: where it lacks, commands and crawls name it."""
    blocked = "import sys; sys.modules['redis'] = None; from spiders.cli import run; run()"
    for words in (["work"], ["crawl", "demo"]):
        environment = {**os.environ, "BABELWIRE_QUEUE": "redis://127.0.0.1:1/0"}
        done = subprocess.run(
            [sys.executable, "-c", blocked, *words], env=environment, capture_output=True, text=True, check=False
        )
        assert done.stderr == "babelwire: Redis's driver is missing; pip install 'babelwire[redis]' brings it\n"
        assert done.returncode != 0
