"""What somebody looks for: words, "phrases", -minus and prefix*, read from any text whatever."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines.search.tokens import composed, is_unspaced, pairs_of, runs_of, search_fold

# Full questions have some twenty words; each costs a look-up in the index.
MOST_TERMS: Final = 64
QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»〝〞〟＂", '"'))
TERM: Final = re.compile(r'(?P<minus>(?<!\S)[-－−])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<star>\*)?')
# Inflected forms share their beginning. Words of so many letters are long enough to be cut, by so many letters at most,
# to no less than five, which is where most languages that inflect by endings are found best.
SHORTEST_CUT: Final = 6
LONGEST_ENDING: Final = 3
SHORTEST_STEM: Final = 5


class QueryProblem(ValueError):
    """The query cannot be looked up; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a query, folded and cut into runs."""

    runs: tuple[str, ...]
    is_exact: bool = False
    """A phrase in quotes: no other forms of its words will do."""
    is_prefix: bool = False

    @property
    def tokens(self) -> tuple[list[str], bool]:
        """Return the tokens of the term as they follow each other in a text, and whether the last may go on."""
        *before, last = self.runs
        tokens = [token for run in before for token in (pairs_of(run) if is_unspaced(run) else [run])]
        if not is_unspaced(last):
            return [*tokens, last], self.is_prefix
        # The character that ends it need not end the run in the text: it is there as the second one of a pair.
        return ([*tokens, *pairs_of(last)[:-1]], False) if len(last) > 1 else ([*tokens, last], True)

    @property
    def stem(self) -> str | None:
        """Return the beginning that the word shares with its other forms; None where it is taken as it is."""
        (first, *more) = self.runs
        if more or self.is_exact or self.is_prefix or is_unspaced(first) or len(first) < SHORTEST_CUT:
            return None
        # Numbers, and names with numbers, are not inflected.
        is_word = not any(map(str.isdigit, first))
        return first[: max(SHORTEST_STEM, len(first) - LONGEST_ENDING)] if is_word else None


@dataclass(frozen=True, slots=True)
class Query:
    """The terms that a record must have, and those that it must not."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


def parse_query(text: str) -> Query:
    """Return the query that a text says; raises QueryProblem where it is longer than anybody's question."""
    normal = composed(text).translate(QUOTES)
    found = [(bool(match["minus"]), term) for match in TERM.finditer(normal) if (term := _term(match))]
    if len(found) > MOST_TERMS:
        raise QueryProblem(f"the query has {len(found)} words; give {MOST_TERMS} at most")
    return Query(
        tuple(dict.fromkeys(term for is_minus, term in found if not is_minus)),
        tuple(dict.fromkeys(term for is_minus, term in found if is_minus)),
    )


def _term(match: re.Match[str]) -> Term | None:
    word = match["word"]
    is_phrase = word is None
    words = match["phrase"] if is_phrase else word
    # The word itself takes the star that follows it.
    is_prefix = bool(match["star"]) if is_phrase else word.endswith("*")
    runs = tuple(runs_of(search_fold(words)))
    return Term(runs, is_phrase, is_prefix) if runs else None
