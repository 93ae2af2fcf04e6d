"""Addresses that lists and sitemaps show, until it is known which of them are articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from spiders.discovery.prior import verdict_of
from spiders.discovery.shapes import Shapes, shape_of
from spiders.discovery.sources import Source

# Of a shape that only looks like an article's, so many pages are fetched; the others when one of them was an article.
TRIAL: Final = 5
# Of a shape that a list links with the texts of headlines, a page of the list.
HEADLINE_TRIAL: Final = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be an article's."""

    url: str
    listed: datetime | None
    source: Source


class Candidates:
    """The addresses of one site that wait for a verdict."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._waiting: dict[str, Candidate] = {}
        self._seen: set[str] = set()
        self._tried: Counter[str] = Counter()
        self.left_out = 0
        """How many were judged to be no articles."""

    def add(self, candidate: Candidate) -> None:
        """Take in an address; one that was there before changes nothing."""
        if candidate.url not in self._seen:
            self._seen.add(candidate.url)
            self._waiting[candidate.url] = candidate

    def keep(self, is_wanted: Callable[[str], bool]) -> None:
        """Let those go that are not wanted any more, since more is known of what was asked for."""
        self._waiting = {url: candidate for url, candidate in self._waiting.items() if is_wanted(url)}

    def take(self) -> list[Candidate]:
        """Return those that are articles by what is known now, and a few of each shape that may be."""
        waiting, self._waiting = self._waiting, {}
        tried = set(self._tried)
        return [candidate for candidate in waiting.values() if self._is_chosen(candidate, tried)]

    def _is_chosen(self, candidate: Candidate, tried: set[str]) -> bool:
        verdict = self._shapes.verdict(candidate.url)
        if verdict.is_article and self._shapes.is_proven(candidate.url):
            return True
        shape = shape_of(candidate.url)
        may_be = verdict.is_article or (not verdict.by_shape and verdict_of(candidate.url).is_article)
        if shape is None or not may_be or shape in tried:
            self.left_out += 1
            return False
        if self._tried[shape] >= (HEADLINE_TRIAL if verdict.by_shape else TRIAL):
            self._waiting[candidate.url] = candidate
            return False
        self._tried[shape] += 1
        return True
