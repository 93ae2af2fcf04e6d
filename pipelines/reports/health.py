"""Whether a site is well: compared with what its own earlier runs found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pipelines.binomial import chance_of_at_most
from pipelines.coverage import FIELDS
from pipelines.reports.run import RunReport

# Runs that a site is compared with: a month of daily crawls.
EARLIER_RUNS: Final = 30
# A record's share of the fetched pages is watched as a field is: it falls when a site changes its layout.
RECORD: Final = "record"
# A field that every third record lacked before tells little by being lacked once more.
LEAST_SHARE: Final = 0.3
# So unlikely that chance alone makes a run that much worse. Forty fields are looked at, hence no larger.
CHANCE: Final = 0.001


@dataclass(frozen=True, slots=True)
class Limits:
    """What is wrong, and what is not yet."""

    silent_after: timedelta = timedelta(days=7)
    """A site that has had nothing new for so long, though it was crawled, is silent."""
    coverage_drop: float = 0.2
    """A field whose share of the records fell by so much has been lost."""


@dataclass(frozen=True, slots=True)
class SiteHealth:
    """A site's latest run beside its earlier ones."""

    scope: str
    latest: RunReport
    runs: tuple[RunReport, ...]
    """All runs, oldest first, the latest among them."""
    problems: tuple[str, ...]
    """What is wrong, a line each."""

    @property
    def coverage(self) -> dict[str, float]:
        """Return the share of all records that have each field; interrupted runs have not counted it."""
        whole = [run for run in self.runs if not run.interrupted]
        return {name: share for name in FIELDS if (share := share_of(whole, name)) is not None}


def health_of(reports: Sequence[RunReport], limits: Limits) -> list[SiteHealth]:
    """Return the state of each scope in some reports, by name."""
    scopes = sorted({report.scope for report in reports})
    return [_health(scope, tuple(report for report in reports if report.scope == scope), limits) for scope in scopes]


def _health(scope: str, runs: tuple[RunReport, ...], limits: Limits) -> SiteHealth:
    runs = runs[-EARLIER_RUNS - 1 :]
    latest = runs[-1]
    problems = [*_interrupted(latest), *_silent(runs, limits), *_died(runs), *_fallen(runs, limits)]
    return SiteHealth(scope, latest, runs, tuple(problems))


def _interrupted(latest: RunReport) -> list[str]:
    return ["the last run was interrupted; the next goes on from there"] if latest.interrupted else []


def _silent(runs: tuple[RunReport, ...], limits: Limits) -> list[str]:
    latest, whole = runs[-1], [run for run in runs if not run.interrupted]
    if latest.interrupted or not whole:
        return []
    if not latest.listed:
        earlier = max((run.listed for run in whole[:-1]), default=0)
        return [f"silent: its lists show no article ({earlier} before)" if earlier else "silent: no article was found"]
    fresh = [run.started_at for run in runs if run.count("new") or (run.interrupted and run.count("records"))]
    since = fresh[-1] if fresh else runs[0].started_at
    quiet = latest.started_at - since
    return [f"silent: nothing new for {quiet.days} days"] if quiet >= limits.silent_after else []


def _died(runs: tuple[RunReport, ...]) -> list[str]:
    """Return the sources that gave something in an earlier run, and are dead now."""
    gave = {source.url for run in runs[:-1] for source in run.sources if not source.problem and source.found}
    dead = (source for source in runs[-1].sources if source.problem and source.url in gave)
    return [f"{source.kind} {source.url} died: {source.problem}" for source in dead]


def _fallen(runs: tuple[RunReport, ...], limits: Limits) -> list[str]:
    # Interrupted runs have no counts of fields.
    whole = [run for run in runs if not run.interrupted and _base([run], RECORD)]
    if len(whole) < 2:
        return []
    latest, earlier = whole[-1:], whole[:-1]
    fallen = (_fall(name, latest, earlier, limits) for name in (RECORD, *FIELDS))
    return [told for told in fallen if told]


def _fall(name: str, latest: list[RunReport], earlier: list[RunReport], limits: Limits) -> str:
    before, now = share_of(earlier, name), share_of(latest, name)
    if before is None or now is None or before < LEAST_SHARE or before - now < limits.coverage_drop:
        return ""
    filled, of = _filled(latest, name), _base(latest, name)
    if _chance(filled, of, before) > CHANCE:
        return ""
    what = "pages that are articles" if name == RECORD else name
    return f"{what}: {before:.0%} before, {now:.0%} now ({filled} of {of})"


def share_of(runs: Sequence[RunReport], name: str) -> float | None:
    """Return the share of some runs' records that have a field, or of their pages that are records; None of none."""
    base = _base(runs, name)
    return _filled(runs, name) / base if base else None


def _filled(runs: Sequence[RunReport], name: str) -> int:
    if name == RECORD:
        return sum(_visited(run) - sum(run.group("rejected").values()) for run in runs)
    return sum(run.count(f"fields/{name}") for run in runs)


def _base(runs: Sequence[RunReport], name: str) -> int:
    return sum(_visited(run) if name == RECORD else run.count("records") for run in runs)


def _visited(run: RunReport) -> int:
    # Unchanged articles are articles, though their pages were not sent.
    return run.count("pages") + run.count("not_modified")


def _chance(filled: int, of: int, share: float) -> float:
    """Return how likely it is that so few or fewer of some records have a field that this share of them has."""
    # A share of one leaves no room for chance, though it was seen in finitely many.
    share = min(share, 1 - 1 / (2 * of))
    return chance_of_at_most(filled, of, share)
