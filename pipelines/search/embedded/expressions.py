"""Queries as the full-text table takes them; every token stands in quotes, so that no text can be an operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipelines.search.query import Query, Term

HEADS: Final = "{title summary}"


@dataclass(frozen=True, slots=True)
class Expression:
    """What records must have, and what they must not."""

    wanted: str
    unwanted: str = ""

    @property
    def whole(self) -> str:
        """Return the expression for all these records."""
        return self._bounded(f"({self.wanted})")

    @property
    def in_heads(self) -> str:
        """Return the expression for those of them that have what is wanted in title and summary."""
        return self._bounded(f"({HEADS} : ({self.wanted}))")

    @property
    def elsewhere(self) -> str:
        """Return the expression for the others."""
        return self._bounded(f"(({self.wanted}) NOT ({HEADS} : ({self.wanted})))")

    def _bounded(self, wanted: str) -> str:
        return f"{wanted} NOT ({self.unwanted})" if self.unwanted else wanted


def all_words(query: Query) -> Expression:
    """Return the expression for records that have every word as it is written."""
    return _joined(query, " AND ", exact)


def all_forms(query: Query) -> Expression:
    """Return the expression for records that have every word in some form: as written, or with its beginning."""
    return _joined(query, " AND ", any_form)


def any_words(query: Query) -> Expression:
    """Return the expression for records that have some of the words as they are written."""
    return _joined(query, " OR ", exact)


def exact(term: Term) -> str:
    """Return the expression for a term as it is written."""
    tokens, is_open = term.tokens
    return f'"{" ".join(tokens)}"{"*" if is_open else ""}'


def any_form(term: Term) -> str:
    """Return the expression for a term in any of its forms."""
    return f'({exact(term)} OR "{term.stem}"*)' if term.stem else exact(term)


def _joined(query: Query, operator: str, form: Callable[[Term], str]) -> Expression:
    return Expression(operator.join(map(form, query.wanted)), " OR ".join(map(exact, query.unwanted)))
