"""Phrases that tell kinds of pages, boxes and names apart."""

from __future__ import annotations

import pytest

from pipelines.lexicon.phrases import phrases, says


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("consent", "Wir verwenden Cookies", True),
        ("consent", "当サイトはクッキーを使用しています", True),
        ("consent", "Scookie is a name", False),
        ("error", "Страница не найдена", True),
        ("error", "Page Not Found", True),
        ("login", "Sign in to continue", True),
        ("login", "The design in question", False),
    ],
)
def test_phrase_is_found(name: str, text: str, found: bool) -> None:
    """A phrase is found in any case; a Latin one only where a word begins."""
    assert says(name, text) is found


def test_houses_are_no_names() -> None:
    """What signs for a whole house is listed in small letters, as names are compared."""
    assert {"redaktion", "admin", "redazione"} <= phrases("house")
    assert all(phrase == phrase.lower() for phrase in phrases("house"))
