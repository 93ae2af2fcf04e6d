"""The queue of sites: nothing is in it twice, nothing is lost with a worker, nobody touches what is another's."""

from __future__ import annotations

import re
import time

import pytest

from pipelines.queue import stream
from pipelines.queue.connection import connected, connected_soon, place_of
from pipelines.queue.jobs import Job, Taken
from pipelines.queue.problem import QueueProblem
from pipelines.queue.stream import Queue
from tests.redis_server import RedisServer

SITE = Job("htx pt-br", "htx", {"locale": "pt-br", "limit": "50"})
OTHER = Job("https://例え.example", "site", {"url": "https://例え.example/"})
LEASE = 0.2


def queue_of(server: RedisServer, worker: str = "", lease: float = LEASE) -> Queue:
    """Return the queue as a worker sees it."""
    return Queue(connected(server.address), server.address, worker, lease)


def taken_by(queue: Queue) -> Taken:
    """Return a job once there is one."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if taken := queue.take():
            return taken
    pytest.fail("no job came")


def test_a_site_that_waits_or_is_crawled_is_not_put_in_twice(redis_server: RedisServer) -> None:
    """A job is refused while one of its name waits or is worked at, and taken in again once that is done."""
    queue = queue_of(redis_server, "one")
    assert [queue.put(SITE), queue.put(SITE), queue.put(OTHER)] == [True, False, True]
    first = taken_by(queue)
    assert (first.job, first.deaths) == (SITE, 0)
    assert not queue.put(SITE)
    queue.done(first)
    assert queue.put(SITE)
    assert [taken_by(queue).job, taken_by(queue).job] == [OTHER, SITE]


def test_a_job_goes_to_one_worker(redis_server: RedisServer) -> None:
    """Each job is handed out once, however many workers ask; the queue is empty only when all are done."""
    workers = [queue_of(redis_server, name, lease=60) for name in ("one", "two", "three")]
    sites = [Job(f"site{number}", "site") for number in range(9)]
    assert all(workers[0].put(job) for job in sites)
    taken = [(worker, taken_by(worker)) for _ in range(3) for worker in workers]
    assert [each.job for _, each in taken] == sites
    assert [worker.take() for worker in workers] == [None] * 3
    assert not workers[0].is_empty()
    for worker, each in taken:
        worker.done(each)
    assert workers[0].is_empty()


def test_what_a_dead_worker_was_at_goes_to_another(redis_server: RedisServer) -> None:
    """A job that is not renewed for as long as a lease lasts is taken over; each time it is counted."""
    dead, heir = queue_of(redis_server, "dead"), queue_of(redis_server, "heir")
    dead.put(SITE)
    left = taken_by(dead)
    taken = taken_by(heir)
    assert (taken.job, taken.id, taken.deaths) == (SITE, left.id, 1)
    assert taken_by(dead).deaths == 2


def test_a_job_that_is_renewed_stays(redis_server: RedisServer) -> None:
    """Nobody else gets a job while it is renewed, and to renew it is not to take it once more."""
    one, two = queue_of(redis_server, "one", lease=60), queue_of(redis_server, "two", lease=0.3)
    one.put(SITE)
    taken = taken_by(one)
    until = time.monotonic() + 0.8
    while time.monotonic() < until:
        assert one.renew([taken]) == set()
        assert two.take() is None
    assert taken_by(two).deaths == 1


def test_all_that_was_left_behind_is_found_among_many_jobs(redis_server: RedisServer) -> None:
    """Jobs of a dead worker are found behind dozens that are being worked at."""
    alive, dead, heir = (queue_of(redis_server, name, lease=0.4) for name in ("alive", "dead", "heir"))
    for number in range(60):
        alive.put(Job(f"site{number}", "site"))
    kept = [taken_by(alive) for _ in range(50)]
    left = {taken_by(dead).job.name for _ in range(10)}
    found: set[str] = set()
    deadline = time.monotonic() + 10
    while len(found) < 10 and time.monotonic() < deadline:
        assert alive.renew(kept) == set()
        if taken := heir.take():
            found.add(taken.job.name)
            heir.done(taken)
    assert found == left


def test_a_worker_leaves_alone_what_is_no_longer_its_own(redis_server: RedisServer) -> None:
    """Whoever lost a job is told when it renews it, and can neither end it, nor give it back, nor set it aside."""
    slow, heir = queue_of(redis_server, "slow"), queue_of(redis_server, "heir")
    slow.put(SITE)
    lost = taken_by(slow)
    time.sleep(LEASE)
    taken = taken_by(heir)
    heir_renews = queue_of(redis_server, "heir", lease=60)
    assert slow.renew([lost]) == {lost.id}
    slow.done(lost)
    slow.give_back(lost)
    slow.set_aside(lost, "no article")
    assert heir_renews.renew([taken]) == set()
    assert not slow.put(SITE)
    assert slow.aside() == []


def test_a_job_that_is_given_back_is_taken_at_once(redis_server: RedisServer) -> None:
    """A worker that is told to stop gives its jobs back; they wait for no lease, and it counts as no death."""
    one, two = queue_of(redis_server, "one", lease=60), queue_of(redis_server, "two", lease=60)
    one.put(SITE)
    taken = taken_by(one)
    one.give_back(taken)
    again = taken_by(two)
    assert (again.job, again.deaths) == (SITE, 0)
    two.give_back(again, deaths=2)
    assert taken_by(one).deaths == 2


def test_what_is_set_aside_keeps_its_reason_until_it_is_put_in_again(redis_server: RedisServer) -> None:
    """A job that failed is in the list of those set aside, and leaves it when it is put in anew."""
    queue = queue_of(redis_server, "one")
    queue.put(OTHER)
    queue.set_aside(taken_by(queue), "status 404")
    assert [(each.job, each.why) for each in queue.aside()] == [(OTHER, "status 404")]
    assert queue.is_empty()
    assert queue.put(OTHER)
    assert queue.aside() == []


def test_everybody_sees_who_is_at_what(redis_server: RedisServer) -> None:
    """Jobs that wait are listed in their order, those that somebody has with the worker's name."""
    queue = queue_of(redis_server, "one", lease=60)
    assert queue.jobs() == ([], [])
    queue.put(SITE)
    queue.put(OTHER)
    assert queue.jobs() == ([SITE, OTHER], [])
    taken_by(queue)
    waiting, held = queue.jobs()
    assert (waiting, [(each.job, each.worker) for each in held]) == ([OTHER], [(SITE, "one")])


def test_a_worker_that_leaves_is_forgotten_with_no_job_lost(redis_server: RedisServer) -> None:
    """Signing off removes the worker's name, but not while it has a job."""
    queue = queue_of(redis_server, "one")
    queue.put(SITE)
    taken = taken_by(queue)
    queue.leave()
    assert [each["name"] for each in redis_server.client.xinfo_consumers("babelwire:jobs", "workers")] == ["one"]
    queue.done(taken)
    queue.leave()
    assert redis_server.client.xinfo_consumers("babelwire:jobs", "workers") == []


def test_workers_that_are_long_gone_are_forgotten(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of dead workers are removed after long, those with a job to be taken over excepted."""
    dead, failed, queue = (queue_of(redis_server, name) for name in ("dead", "failed", "alive"))
    queue.forget_dead()
    for job in (SITE, OTHER):
        queue.put(job)
    dead.done(taken_by(dead))
    taken_by(failed)
    queue.forget_dead()
    consumers = [each["name"] for each in redis_server.client.xinfo_consumers("babelwire:jobs", "workers")]
    assert consumers == ["dead", "failed"]
    monkeypatch.setattr(stream, "LONG_GONE_MS", 0)
    time.sleep(0.01)
    queue.forget_dead()
    assert [each["name"] for each in redis_server.client.xinfo_consumers("babelwire:jobs", "workers")] == ["failed"]


def test_a_redis_that_has_lost_all_is_taken_for_a_new_one(redis_server: RedisServer) -> None:
    """Jobs are lost with it, and whoever was at one is told; new ones are taken in and handed out."""
    queue = queue_of(redis_server, "one")
    queue.put(SITE)
    taken = taken_by(queue)
    redis_server.client.flushall()
    assert queue.renew([taken]) == {taken.id}
    queue.done(taken)
    queue.leave()
    assert queue.put(OTHER)
    assert taken_by(queue).job == OTHER


def test_a_redis_that_cannot_be_written_is_no_lost_job(redis_server: RedisServer) -> None:
    """While Redis refuses to write, a renewal is a problem to be told; the job stays whose it is."""
    queue = queue_of(redis_server, "one", lease=60)
    queue.put(SITE)
    taken = taken_by(queue)
    client = redis_server.client
    client.replicaof("127.0.0.1", "1")
    with pytest.raises(QueueProblem, match="refuses: You can't write against a read only replica"):
        queue.renew([taken])
    client.replicaof("NO", "ONE")
    assert queue.renew([taken]) == set()


def test_problems_are_told_in_a_line_without_the_password(redis_server: RedisServer) -> None:
    """A server that is not there, an address that is none, a database that does not exist, a wrong password."""
    queue = queue_of(redis_server)
    redis_server.client.config_set("requirepass", "secret")
    with pytest.raises(QueueProblem, match="does not let us in"):
        connected(redis_server.address.replace("//", "//:wrong@"))
    redis_server.stop()
    with pytest.raises(QueueProblem, match=re.escape(f"redis://127.0.0.1:{redis_server.port}/0 does not answer")):
        connected(redis_server.address.replace("//", "//:wrong@"))
    with pytest.raises(QueueProblem, match="does not answer"):
        queue.put(SITE)
    for wrong in ("htx", "http://127.0.0.1:6379", "redis://127.0.0.1:none/0", "redis://[::1"):
        for connect in (connected, connected_soon):
            with pytest.raises(QueueProblem, match="no address of a Redis"):
                connect(wrong)
    assert place_of("rediss://user:secret@redis.example:6380/1?password=secret") == "rediss://redis.example:6380/1"
