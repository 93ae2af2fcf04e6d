"""What the sources of a site gave in a run, as the report of the run has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

# Places where many sites have a feed or a sitemap; that one has none is nothing to worry about.
USUAL_PLACE: Final = "usual_place"
# List pages are many; what they gave together tells enough.
LIST: Final = "list"
# It gives articles, but none of late.
STALE: Final = "stale"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """A feed, a sitemap, a list: what it gave, or why it gave nothing."""

    url: str
    kind: str
    origin: str
    """`known`, `declared`, `usual_place`, `remembered`."""
    found: int
    new: int
    records: int
    newest: str | None
    problem: str
    """`status 404`, `html`, `empty`, `stale`, `timeout`…; nothing while it lives."""


def source_reports(told: object) -> tuple[SourceReport, ...]:
    """Return the sources of a report; those that it tells otherwise are passed over."""
    found = (_source(each) for each in told if isinstance(each, dict)) if isinstance(told, list) else ()
    return tuple(filter(None, found))


def told_sources(sources: Sequence[SourceReport]) -> Iterator[str]:
    """Return what a reader is told of the sources: what the living ones gave, and how the others died."""
    lists = [source for source in sources if source.kind == LIST and not source.problem]
    for source in sources:
        if source.problem in ("", STALE) and source not in lists:
            newest = f", newest {source.newest[:10]}" if source.newest else ""
            yield f"{source.problem} {source.kind} {source.url}: {_gave([source])}{newest}".lstrip()
    if lists:
        yield f"{len(lists)} {'list' if len(lists) == 1 else 'lists'}: {_gave(lists)}"
    dead = [source for source in sources if source.problem not in ("", STALE)]
    yield from (f"dead {source.kind} {source.url}: {source.problem}" for source in dead if source.origin != USUAL_PLACE)
    if empty := sum(source.origin == USUAL_PLACE for source in dead):
        yield f"nothing at {empty} usual places"


def _gave(sources: Sequence[SourceReport]) -> str:
    found, new, records = (
        sum(each) for each in zip(*((one.found, one.new, one.records) for one in sources), strict=True)
    )
    return f"{found} found, {new} new, {records} records"


def _source(told: Mapping[str, Any]) -> SourceReport | None:
    try:
        return SourceReport(**told)
    except TypeError:
        return None
