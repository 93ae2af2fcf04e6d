"""Queries mean what their writers mean, and no text is an error of the database."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.search.query import MOST_TERMS, QueryProblem, Term, parse_query
from tests.pipelines.search.small_index import Search


def test_words_phrases_prefixes_and_exclusions() -> None:
    """Words, "phrases", -minus and prefix* are told apart, in any quotes and widths."""
    query = parse_query("Fees “record low” -“old news” halv* －airdrop  l’autorité")
    assert query.wanted == (
        Term(("fees",)),
        Term(("record", "low"), is_exact=True),
        Term(("halv",), is_prefix=True),
        Term(("l", "autorite")),
    )
    assert query.unwanted == (Term(("old", "news"), is_exact=True), Term(("airdrop",)))


def test_hyphen_inside_a_word_excludes_nothing() -> None:
    """Only a minus before a word takes records out."""
    assert parse_query("layer-2 on - chain") == parse_query("layer-2 on chain")


@pytest.mark.parametrize("text", ["", "   ", "!!! ??? …", '""', "*", "-", "€ ₿"])
def test_text_without_words_asks_nothing(text: str) -> None:
    """What has no letters or digits is no query."""
    assert parse_query(text).wanted == ()


def test_too_long_a_query_is_refused_by_name() -> None:
    """More words than anybody's question has are refused, with the number that is allowed."""
    with pytest.raises(QueryProblem, match=f"{MOST_TERMS} at most"):
        parse_query(" ".join(map(str, range(MOST_TERMS + 1))))


@pytest.mark.parametrize(
    "text",
    [
        'a" OR b', "NEAR(a b)", "title:secret", "a AND", "NOT", "^halving", "{title}: a", "a + b", '"unclosed',
        "'; DROP TABLE documents", "miners\x00halving", "(((((", "-", "--", "-*", '"*"*', "\ud800", "* * *",
        "%s ? :name @x", "a" * 5000, "減" * 3000,
    ],
)  # fmt: skip
def test_hostile_queries_are_only_text(over_all: Search, text: str) -> None:
    """Operators of the full-text table, SQL and broken quotes are words or nothing."""
    over_all(text)
    over_all(f"miners -{text}")


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_a_query(over_all: Search, text: str) -> None:
    """No text is an error, alone or behind a minus."""
    over_all(text)
    over_all(f"-{text}")


def test_operators_are_words(over_all: Search) -> None:
    """ "OR" finds the word, not either side of it."""
    assert over_all("halving OR Northgate").matched == "any_words"
    assert over_all("halving", languages=("en",)).total == 1
    assert over_all("halving -northgate", languages=("en",)).total == 0
