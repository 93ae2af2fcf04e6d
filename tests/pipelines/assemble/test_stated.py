"""Standfirst, tags and language tags say what the article's own page says, and no more."""

from __future__ import annotations

import pytest

from pipelines.extract import extract
from schemas.page import Page
from tests.pipelines.assemble.layout import PROSE, TITLE, ld, record


def test_declared_subtitle() -> None:
    """A declared subtitle is the standfirst, unless it is the title in other words."""
    own = "Why miners are the first to feel it, and what comes next"
    assert record(head=ld(alternativeHeadline=own)).subtitle == own
    again = "Fees on the old chain have fallen to a level last seen in spring"
    assert record(head=ld(alternativeHeadline=again)).subtitle is None


TAGS = "<p><a href=/tag/fees>수수료 (92)</a> <a href=/tag/banks>은행 (7 건)</a> <a href=/tag/etf>#ETF(현물)</a></p>"


def test_counts_beside_tags() -> None:
    """How much else is filed under a tag is no part of it; other words in brackets are."""
    assert record(after_text=TAGS).tags == ["수수료", "은행", "ETF(현물)"]


@pytest.mark.parametrize("column", ["<aside>{}</aside>", "<div class=sidebar>{}</div>", "<div class=menu>{}</div>"])
def test_tags_of_the_site(column: str) -> None:
    """Tags in a column or a menu are the site's, beside the article's own or where it has none."""
    cloud = column.format("<p class=tagcloud><a href=/tag/zins>#Zins</a> <a href=/tag/boerse>#Börse</a></p>")
    assert record(after_text=TAGS + cloud).tags == ["수수료", "은행", "ETF(현물)"]
    assert record(after_text=cloud).tags == []


def test_tags_far_behind_the_text() -> None:
    """Tags that stand far from the text are the site's, whatever holds them."""
    between = "".join(f"<p>Điều {number}</p><h4>Mục {number}</h4>" for number in range(12))
    assert record(after_text=between + TAGS).tags == []


def page(language: str) -> tuple[str, str | None]:
    """Return the language of an English article and of the interface of a page that declares a language."""
    text = f"<html lang={language}><body><main><h1>{TITLE}</h1><p>{PROSE}</p><p>{PROSE} More.</p></main></body></html>"
    article = extract(Page(body=text.encode(), url="https://wirepost.example/news/fees"))
    return article.language, article.interface_language


def test_country_in_a_language_tag() -> None:
    """The country that a language is understood to be of is left out of a record; another country is kept."""
    assert page("en-US") == ("en", "en")
    assert page("en-GB") == ("en-GB", "en-GB")


def test_country_of_a_translation() -> None:
    """The same country is left out of the tags of translations."""
    head = "".join(
        f'<link rel=alternate hreflang={tag} href="https://wirepost.example/{tag}/fees">'
        for tag in ("ru-RU", "pt-BR", "tr-TR", "zh-TW")
    )
    assert [one.language for one in record(head=head).translations] == ["ru", "pt-BR", "tr", "zh-Hant"]
