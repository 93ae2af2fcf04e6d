"""Connections to the Redis that several workers share, with problems that are told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from pipelines.queue.problem import QueueProblem

try:
    from redis import Redis
    from redis.asyncio import Redis as AsyncRedis
    from redis.asyncio.retry import Retry as AsyncRetry
    from redis.backoff import NoBackoff
    from redis.exceptions import AuthenticationError, ConnectionError, RedisError, TimeoutError
    from redis.retry import Retry
except ImportError as missing:
    raise QueueProblem("Redis's driver is missing; pip install 'babelwire[redis]' brings it") from missing

# Redis answers in milliseconds; what takes so long is not there. (Of leases it is a part, so that they can be held.)
ANSWER_SECONDS: Final = 5.0
# A connection that the server has closed meanwhile is made anew, once; what else fails is told.
AGAIN: Final = 1


def connected(address: str, answer_seconds: float = ANSWER_SECONDS) -> Redis:
    """Return a connection to the Redis of an address, which answers; raises QueueProblem."""
    with _read(address), told(address):
        client = Redis.from_url(address, **_options(answer_seconds), retry=Retry(NoBackoff(), AGAIN))
        client.ping()
    return client


def connected_soon(address: str, answer_seconds: float = ANSWER_SECONDS) -> AsyncRedis:
    """Return a connection for a crawl's event loop, which is made when it is needed first; raises QueueProblem."""
    with _read(address):
        return AsyncRedis.from_url(address, **_options(answer_seconds), retry=AsyncRetry(NoBackoff(), AGAIN))


@contextmanager
def told(address: str) -> Iterator[None]:
    """Tell what is wrong with a Redis in one line, without its password."""
    try:
        yield
    except AuthenticationError as problem:
        raise QueueProblem(f"Redis at {place_of(address)} does not let us in: {problem}") from problem
    except (ConnectionError, TimeoutError) as problem:
        raise QueueProblem(f"Redis at {place_of(address)} does not answer ({problem})") from problem
    except RedisError as problem:
        raise QueueProblem(f"Redis at {place_of(address)} refuses: {problem}") from problem


def place_of(address: str) -> str:
    """Return an address without its user and password; of one that cannot be read, nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


@contextmanager
def _read(address: str) -> Iterator[None]:
    try:
        yield
    except ValueError as problem:
        raise QueueProblem(f"no address of a Redis: {place_of(address)}; give redis://127.0.0.1:6379/0") from problem


def _options(answer_seconds: float) -> dict[str, Any]:
    return {
        "decode_responses": True,
        "socket_timeout": answer_seconds,
        "socket_connect_timeout": answer_seconds,
    }
