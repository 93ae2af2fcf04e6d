"""The reports as one page of HTML that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipelines.look import rendered
from pipelines.reports.charts import BAR, HEIGHT, charts_of
from pipelines.reports.health import SiteHealth
from pipelines.reports.worst import worst_pages

# Between two bars, in pixels.
GAP: Final = 2


def page_of(sites: Sequence[SiteHealth], output: Path) -> str:
    """Return the page; of the output folder it reads what became of each page of the last runs."""
    shown = [(site, charts_of(site), worst_pages(output, site.latest)) for site in sites]
    return rendered("pipelines.reports", "report.html", title=_title(sites), sites=shown, height=HEIGHT, bar=BAR - GAP)


def _title(sites: Sequence[SiteHealth]) -> str:
    unwell = sum(bool(site.problems) for site in sites)
    return f"{len(sites)} {'site' if len(sites) == 1 else 'sites'}, {unwell or 'none'} with problems"
