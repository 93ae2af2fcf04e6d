"""Crawls do as sites ask: they slow down, pause, and leave alone who refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from spiders.retry_after import backoff, seconds_asked
from tests.spiders.small_site import Crawl, Reply, Serve, SmallSite

NOW = datetime(2026, 6, 27, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120),
        (b" 7 ", 7),
        (b"0", None),
        (b"-5", None),
        (b"Sat, 27 Jun 2026 08:01:30 GMT", 90),
        (b"Saturday, 27-Jun-26 10:01:30 +0200", 90),
        (b"Sat, 27 Jun 2026 07:00:00 GMT", None),
        (b"soon", None),
        (b"Sat, 99 Jun 2026 08:01:30 GMT", None),
        (b"9" * 400, float("inf")),
        (b"", None),
        (None, None),
    ],
)
def test_a_pause_is_asked_for_in_seconds_or_until_a_time(header: bytes | None, seconds: float | None) -> None:
    """Retry-After gives seconds or a date; what lies behind or cannot be read asks for nothing."""
    assert seconds_asked(header, NOW) == seconds


def test_backing_off_doubles() -> None:
    """Without Retry-After a pause is twice the one before, and up to half as long again by chance."""
    for refusals, shortest in enumerate([2, 4, 8, 16], start=1):
        assert all(shortest <= backoff(2, refusals) <= shortest * 1.5 for _ in range(50))


def test_robots_are_obeyed_by_all_that_wait_for_them(serve: Serve, crawl: Crawl) -> None:
    """However many requests wait for a robots.txt, none of those that it forbids is made."""
    site = serve(lambda path, _: reply_to(path, b"User-agent: *\nDisallow: /private/\n"))
    done = crawl("page", *(f"{site.base}/private/story-{number}" for number in range(12)), f"{site.base}/story-one")
    assert [path for path in site.paths if "private" in path] == []
    assert site.paths.count("/robots.txt") == 1
    assert done.counts["not_fetched/robots_forbidden"] == 12
    assert len(done.records) == 1


def test_crawl_delay_is_kept(serve: Serve, crawl: Crawl) -> None:
    """Between two requests to a host lies the delay of its robots.txt, whatever AutoThrottle makes of the answers."""
    site = serve(lambda path, _: reply_to(path, b"User-agent: *\nCrawl-delay: 0.7\n"))
    addresses = [f"{site.base}/story-{number}" for number in range(3)]
    throttle = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.1}
    done = crawl("page", *addresses, **throttle, CONCURRENT_REQUESTS_PER_DOMAIN=4)
    assert len(done.records) == 3
    assert min(gaps(site)) >= 0.5


def test_a_long_crawl_delay_is_capped(serve: Serve, crawl: Crawl) -> None:
    """A delay beyond the limit is kept as far as the limit, and the log says so."""
    site = serve(lambda path, _: reply_to(path, b"User-agent: *\nCrawl-delay: 86400\n"))
    done = crawl("page", f"{site.base}/a-b-c", f"{site.base}/d-e-f", BABELWIRE_CRAWL_DELAY_MAX=0.4)
    assert len(done.records) == 2
    assert min(gaps(site)) >= 0.2
    assert done.log.count("asks for a delay of 86400 s; 0.4 s are kept") == 1


def test_retry_after_pauses_the_whole_host(serve: Serve, crawl: Crawl) -> None:
    """After a refusal nothing is asked of the host until its time is over; then the page is asked for again."""
    refusal = Reply(status=503, headers={"Retry-After": "1"})
    site = serve(lambda path, times: refusal if path == "/story-0" and times == 1 else None)
    addresses = [f"{site.base}/story-{number}" for number in range(3)]
    done = crawl("page", *addresses, RETRY_TIMES=1)
    assert len(done.records) == 3
    assert "not_fetched/host_refuses" not in done.counts
    times = [at for _, at in site.asked]
    refused = site.paths.index("/story-0")
    assert times[refused + 1] - times[refused] >= 0.7
    assert "/story-0" in site.paths[refused + 1 :]


def test_a_host_that_keeps_refusing_is_given_up(serve: Serve, crawl: Crawl) -> None:
    """After some refusals in a row a host is asked nothing more; each of its addresses is counted and written down."""
    site = serve(lambda path, _: Reply(status=429) if path.startswith("/story") else None)
    other = serve()
    addresses = [f"{site.base}/story-{number}" for number in range(20)]
    # Another name for this machine is another host.
    elsewhere = other.base.replace("127.0.0.1", "localhost") + "/story-elsewhere"
    done = crawl("page", *addresses, elsewhere, RETRY_TIMES=2, BABELWIRE_PAUSE=0.1, BABELWIRE_REFUSALS=3)
    assert done.counts["not_fetched/host_refuses"] == 20
    assert {line["url"] for line in done.rejects if line["reason"] == "host_refuses"} == set(addresses)
    assert [record["url"] for record in done.records] == [elsewhere]
    assert site.paths[:2] == ["/robots.txt", "/.well-known/tdmrep.json"]
    assert len(site.paths) == 2 + 3
    assert done.log.count("given up for this run") == 1


def test_refusals_that_are_not_in_a_row_do_not_give_up_a_host(serve: Serve, crawl: Crawl) -> None:
    """A page that is always refused costs itself only."""
    site = serve(lambda path, _: Reply(status=503) if path == "/story-0" else None)
    addresses = [f"{site.base}/story-{number}" for number in range(6)]
    done = crawl("page", *addresses, BABELWIRE_PAUSE=0.1, BABELWIRE_REFUSALS=2)
    assert done.counts["not_fetched/refused"] == 1
    assert len(done.records) == 5


def test_refusals_behind_redirects_are_in_a_row(serve: Serve, crawl: Crawl) -> None:
    """A redirect to a refusal is a refusal; the redirect itself is no answer."""
    site = serve(lambda path, _: Reply(status=429) if path.startswith("/no") else moved(path))
    addresses = [f"{site.base}/story-{number}" for number in range(6)]
    done = crawl("page", *addresses, BABELWIRE_PAUSE=0.1, BABELWIRE_REFUSALS=2)
    assert (done.counts["not_fetched/refused"], done.counts["not_fetched/host_refuses"]) == (1, 5)
    assert len([path for path in site.paths if path.startswith("/no")]) == 2


def test_a_crawl_that_has_enough_does_not_wait(serve: Serve, crawl: Crawl) -> None:
    """What still waits for a slow host when the limit is reached is not fetched, and the crawl ends."""
    site = serve(lambda path, _: reply_to(path, b"User-agent: *\nCrawl-delay: 2\n"))
    done = crawl("page", *(f"{site.base}/story-{number}" for number in range(20)), limit="1")
    assert len(done.records) == 1
    assert len(site.paths) <= 4
    assert done.counts["not_fetched/crawl_ends"] > 0


@pytest.mark.parametrize("status", [500, 503])
def test_without_robots_nothing_is_asked(serve: Serve, crawl: Crawl, status: int) -> None:
    """A host that refuses even its robots.txt, or fails at it, is left alone."""
    site = serve(lambda path, _: Reply(status=status) if path == "/robots.txt" else None)
    done = crawl("page", f"{site.base}/story-one", RETRY_TIMES=1, BABELWIRE_PAUSE=0.1)
    assert site.paths == ["/robots.txt"] * 2
    assert done.counts["not_fetched/host_refuses"] == 1


def reply_to(path: str, robots: bytes) -> Reply | None:
    """Return the robots.txt of a site that has nothing else to say."""
    return Reply(robots, content_type="text/plain") if path == "/robots.txt" else None


def moved(path: str) -> Reply | None:
    """Return the redirect of a story."""
    return Reply(status=302, headers={"Location": f"/no{path[1:]}"}) if path.startswith("/story") else None


def gaps(site: SmallSite) -> list[float]:
    """Return the seconds between requests."""
    return [later - earlier for (_, earlier), (_, later) in pairwise(site.asked)]
