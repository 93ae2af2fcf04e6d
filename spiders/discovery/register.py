"""The sources of one site in one run: which were asked, what each gave, which are dead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pipelines.store.keys import key_of_url
from pipelines.store.ledger import KnownSource, Offer
from spiders.discovery.places import TRY_AGAIN_AFTER, Place, usual_places
from spiders.discovery.sources import Origin, Source, SourceKind

# Those that tell of articles by themselves; lists have to be searched.
TELLING = (SourceKind.FEED, SourceKind.POSTS, SourceKind.SITEMAP)

# Problems of sources at which a server answered.
ANSWERS = ("status", "html", "empty", "stale")


class Register:
    """The sources by their addresses, in the order in which they were asked."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._of_article: dict[int, Source] = {}

    def add(self, source: Source) -> bool:
        """Take in a source; tell whether it is new."""
        return self._sources.setdefault(source.url, source) is source

    def offered(self, url: str, source: Source, offer: Offer) -> None:
        """Note that a source lists an article, and what the ledger made of it."""
        source.found += 1
        source.new += offer is Offer.NEW
        self._of_article.setdefault(key_of_url(url), source)

    def became_record(self, url: str) -> None:
        """Note that an article became a record: that is the first of its sources' merit."""
        if source := self._of_article.get(key_of_url(url)):
            source.records += 1

    def lives(self, kinds: tuple[SourceKind, ...] = TELLING, origin: Origin | None = None) -> bool:
        """Tell whether a source of some kinds, and of an origin, lives."""
        return any(
            source.lives and source.kind in kinds and origin in (None, source.origin)
            for source in self._sources.values()
        )

    def reaches_back(self) -> bool:
        """Tell whether a living feed lists all that appeared since an earlier run."""
        return any(source.lives and source.reaches_back for source in self._sources.values())

    def was_answered(self) -> bool:
        """Tell whether a server answered for any source, with whatever; without, other places need not be tried."""
        return any(source.lives or source.problem.startswith(ANSWERS) for source in self._sources.values())

    def told(self) -> list[dict[str, Any]]:
        """Return what the report of a run says of the sources."""
        return [source.told() for source in self._sources.values()]

    def lists(self) -> Iterator[Source]:
        """Return the lists that were asked."""
        return (source for source in self._sources.values() if source.kind is SourceKind.LIST and source.is_asked)

    def at_usual_places(self) -> Iterator[Source]:
        """Return the sources that were tried at usual places."""
        return (source for source in self._sources.values() if source.origin in (Origin.USUAL, Origin.REMEMBERED))

    def untried_places(self, home: str, tried: list[KnownSource]) -> list[Place]:
        """Return the usual places of a site that nobody has asked for lately."""
        recent = {place.url for place in tried if datetime.now(UTC) - place.at < TRY_AGAIN_AFTER}
        return [place for place in usual_places(home) if place.url not in recent | self._sources.keys()]
