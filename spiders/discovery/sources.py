"""What lists a site's articles, what each list gave, and how it died."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any


class SourceKind(StrEnum):
    """What a source is; better ones first."""

    FEED = "feed"
    """RSS, Atom or JSON feed."""
    POSTS = "posts"
    """WordPress's list of posts in JSON."""
    SITEMAP = "sitemap"
    """A sitemap, a news sitemap, or an index of them."""
    LIST = "list"
    """A list page, with its further pages."""


class Origin(StrEnum):
    """Where a source was found."""

    KNOWN = "known"
    """Among the facts of the site."""
    DECLARED = "declared"
    """By a page of the site, or by its robots.txt."""
    USUAL = "usual_place"
    """Asked for where many sites have one."""
    REMEMBERED = "remembered"
    """At a usual place, by an earlier run."""


@dataclass(slots=True)
class Source:
    """A source, and what it gave in this run."""

    url: str
    kind: SourceKind
    origin: Origin
    stale_after: timedelta
    """How old the newest entry of a list may be that somebody keeps."""
    entries: int = 0
    """Addresses that it lists, of whatever."""
    found: int = 0
    """Of these, the articles."""
    new: int = 0
    """Of these, the ones that nobody had seen before."""
    records: int = 0
    """Of these, the ones that became records in this run."""
    newest: datetime | None = None
    """When its newest entry appeared, where it says so."""
    death: str = ""
    """Why it gives nothing: `status 404`, `html`, `empty`, `timeout`…"""
    reaches_back: bool = False
    """Whether it shows an article that an earlier run fetched, so that nothing was missed in between."""
    is_asked: bool = False
    """Whether it has answered."""

    @property
    def lives(self) -> bool:
        """Tell whether it has answered, and lists what is not old."""
        return self.is_asked and not self.problem

    @property
    def problem(self) -> str:
        """Return why it is of no use; nothing while it lives."""
        if self.death or not self.is_asked:
            return self.death
        if not self.entries:
            return "empty"
        return "stale" if self._is_stale() else ""

    def note(self, entries: int, published: Iterable[datetime | None]) -> None:
        """Note how many addresses it lists, and when they appeared."""
        self.entries += entries
        self.newest = max(filter(None, (self.newest, *published)), default=None)

    def _is_stale(self) -> bool:
        return self.newest is not None and datetime.now(UTC) - self.newest > self.stale_after

    def told(self) -> dict[str, Any]:
        """Return what the report of a run says of it."""
        newest = self.newest.isoformat() if self.newest else None
        counts = {"found": self.found, "new": self.new, "records": self.records}
        where = {"url": self.url, "kind": str(self.kind), "origin": str(self.origin)}
        return {**where, **counts, "newest": newest, "problem": self.problem}
