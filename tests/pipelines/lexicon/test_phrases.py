"""Phrases that tell kinds of pages, boxes and names apart."""

from __future__ import annotations

import pytest

from pipelines.lexicon.phrases import ends_in_phrase, is_phrase, phrases, says


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


@pytest.mark.parametrize(
    ("name", "text"),
    [("end", "انتهى"), ("correction", "تصحيح"), ("original_title", "Özgün Başlık"), ("house", "REDAKTION")],
)
def test_phrase_however_it_is_written(name: str, text: str) -> None:
    """Lists and texts are compared in one form, whatever letters with marks a list is written with."""
    assert is_phrase(name, text)
    assert not is_phrase(name, f"{text} {text}")


def test_desks_by_the_end_of_their_names() -> None:
    """An editorial office's name ends with the word for one; a person's does not."""
    assert ends_in_phrase("desk", "فريق التحرير")
    assert ends_in_phrase("desk", "KriptoGün Haber Merkezi")
    assert not ends_in_phrase("desk", "Rana Haddad")


def test_turkish_capitals() -> None:
    """A capital with a dot is the small letter with one."""
    assert says("related", "İLGİNİZİ ÇEKEBİLİR")
    assert says("follow", "Bizi TAKİP EDİN")
