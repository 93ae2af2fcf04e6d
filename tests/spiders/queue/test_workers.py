"""Workers that share a queue and an output folder, and are killed: every article once, no host asked by two at once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from pipelines.queue.connection import connected
from pipelines.queue.jobs import Job
from pipelines.queue.stream import Queue
from tests.redis_server import RedisServer
from tests.spiders.queue.crawling import DELAY
from tests.spiders.queue.watched_site import WatchedSite
from tests.spiders.queue.working import LEASE, PATIENCE, kill_all, wait_until, working

STORIES = 8
# Two sites at each host.
SITES = {"a": "one.example", "b": "two.example", "c": "one.example", "d": "two.example"}
# What a request takes longer to come than the one before it is missing between the two.
LEAST_GAP = DELAY / 2


@pytest.fixture
def site() -> Iterator[WatchedSite]:
    """Serve all hosts."""
    server = WatchedSite(STORIES, seconds=0.05)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def queue_of(server: RedisServer) -> Queue:
    """Return the queue for whoever puts jobs in."""
    return Queue(connected(server.address), server.address)


def put_feeds(server: RedisServer, site: WatchedSite, feeds: dict[str, str]) -> set[str]:
    """Put in a feed at a host for each name; return the addresses of all stories."""
    queue = queue_of(server)
    for name, host in feeds.items():
        assert queue.put(Job(name, "feed", {"url": site.feed(host, name)}))
    return set().union(*(site.addresses(host, name) for name, host in feeds.items()))


def assert_each_once(output: Path, wanted: set[str]) -> None:
    """Every article is in the finished files once, and nothing is left unfinished."""
    lines = [line for path in output.glob("feed/*.jsonl") for line in path.read_bytes().splitlines()]
    assert Counter(json.loads(line)["url"] for line in lines) == dict.fromkeys(wanted, 1)
    assert len({json.loads(line)["id"] for line in lines}) == len(wanted)
    assert [*output.glob("**/*.part"), *output.glob("**/*.lock")] == []


def assert_polite(site: WatchedSite, *hosts: str) -> None:
    """No host was asked while it was answering, nor sooner than its delay."""
    for host in hosts:
        assert site.overlaps(host) == []
        assert site.shortest_gap(host) >= LEAST_GAP


def logs(folder: Path) -> str:
    """Return what the workers said."""
    return "".join(path.read_text("utf-8") for path in sorted(folder.glob("worker-*.log")))


def crawling_by_hand(server: RedisServer, output: Path, spider: str, *urls: str) -> subprocess.Popen[str]:
    """Begin a crawl that is no worker's, with BABELWIRE_QUEUE set."""
    told = {"BABELWIRE_QUEUE": server.address, "BABELWIRE_LEASE": str(LEASE), "BABELWIRE_OUTPUT": str(output)}
    command = [sys.executable, "-m", "tests.spiders.queue.crawling", "crawl", spider, "-a", f"url={','.join(urls)}"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    # (Its input stays open, or it would end as with its worker.)
    return subprocess.Popen(command, env={**os.environ, **told}, stdin=pipe, stdout=nowhere, stderr=pipe, text=True)


def kill_worker_alone(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker, but not its crawls."""
    process.kill()
    process.wait()


@pytest.mark.parametrize(("seed", "kill"), [(1, kill_all), (2, kill_worker_alone)])
def test_a_killed_worker_loses_nothing(
    redis_server: RedisServer,
    site: WatchedSite,
    tmp_path: Path,
    seed: int,
    kill: Callable[[subprocess.Popen[bytes]], None],
) -> None:
    """One of two workers is killed at a random moment, with its crawls or without; the other does what it left."""
    output = tmp_path / "output"
    wanted = put_feeds(redis_server, site, SITES)
    # (Later, crawls that outlive their worker may be done before anybody takes them over.)
    moment = random.Random(seed).randrange(4, len(SITES) * STORIES // 2)
    with working(redis_server, output, "--at-once", "2") as victim, working(redis_server, output, "-j", "2") as heir:
        wait_until(lambda: len(site.asked) >= moment)
        kill(victim)
        wait_until(queue_of(redis_server).is_empty)
        heir.send_signal(signal.SIGTERM)
        assert heir.wait(PATIENCE) == 0, logs(tmp_path)
    assert "begun, after 1 that died" in logs(tmp_path)
    assert_each_once(output, wanted)
    assert_polite(site, "one.example", "two.example")


def test_two_sites_of_one_host_are_crawled_in_turns(
    redis_server: RedisServer, site: WatchedSite, tmp_path: Path
) -> None:
    """Two workers at two sites of one host never ask it both at a time, and keep its Crawl-delay together."""
    site.robots = "User-agent: *\nCrawl-delay: 0.3\n"
    output = tmp_path / "output"
    with working(redis_server, output, "-j", "1") as one, working(redis_server, output, "-j", "1") as two:
        wait_until(lambda: logs(tmp_path).count("waits for sites") == 2)
        wanted = put_feeds(redis_server, site, {"left": "one.example", "right": "one.example"})
        wait_until(queue_of(redis_server).is_empty)
        for worker in (one, two):
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE) == 0, logs(tmp_path)
    assert_each_once(output, wanted)
    assert_polite(site, "one.example")
    asked = site.of_host("one.example")
    paths = [each.path for each in asked]
    # At once, not one after the other.
    assert max(paths.index("/feed/left"), paths.index("/feed/right")) < len(paths) - 2
    # From the first request of whoever read robots.txt last: that is when both know of the delay.
    known = [number for number, path in enumerate(paths) if path == "/robots.txt"][-1] + 1
    assert min(two.began - one.began for one, two in pairwise(asked[known:])) >= 0.25


def test_a_worker_that_is_told_to_stop_gives_its_sites_back(
    redis_server: RedisServer, site: WatchedSite, tmp_path: Path
) -> None:
    """Its crawl ends in order, the site waits for no lease, and the next worker asks only for what is missing."""
    output = tmp_path / "output"
    wanted = put_feeds(redis_server, site, {"one": "one.example"})
    with working(redis_server, output) as first:
        wait_until(lambda: len(site.asked) >= 6)
        first.send_signal(signal.SIGTERM)
        assert first.wait(PATIENCE) == 0
    assert [*output.glob("**/*.part"), *output.glob("**/*.lock")] == []
    assert "one: stopped, and given back" in logs(tmp_path)
    assert len(list(output.glob("runs/*[!s].json"))) == 1
    with working(redis_server, output, "--until-empty") as second:
        assert second.wait(PATIENCE) == 0
    assert_each_once(output, wanted)
    assert max(Counter(asked.path for asked in site.asked if asked.path.startswith("/story")).values()) == 1


def test_without_redis_nothing_is_asked(redis_server: RedisServer, site: WatchedSite, tmp_path: Path) -> None:
    """While Redis is away the crawl asks nothing and then ends in order; when it is back, the worker goes on."""
    output = tmp_path / "output"
    wanted = put_feeds(redis_server, site, {"one": "one.example"})
    with working(redis_server, output, "--until-empty") as worker:
        wait_until(lambda: len(site.asked) >= 6)
        redis_server.stop()
        # What was under way is answered now.
        time.sleep(1)
        asked = len(site.asked)
        wait_until(lambda: "not renewed" in logs(tmp_path) and not list(output.glob("**/*.lock")))
        assert len(site.asked) == asked < STORIES
        redis_server.start()
        assert worker.wait(PATIENCE) == 0, logs(tmp_path)
    assert "one: done" in logs(tmp_path)
    assert_each_once(output, wanted)
    assert_polite(site, "one.example")


def test_a_redis_that_hangs_for_a_moment_costs_a_moment(
    redis_server: RedisServer, site: WatchedSite, tmp_path: Path
) -> None:
    """Within the lease, a crawl waits for Redis and goes on; its site is not given back."""
    output = tmp_path / "output"
    wanted = put_feeds(redis_server, site, {"one": "one.example"})
    with working(redis_server, output, "--until-empty") as worker:
        wait_until(lambda: len(site.asked) >= 6)
        redis_server.freeze()
        time.sleep(0.7)
        redis_server.thaw()
        assert worker.wait(PATIENCE) == 0, logs(tmp_path)
    assert len(list(output.glob("runs/*[!s].json"))) == 1
    assert_each_once(output, wanted)
    assert_polite(site, "one.example")


def test_requests_that_wait_for_a_host_do_not_hold_up_others(
    redis_server: RedisServer, site: WatchedSite, tmp_path: Path
) -> None:
    """While another has the turn at a host, requests to free hosts go on, however many wait; so does an end."""
    port = site.server_address[1]
    # More than may be under way.
    held_up = [f"http://one.example:{port}/story-held-{number}" for number in range(20)]
    free = [f"http://two.example:{port}/story-free-{number}" for number in range(3)]
    redis_server.client.set("babelwire:host:one.example", "another's", px=600_000)
    with crawling_by_hand(redis_server, tmp_path / "output", "page", *held_up, *free) as crawl:
        wait_until(lambda: sum(asked.path.startswith("/story-free") for asked in site.asked) == len(free))
        crawl.terminate()
        # It was ended before its time, and does not wait for the turn.
        assert crawl.wait(PATIENCE / 2) == 1
    assert site.of_host("one.example") == []
    assert_polite(site, "two.example")


def test_a_crawl_by_hand_does_not_begin_without_redis(
    redis_server: RedisServer, site: WatchedSite, tmp_path: Path
) -> None:
    """It tells in a line that Redis is away, and fetches nothing."""
    redis_server.stop()
    with crawling_by_hand(redis_server, tmp_path / "output", "feed", site.feed("one.example", "one")) as crawl:
        assert crawl.stderr
        (line,) = crawl.stderr.read().splitlines()
        assert crawl.wait(PATIENCE) == 1
    assert line.startswith(f"babelwire: Redis at {redis_server.address} does not answer")
    assert site.asked == []


def test_a_crawl_by_hand_ends_where_redis_stays_away(
    redis_server: RedisServer, site: WatchedSite, tmp_path: Path
) -> None:
    """It waits as long as a lease lasts and asks nothing, then ends in order with exit code 1."""
    output = tmp_path / "output"
    with crawling_by_hand(redis_server, output, "feed", site.feed("one.example", "one")) as crawl:
        wait_until(lambda: len(site.asked) >= 6)
        redis_server.stop()
        time.sleep(1)
        asked = len(site.asked)
        assert crawl.stderr
        log = crawl.stderr.read()
        assert crawl.wait(PATIENCE) == 1
    assert len(site.asked) == asked < STORIES + 3
    assert f"for {LEASE} s; the crawl ends, and the next goes on from here" in log
    assert [*output.glob("**/*.part"), *output.glob("**/*.lock")] == []
