"""The reports as one page of HTML that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Final, NamedTuple

from jinja2 import Environment, StrictUndefined

from pipelines.reports.health import SiteHealth
from pipelines.reports.run import RunReport

# Of a chart, in pixels.
HEIGHT: Final = 40
BAR: Final = 9


class Bar(NamedTuple):
    """A run in a chart."""

    x: int
    y: int
    height: int
    told: str


class Chart(NamedTuple):
    """A number over the runs of a site, oldest first."""

    title: str
    latest: int
    highest: int
    width: int
    bars: tuple[Bar, ...]


def page_of(sites: Sequence[SiteHealth]) -> str:
    """Return the page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("pipelines.reports").joinpath("report.html").read_text("utf-8"))
    charts = [(site, _charts(site)) for site in sites]
    return template.render(title=_title(sites), sites=charts, height=HEIGHT, bar=BAR - 2)


def _title(sites: Sequence[SiteHealth]) -> str:
    unwell = sum(bool(site.problems) for site in sites)
    return f"{len(sites)} {'site' if len(sites) == 1 else 'sites'}, {unwell or 'none'} with problems"


def _charts(site: SiteHealth) -> list[Chart]:
    numbers = {
        "new": [run.count("new") for run in site.runs],
        "changed": [run.count("changed") for run in site.runs],
        "listed": [run.listed for run in site.runs],
        "rejected": [sum(run.group("rejected").values()) for run in site.runs],
        "not fetched": [sum(run.group("not_fetched").values()) for run in site.runs],
    }
    return [_chart(title, values, site.runs) for title, values in numbers.items()]


def _chart(title: str, values: list[int], runs: Sequence[RunReport]) -> Chart:
    highest = max(values)
    bars = tuple(
        _bar(place, value, highest, f"{run.started_at:%Y-%m-%d %H:%M}: {value}")
        for place, (value, run) in enumerate(zip(values, runs, strict=True))
    )
    return Chart(title, values[-1], highest, BAR * len(values), bars)


def _bar(place: int, value: int, highest: int, told: str) -> Bar:
    # A run that found nothing is a line at the foot of the chart, not a gap.
    height = max(1, round(HEIGHT * value / highest)) if highest else 1
    return Bar(place * BAR, HEIGHT - height, height, told)
