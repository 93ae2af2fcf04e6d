"""Which records filters let pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.export.filters import Filters
from pipelines.export.span import Span, span_of
from tests.pipelines.export.some_records import article

NOON = datetime(2026, 6, 27, 12, tzinfo=UTC)


def passes(filters: Filters, **told: object) -> bool:
    """Tell whether a record that says so passes."""
    return filters.passes(article("story", **told).model_dump(mode="json"))


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2026-02", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2026-06-27", "2026-06-27T00:00:00Z", "2026-06-28T00:00:00Z"),
        ("2026-06-27T08:15+08:00", "2026-06-27T00:15:00Z", "2026-06-27T00:16:00Z"),
        ("2026-06-27T08:15:30Z", "2026-06-27T08:15:30Z", "2026-06-27T08:15:31Z"),
        ("2026-06-27T08:15:30", "2026-06-27T08:15:30Z", "2026-06-27T08:15:31Z"),
    ],
)
def test_a_date_means_a_span(text: str, first: str, end: str) -> None:
    """A date means all moments that it may be of; without an offset it is UTC."""
    assert span_of(text) == Span(datetime.fromisoformat(first), datetime.fromisoformat(end))


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13", "2026-02-30", "9999", "0000", "20260627"])
def test_what_is_no_date_has_no_span(text: str) -> None:
    """What no calendar has is no date."""
    assert span_of(text) is None


@pytest.mark.parametrize(
    ("wanted", "tag", "is_wanted"),
    [
        ("zh", "zh-Hans", True),
        ("zh-Hant", "zh-Hans", False),
        ("ZH-hans", "zh-Hans", True),
        ("pt", "pt-BR", True),
        ("e", "en", False),
        ("en-US", "en", False),
    ],
)
def test_languages_are_asked_for_by_their_beginning(wanted: str, tag: str, is_wanted: bool) -> None:
    """A language takes its scripts and regions along, and no other language."""
    assert passes(Filters(languages=("ko", wanted)), language=tag) is is_wanted


def test_sites_are_asked_for_by_key_or_host() -> None:
    """A known site has a key; any other one has a host."""
    assert passes(Filters(sites=("news",)))
    assert passes(Filters(sites=("news.example",)), site=None)
    assert not passes(Filters(sites=("other",)))


@pytest.mark.parametrize(
    ("published", "since", "until"),
    [
        ("2026-06-27", True, True),
        ("2026-06", True, True),
        ("2026-06-27T12:00:00Z", True, False),
        ("2026-06-27T13:59:59+02:00", False, True),
        ("2026-06-28", True, False),
        ("2026-06-26", False, True),
    ],
)
def test_dates_count_at_their_precision(published: str, since: bool, until: bool) -> None:
    """An article passes if any moment that its date may mean is in the time asked for."""
    assert passes(Filters(since=NOON), published_at=published) is since
    assert passes(Filters(until=NOON), published_at=published) is until


def test_an_undated_article_is_as_old_as_its_crawl() -> None:
    """Without a date of its own, the day of the crawl counts; with neither, nobody can tell."""
    assert passes(Filters(since=NOON), published_at=None)
    assert not passes(Filters(until=NOON), published_at=None)
    assert not passes(Filters(since=NOON), published_at=None, fetched_at=None)
    assert passes(Filters(), published_at=None, fetched_at=None)


@pytest.mark.parametrize(
    ("field", "value", "has"),
    [
        ("qa", [], False),
        ("qa", [{"question": "Why?", "answer": "So."}], True),
        ("summary", None, False),
        ("source", {"name": "链捕手"}, True),
        ("access", {}, False),
        ("access", {"paywalled": False}, True),
        ("languages", {"title": "en"}, True),
    ],
)
def test_fields_have_to_say_something(field: str, value: object, has: bool) -> None:
    """Empty lists, nulls, and groups of nothing but nulls say nothing; false does."""
    assert passes(Filters(has=("title", field)), **{field: value}) is has


def test_short_bodies_are_left_out() -> None:
    """Words count, in Chinese too: not characters, and not what stands between blanks."""
    body = "比特币矿工在减半后卖出了储备。" * 10
    assert passes(Filters(min_words=70), body=body)
    assert not passes(Filters(min_words=100), body=body)


def test_what_is_reserved_is_left_out_where_asked() -> None:
    """Only a declared reservation counts."""
    assert not passes(Filters(respect_tdm=True), access={"tdm_reservation": True})
    assert passes(Filters(respect_tdm=True), access={"tdm_reservation": False})
    assert passes(Filters(respect_tdm=True))
    assert passes(Filters(), access={"tdm_reservation": True})


def test_a_line_that_lacks_much_does_not_break_a_filter() -> None:
    """Filters take records as they are read, before anybody has validated them."""
    assert not Filters(languages=("en",), since=NOON, has=("qa",), min_words=1).passes({"id": "x"})
    assert Filters(respect_tdm=True).passes({"id": "x"})
