"""The report of one run, as it lies in `output/runs/<run>.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.line_files import LineFile
from pipelines.reports.sources import SourceReport, source_reports


@dataclass(frozen=True)
class RunReport:
    """What a run counted. Keys are names of counts, with their group before a slash (`rejected/no_prose`)."""

    run: str
    scope: str
    """What was crawled: the key of a site, with the edition behind a slash; or a spider and its addresses."""
    started_at: datetime
    """Aware."""
    interrupted: bool
    """Whether it was killed: its counts are those of its files only."""
    counts: Mapping[str, int]
    sources: tuple[SourceReport, ...] = ()
    """What listed the site's articles; unknown of runs that were interrupted."""
    newest: date | None = None
    """The latest day on which one of its records was published."""
    files: tuple[str, ...] = ()
    """Of its records."""
    raw_files: tuple[str, ...] = ()
    """Web archives of its pages, where they were kept."""

    def count(self, key: str) -> int:
        """Return a count."""
        return self.counts.get(key, 0)

    def group(self, name: str) -> dict[str, int]:
        """Return the counts of a group, largest first."""
        return group_of(dict(sorted(self.counts.items())), f"{name}/")

    @property
    def days_behind(self) -> int | None:
        """Return how old the newest record was when the run began, in days; None where none has a day."""
        # (A day that has begun elsewhere is no future.)
        return max((self.started_at.date() - self.newest).days, 0) if self.newest else None

    @property
    def listed(self) -> int:
        """Return how many articles the site's lists showed: where there is none, the site is silent."""
        return sum(self.count(key) for key in ("found", "known", "asked_again"))


def group_of(counts: Mapping[str, int], beginning: str) -> dict[str, int]:
    """Return the counts whose names have a beginning, without it, largest first; equal ones stay in their order."""
    found = {key.removeprefix(beginning): number for key, number in counts.items() if key.startswith(beginning)}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def write_report(output: Path, run: str, told: Mapping[str, Any]) -> None:
    """Write the report of a run into the output folder."""
    file = LineFile(output / "runs" / f"{run}.json")
    file.write(json.dumps({"run": run, **told}, ensure_ascii=False, indent=1, sort_keys=True).encode())
    file.close()


def read_reports(output: Path) -> list[RunReport]:
    """Return the reports of all runs in an output folder, oldest first; what is no report is passed over."""
    found = [_read(path) for path in sorted((output / "runs").glob("*.json"))]
    return sorted(filter(None, found), key=lambda report: report.started_at)


def _read(path: Path) -> RunReport | None:
    try:
        told = json.loads(path.read_bytes())
        return RunReport(
            run=told["run"],
            scope=told.get("scope") or told["spider"],
            started_at=datetime.strptime(told["run"].partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
            interrupted=bool(told.get("interrupted", False)),
            sources=source_reports(told.get("sources")),
            newest=date.fromisoformat(told["newest"]) if told.get("newest") else None,
            files=tuple(told.get("files", ())),
            raw_files=tuple(told.get("raw_files", ())),
            counts={key: value for key, value in told.items() if isinstance(value, int) and value is not True},
        )
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return None
