"""Numbers over the runs of a site, as bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from pipelines.reports.health import RECORD, SiteHealth, share_of
from pipelines.reports.run import RunReport

# Of a chart, in pixels.
HEIGHT: Final = 40
BAR: Final = 9
# Fields whose loss is seen first; the table has all of them.
SHOWN_FIELDS: Final = (RECORD, "published_at", "authors", "summary", "images")
# More shades than these nobody tells apart.
SHOWN_LANGUAGES: Final = 5
OTHERS: Final = "others"


class Bar(NamedTuple):
    """A run in a chart, or a part of it."""

    x: int
    y: int
    height: int
    told: str
    shade: int = 0


class Chart(NamedTuple):
    """A number over the runs of a site, oldest first."""

    title: str
    told: str
    width: int
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    """The names of the shades."""


def charts_of(site: SiteHealth) -> dict[str, list[Chart]]:
    """Return the charts of a site in groups, by the groups' titles."""
    return {
        "Articles": _numbers(site.runs),
        "Coverage": [chart for name in SHOWN_FIELDS for chart in _coverage(name, site.runs)],
        "Freshness": _freshness(site.runs),
        "Languages": _languages(site.runs),
    }


def _numbers(runs: Sequence[RunReport]) -> list[Chart]:
    numbers = {
        "new": [run.count("new") for run in runs],
        "changed": [run.count("changed") for run in runs],
        "listed": [run.listed for run in runs],
        "rejected": [sum(run.group("rejected").values()) for run in runs],
        "not fetched": [sum(run.group("not_fetched").values()) for run in runs],
    }
    return [_chart(title, values, runs, max(values)) for title, values in numbers.items()]


def _coverage(name: str, runs: Sequence[RunReport]) -> Iterator[Chart]:
    """Yield the share of a run's records that have a field, if any run has records."""
    shares = [None if run.interrupted else share_of([run], name) for run in runs]
    percents = [None if share is None else round(100 * share) for share in shares]
    if any(share is not None for share in shares):
        yield _chart("pages that are articles" if name == RECORD else name, percents, runs, 100, " %")


def _freshness(runs: Sequence[RunReport]) -> list[Chart]:
    ages = [run.days_behind for run in runs]
    known = [age for age in ages if age is not None]
    return [_chart("age of the newest record", ages, runs, max(known), " days")] if known else []


def _languages(runs: Sequence[RunReport]) -> list[Chart]:
    """Return the languages of each run's records, one above the other."""
    counted = [run.group("languages") for run in runs]
    totals = sum(map(Counter, counted), Counter[str]())
    if not totals:
        return []
    shown = [name for name, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))][:SHOWN_LANGUAGES]
    highest = max(sum(each.values()) for each in counted)
    parted = [_parted(each, shown) for each in counted]
    bars = [_stacked(place, run, parts, highest) for place, (run, parts) in enumerate(zip(runs, parted, strict=True))]
    names = (*shown, OTHERS) if len(totals) > len(shown) else tuple(shown)
    return [Chart("languages", f"most {highest} records", BAR * len(runs), tuple(chain.from_iterable(bars)), names)]


def _parted(counts: Mapping[str, int], shown: Sequence[str]) -> dict[str, int]:
    """Return some counts by their names, and all others as one."""
    named = {name: counts.get(name, 0) for name in shown}
    return {**named, OTHERS: sum(counts.values()) - sum(named.values())}


def _stacked(place: int, run: RunReport, parts: Mapping[str, int], highest: int) -> Iterator[Bar]:
    foot = 0
    for shade, (name, number) in enumerate(parts.items()):
        top = round(HEIGHT * (number + foot) / highest)
        bottom = round(HEIGHT * foot / highest)
        if number:
            yield Bar(place * BAR, HEIGHT - top, top - bottom, f"{_when(run)}: {name} {number}", shade)
        foot += number


def _chart(title: str, values: Sequence[int | None], runs: Sequence[RunReport], highest: int, unit: str = "") -> Chart:
    bars = tuple(
        _bar(place, value, highest, f"{_when(run)}: {value}{unit}")
        for place, (value, run) in enumerate(zip(values, runs, strict=True))
        if value is not None
    )
    latest = "unknown" if values[-1] is None else f"{values[-1]}{unit}"
    return Chart(title, f"{latest} (most {max(value or 0 for value in values)}{unit})", BAR * len(values), bars)


def _bar(place: int, value: int, highest: int, told: str) -> Bar:
    # A run that found nothing is a line at the foot of the chart, not a gap.
    height = max(1, round(HEIGHT * value / highest)) if highest else 1
    return Bar(place * BAR, HEIGHT - height, height, told)


def _when(run: RunReport) -> str:
    return f"{run.started_at:%Y-%m-%d %H:%M}"
