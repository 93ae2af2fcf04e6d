"""Addresses that wait for a verdict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipelines.store.keys import key_of_url
from pipelines.store.ledger import KnownSource, Offer
from spiders.discovery.candidates import TRIAL, Candidate, Candidates
from spiders.discovery.places import TRY_AGAIN_AFTER, usual_places
from spiders.discovery.register import Register
from spiders.discovery.shapes import Shapes, Sign
from spiders.discovery.sources import Origin, Source, SourceKind

HOME = "https://news.example"
NOW = datetime.now(UTC)


def source(path: str = "/", kind: SourceKind = SourceKind.LIST, origin: Origin = Origin.KNOWN) -> Source:
    """Return a source."""
    return Source(HOME + path, kind, origin, timedelta(days=30))


def waiting(shapes: Shapes, *paths: str) -> Candidates:
    """Return candidates."""
    candidates = Candidates(shapes)
    for path in paths:
        candidates.add(Candidate(HOME + path, None, source()))
    return candidates


def taken(candidates: Candidates) -> list[str]:
    """Return the paths of those that are taken now."""
    return [candidate.url.removeprefix(HOME) for candidate in candidates.take()]


def test_of_what_only_looks_like_an_article_a_few_are_tried() -> None:
    """When one of them became a record, the others are articles as well."""
    shapes, paths = Shapes(), [f"/guide/how-to-mine-{number}-coins" for number in range(20)]
    candidates = waiting(shapes, *paths)
    assert taken(candidates) == paths[:TRIAL]
    shapes.add(HOME + paths[0], Sign.RECORD)
    assert taken(candidates) == paths[TRIAL:]


def test_where_none_of_them_was_an_article_the_others_are_left_out() -> None:
    """Whether the pages were lists or could not be had: nothing says that the others are better."""
    paths = [f"/guide/how-to-mine-{number}-coins" for number in range(20)]
    candidates = waiting(Shapes(), *paths)
    candidates.take()
    assert taken(candidates) == []
    assert candidates.left_out == 20 - TRIAL


def test_proven_articles_are_all_taken_and_lists_none() -> None:
    """What a feed lists proves a shape; words for lists, files and short words are left out; nothing is taken twice."""
    shapes = Shapes()
    shapes.add(f"{HOME}/news/12345", Sign.LISTED)
    paths = [f"/news/{number}" for number in range(20000, 20030)]
    candidates = waiting(shapes, *paths, "/tag/bitcoin", "/x/bitcoin-rises-again-today.jpg", "/markets", paths[0])
    assert taken(candidates) == paths
    assert candidates.left_out == 3
    assert taken(candidates) == []


def test_what_is_not_wanted_any_more_is_let_go() -> None:
    """Once it is known which addresses are another edition's, they are not waited for."""
    candidates = waiting(Shapes(), "/ja/bitcoin-rises-again-today", "/ko/bitcoin-rises-again-today")
    candidates.keep(lambda url: "/ko/" in url)
    assert taken(candidates) == ["/ko/bitcoin-rises-again-today"]


def test_a_source_lives_while_it_lists_what_is_not_old() -> None:
    """An empty one, a dead one and a stale one do not; one that has not answered does not either."""
    feed = source("/feed", SourceKind.FEED)
    assert (feed.lives, feed.problem) == (False, "")
    feed.is_asked = True
    assert (feed.lives, feed.problem) == (False, "empty")
    feed.note(2, [NOW - timedelta(days=40), None])
    assert (feed.lives, feed.problem) == (False, "stale")
    feed.note(1, [NOW - timedelta(days=2)])
    assert (feed.lives, feed.problem) == (True, "")
    feed.death = "status 404"
    assert (feed.lives, feed.problem) == (False, "status 404")


def test_each_article_counts_for_the_first_source_that_lists_it() -> None:
    """The register counts addresses for every source, records for one."""
    register, first, second = Register(), source("/feed", SourceKind.FEED), source()
    assert (register.add(first), register.add(second), register.add(source())) == (True, True, False)
    register.offered(f"{HOME}/a", first, Offer.NEW)
    register.offered(f"{HOME}/a", second, Offer.REPEATED)
    register.became_record(f"{HOME}/a?utm_source=x")
    told = {row["kind"]: (row["found"], row["new"], row["records"]) for row in register.told()}
    assert told == {"feed": (1, 1, 1), "list": (1, 0, 0)}
    assert key_of_url(f"{HOME}/a") == key_of_url(f"{HOME}/a?utm_source=x")


def test_places_are_tried_again_after_a_while_only() -> None:
    """What was tried lately, or is asked for anyway, is no place to try."""
    places = usual_places(f"{HOME}/en/")
    lately = KnownSource(places[0].url, lives=False, at=NOW)
    long_ago = KnownSource(places[1].url, lives=False, at=NOW - TRY_AGAIN_AFTER - timedelta(hours=1))
    register = Register()
    register.add(Source(places[2].url, places[2].kind, Origin.DECLARED, timedelta(days=30)))
    left = register.untried_places(f"{HOME}/en/", [lately, long_ago])
    assert [place.url for place in left] == [place.url for place in (places[1], *places[3:])]
    assert places[0].url == f"{HOME}/feed/"
