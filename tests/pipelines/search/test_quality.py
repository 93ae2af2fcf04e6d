"""Whoever looks for an article with words of its own finds it, in every language."""

from __future__ import annotations

import pytest

from tests.pipelines.search.small_index import ARTICLES, Search

CASES = [(row["language"], query, row["title"]) for row in ARTICLES for query in row["queries"]]


def test_there_are_queries_in_many_languages() -> None:
    """The table holds fifty queries and more, in ten languages and more."""
    assert len(CASES) >= 50
    assert len({language for language, _, _ in CASES}) >= 10


@pytest.mark.parametrize(("language", "query", "title"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
def test_article_is_first(over_all: Search, language: str, query: str, title: str) -> None:
    """Without any filter, among the articles of all languages, the right one is first."""
    assert [hit.record["title"] for hit in over_all(query).hits[:1]] == [title]
