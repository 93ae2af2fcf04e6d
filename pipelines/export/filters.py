"""Which records are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.coverage import says_something
from pipelines.export.span import span_of
from pipelines.export.words import count_words
from pipelines.urls import host_of
from schemas.language import is_in_language


@dataclass(frozen=True, slots=True)
class Filters:
    """What a record has to be like. Without wishes, each one passes."""

    languages: tuple[str, ...] = ()
    """BCP 47, as far as wanted: `zh` takes `zh-Hans` too."""
    sites: tuple[str, ...] = ()
    """Keys of known sites, or hosts."""
    since: datetime | None = None
    """Aware. Records of this moment pass."""
    until: datetime | None = None
    """Aware. Records of this moment do not."""
    has: tuple[str, ...] = ()
    """Fields that have to say something."""
    min_words: int = 0
    respect_tdm: bool = False
    """Leave out what is reserved for text and data mining."""
    drop_duplicates: bool = False
    """Leave out copies of other records; which those are, no record tells alone."""
    latest_revision: bool = False
    """Leave out what has been superseded; which those are, no record tells alone."""

    @property
    def need_survey(self) -> bool:
        """Tell whether all records have to be seen before the first is decided on."""
        return self.latest_revision or self.drop_duplicates

    def passes(self, record: Mapping[str, Any]) -> bool:
        """Tell whether a record is wanted, by what it says itself."""
        return (
            (not self.languages or self._is_in_languages(record.get("language") or ""))
            and (not self.sites or record.get("site") in self.sites or host_of(record.get("url")) in self.sites)
            and self._is_in_time(record)
            and all(says_something(record.get(name)) for name in self.has)
            and not (self.respect_tdm and (record.get("access") or {}).get("tdm_reservation"))
            and (not self.min_words or count_words(record.get("body") or "") >= self.min_words)
        )

    def _is_in_languages(self, tag: str) -> bool:
        return any(is_in_language(tag, wanted) for wanted in self.languages)

    def _is_in_time(self, record: Mapping[str, Any]) -> bool:
        """Tell whether any moment that a record may be of is in the time wanted.

        Articles without a date are taken for as old as their crawl, which is right for those that a crawl finds new.
        """
        if self.since is None and self.until is None:
            return True
        span = span_of(record.get("published_at") or record.get("fetched_at") or "")
        if span is None:
            return False
        return (self.since is None or span.end > self.since) and (self.until is None or span.first < self.until)
