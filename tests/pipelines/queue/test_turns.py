"""Of all crawls on one Redis, one request at a time goes to a host, and the host's delay lies between them."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from pipelines.queue.connection import connected_soon
from pipelines.queue.problem import QueueProblem
from pipelines.queue.turns import HostTurns, Turn
from tests.redis_server import RedisServer


def turns_of(server: RedisServer) -> HostTurns:
    """Return the turns of a crawl."""
    return HostTurns(connected_soon(server.address), server.address)


async def turn_at(turns: HostTurns, host: str, seconds: float = 60) -> Turn:
    """Wait for a turn."""
    while not isinstance(answer := await turns.take(host, seconds), Turn):
        await asyncio.sleep(answer)
    return answer


def test_a_host_has_one_turn_at_a_time(redis_server: RedisServer) -> None:
    """While somebody has the turn at a host, nobody else gets it; other hosts are free."""

    async def held() -> None:
        one, two = turns_of(redis_server), turns_of(redis_server)
        turn = await turn_at(one, "news.example")
        assert isinstance(await two.take("news.example", 60), float)
        assert isinstance(await one.take("news.example", 60), float)
        assert isinstance(await two.take("other.example", 60), Turn)
        await one.end(turn, 0)
        assert isinstance(await two.take("news.example", 60), Turn)
        await one.close()
        await two.close()

    asyncio.run(held())


def test_the_pause_holds_for_the_next(redis_server: RedisServer) -> None:
    """The next turn begins no sooner than the pause that the one before ended with, whoever takes it."""

    async def paused() -> float:
        one, two = turns_of(redis_server), turns_of(redis_server)
        turn = await turn_at(one, "news.example")
        began = monotonic()
        await one.end(turn, 0.6)
        await turn_at(two, "news.example")
        await one.close()
        await two.close()
        return monotonic() - began

    assert asyncio.run(paused()) >= 0.59


def test_a_turn_that_nobody_ends_is_over_by_itself(redis_server: RedisServer) -> None:
    """The turn of a crawl that died passes on; and should it come back, it cannot end the turn of its heir."""

    async def inherited() -> None:
        dead, heir = turns_of(redis_server), turns_of(redis_server)
        lost = await turn_at(dead, "news.example", seconds=0.3)
        await turn_at(heir, "news.example")
        assert monotonic() >= lost.until
        await dead.end(lost, 0)
        assert isinstance(await dead.take("news.example", 60), float)
        await dead.close()
        await heir.close()

    asyncio.run(inherited())


def test_many_who_wait_all_have_their_turns_one_by_one(redis_server: RedisServer) -> None:
    """Of ten crawls that want two hosts each, all get both, and no two are at a host together."""
    at: dict[str, int] = {"a.example": 0, "b.example": 0}
    had: list[tuple[int, str]] = []

    async def crawl(number: int) -> None:
        turns = turns_of(redis_server)
        for host in sorted(at, reverse=bool(number % 2)):
            turn = await turn_at(turns, host)
            at[host] += 1
            assert at[host] == 1
            await asyncio.sleep(0.01)
            at[host] -= 1
            had.append((number, host))
            await turns.end(turn, 0.01)
        await turns.close()

    async def crawls() -> None:
        await asyncio.gather(*(crawl(number) for number in range(10)))

    asyncio.run(crawls())
    assert sorted(had) == [(number, host) for number in range(10) for host in sorted(at)]


def test_without_redis_there_is_no_turn(redis_server: RedisServer) -> None:
    """Where Redis is down, asking for a turn tells so; where it is back, turns go on."""

    async def gone() -> None:
        turns = turns_of(redis_server)
        turn = await turn_at(turns, "news.example")
        redis_server.stop()
        with pytest.raises(QueueProblem):
            await turns.take("news.example", 60)
        with pytest.raises(QueueProblem):
            await turns.end(turn, 0)
        redis_server.start()
        await turn_at(turns, "other.example")
        await turns.close()

    asyncio.run(gone())
