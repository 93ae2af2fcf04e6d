"""What reports say of a site's sources."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.reports.health import Limits, health_of
from pipelines.reports.run import RunReport
from pipelines.reports.sources import SourceReport, source_reports, told_sources


def source(kind: str = "feed", problem: str = "", origin: str = "declared", found: int = 4) -> SourceReport:
    """Return a source with some counts."""
    return SourceReport(f"https://n.example/{kind}", kind, origin, found, 3, 2, "2026-06-27T08:15:00+00:00", problem)


def run(day: int, *sources: SourceReport) -> RunReport:
    """Return the report of a day's run."""
    counts = {"found": 4, "new": 4, "pages": 4, "records": 4}
    return RunReport(
        f"run-{day}", "n", datetime(2026, 6, day, tzinfo=UTC), interrupted=False, counts=counts, sources=sources
    )


def test_the_living_are_told_with_what_they_gave_and_the_dead_with_their_death() -> None:
    """Feeds have a line each, lists one together, and places that were only tried are counted."""
    listing = source("list")
    dead = [source("sitemap", "status 410", found=0), *[source("feed", "html", "usual_place", 0)] * 2]
    assert list(told_sources([source(), listing, listing, source("posts", "stale"), *dead])) == [
        "feed https://n.example/feed: 4 found, 3 new, 2 records, newest 2026-06-27",
        "stale posts https://n.example/posts: 4 found, 3 new, 2 records, newest 2026-06-27",
        "2 lists: 8 found, 6 new, 4 records",
        "dead sitemap https://n.example/sitemap: status 410",
        "nothing at 2 usual places",
    ]


def test_a_source_that_died_is_a_problem() -> None:
    """What gave articles in an earlier run and is dead now is wrong; what never gave any is not."""
    died, never = source(problem="status 404", found=0), source("sitemap", "empty", found=0)
    (health,) = health_of([run(1, source(), never), run(2, died, never)], Limits())
    assert health.problems == ("feed https://n.example/feed died: status 404",)


@pytest.mark.parametrize("told", [None, 3, [3], [{"url": "x"}], {"url": "x"}])
def test_what_is_no_source_is_passed_over(told: object) -> None:
    """Reports of other versions are read all the same."""
    assert source_reports(told) == ()
