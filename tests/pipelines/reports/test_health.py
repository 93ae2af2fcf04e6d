"""Whether a site is well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.reports.health import Limits, health_of
from pipelines.reports.run import RunReport

START = datetime(2026, 6, 1, tzinfo=UTC)
GOOD = {"found": 20, "new": 20, "pages": 20, "records": 20, "fields/title": 20, "fields/authors": 19}


def run(day: int, counts: dict[str, int], scope: str = "news", *, interrupted: bool = False) -> RunReport:
    """Return the report of a run on a day of June."""
    at = START + timedelta(days=day)
    return RunReport(f"{at:%Y%m%dT%H%M%SZ}-000000", scope, at, interrupted, counts)


def problems(*runs: RunReport, limits: Limits | None = None) -> list[str]:
    """Return what is wrong with the only site."""
    (site,) = health_of(runs, limits or Limits())
    return list(site.problems)


def test_a_site_that_goes_on_is_well() -> None:
    """New articles of the usual kind, or none since yesterday: nothing is wrong."""
    assert problems(run(0, GOOD)) == []
    assert problems(run(0, GOOD), run(1, GOOD)) == []
    assert problems(run(0, GOOD), run(1, {"known": 20})) == []


@pytest.mark.parametrize(
    ("days", "counts", "told"),
    [
        (1, {}, "silent: its lists show no article (20 before)"),
        (8, {"known": 20}, "silent: nothing new for 8 days"),
    ],
)
def test_a_site_that_went_silent(days: int, counts: dict[str, int], told: str) -> None:
    """Lists that show nothing, and nothing new for long, are problems."""
    assert problems(run(0, GOOD), run(days, counts)) == [told]


def test_how_long_is_silent_is_up_to_the_user() -> None:
    """The limit is the caller's."""
    assert problems(run(0, GOOD), run(3, {"known": 20}), limits=Limits(silent_after=timedelta(days=2))) == [
        "silent: nothing new for 3 days"
    ]


def test_a_site_where_nothing_was_ever_found() -> None:
    """A first run that finds no article is a problem at once."""
    assert problems(run(0, {"lists_failed": 2})) == ["silent: no article was found"]


def test_a_field_that_is_lost() -> None:
    """A field that most records had and few have now is told with its figures; the site's others are not."""
    lost = {**GOOD, "fields/authors": 3}
    assert problems(run(0, GOOD), run(1, GOOD), run(2, lost)) == ["authors: 95% before, 15% now (3 of 20)"]
    assert problems(run(0, GOOD), run(1, lost), limits=Limits(coverage_drop=0.9)) == []


def test_a_few_records_prove_nothing() -> None:
    """Two records without authors where one in three had none before may be chance."""
    usual = {**GOOD, "fields/authors": 13}
    few = {"found": 2, "new": 2, "pages": 2, "records": 2, "fields/title": 2}
    assert problems(run(0, usual), run(1, few)) == []


def test_pages_that_are_no_articles_any_more() -> None:
    """Where a site changes its layout, its pages are rejected: their share is watched as a field is."""
    broken = {"found": 20, "new": 2, "pages": 20, "records": 2, "fields/title": 2, "fields/authors": 2}
    broken["rejected/no_prose"] = 18
    assert problems(run(0, GOOD), run(1, broken)) == ["pages that are articles: 100% before, 10% now (2 of 20)"]


def test_unchanged_articles_are_articles() -> None:
    """A run that fetches only what is rejected every time, since the rest has not changed, is well."""
    again = {"asked_again": 20, "not_modified": 15, "unchanged": 15, "pages": 5, "rejected/no_prose": 5}
    assert problems(run(0, {**GOOD, "pages": 25, "rejected/no_prose": 5}), run(1, again)) == []


def test_an_interrupted_run_is_told_and_not_compared() -> None:
    """Of a killed run only its files count; it makes no field look lost, and no site silent."""
    killed = run(1, {"records": 3}, interrupted=True)
    assert problems(run(0, GOOD), killed) == ["the last run was interrupted; the next goes on from there"]
    assert problems(run(0, GOOD), killed, run(2, GOOD)) == []


def test_sites_are_judged_apart() -> None:
    """Each scope is compared with its own runs."""
    sites = health_of([run(0, GOOD), run(0, GOOD, "news/ja"), run(1, {}, "news/ja")], Limits())
    assert [(site.scope, len(site.problems)) for site in sites] == [("news", 0), ("news/ja", 1)]
    assert sites[0].coverage["authors"] == 0.95


def test_interrupted_runs_do_not_lower_the_coverage() -> None:
    """A run that was killed has records and no counts of their fields, which says nothing of the fields."""
    (site,) = health_of([run(0, GOOD), run(1, {"records": 20}, interrupted=True)], Limits())
    assert site.coverage["authors"] == 0.95
