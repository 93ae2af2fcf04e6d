"""Names of languages, as pages and addresses write them."""

from __future__ import annotations

import pytest

from pipelines.language.tags import is_locale, language_of_url, tag_of, without_main_country


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("pt_BR", "pt-BR"),
        ("EN-us", "en-US"),
        ("no-NO", "nb-NO"),
        ("zh-TW", "zh-Hant"),
        ("zh_CN.UTF-8", "zh-Hans"),
        ("in", "id"),
        ("x-default", None),
        ("english", None),
        ("", None),
        (None, None),
    ],
)
def test_tags(declared: str | None, tag: str | None) -> None:
    """What pages declare becomes a BCP 47 tag; Chinese is told by its script, old codes by the new ones."""
    assert tag_of(declared) == tag


@pytest.mark.parametrize(
    ("tag", "shortest"),
    [
        ("ru-RU", "ru"),
        ("en-US", "en"),
        ("fil-PH", "fil"),
        ("en-GB", "en-GB"),
        ("pt-BR", "pt-BR"),
        ("sr-Latn-RS", "sr-Latn-RS"),
        ("zh-Hans", "zh-Hans"),
        ("ja", "ja"),
    ],
)
def test_main_countries(tag: str, shortest: str) -> None:
    """The country that a language is understood to be of is left out; others, and scripts, say something."""
    assert without_main_country(tag) == shortest


@pytest.mark.parametrize(
    ("part", "expected"),
    [("pt-br", True), ("zh-Hant", True), ("kr", True), ("cz", True), ("tv", False), ("us", False), ("news", False)],
)
def test_locales(part: str, expected: bool) -> None:
    """A language with or without its region or script names an edition; other two letters do not."""
    assert is_locale(part) is expected


@pytest.mark.parametrize(
    ("url", "tag"),
    [
        ("https://news.example/pt-br/bitcoin-sobe", "pt-BR"),
        ("https://es.news.example/bitcoin-sube", "es"),
        ("https://news.example/kr/article/81234", "ko"),
        ("https://news.example/zh_CN/1", "zh-Hans"),
        ("https://news.example/uk/bitcoin-rises", None),
        ("https://news.example/us/bitcoin-rises", None),
        ("https://news.example/se/bitcoin", None),
        ("https://news.example/", None),
        ("http://[::1", None),
        (None, None),
    ],
)
def test_languages_of_addresses(url: str | None, tag: str | None) -> None:
    """The head of path or host names a language; where it rather is a country, nothing is said."""
    assert language_of_url(url) == tag
