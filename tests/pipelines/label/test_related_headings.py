"""A line over links to other articles is known by its words, if they are not of what is popular."""

from __future__ import annotations

import pytest

from schemas.role import Role
from tests.pipelines.label.layout import PROSE, article, roles

TITLES = ("The bank opens a second vault in the north", "Two courts disagree on what a coin is")
CARDS = "".join(f"<h4><a href='/n/{place}'>{title}</a></h4>" for place, title in enumerate(TITLES))


@pytest.mark.parametrize(
    "heading",
    [
        "기자가 고른 관련 소식",
        "もっと知りたい人のための関連の話",
        "Вам может пригодиться",
        "Benzer yazılarımız",
        "มีเรื่องที่เกี่ยวข้องอีก",
    ],
)
def test_heading_over_cards_by_its_words(heading: str) -> None:
    """A line over links to other articles that has a word for what relates heads them, whatever else it says."""
    found = roles(article(after=f"<section><h3>{heading}</h3>{CARDS}</section>"))
    assert found[heading] is Role.RELATED_HEADING
    assert [found[title] for title in TITLES] == [Role.RELATED] * 2


@pytest.mark.parametrize(
    "heading", ["많이 본 관련 소식", "Популярное и похожее", "热门与相关的话题", "Beliebt und ähnlich"]
)
def test_heading_over_what_is_popular(heading: str) -> None:
    """Where the words are of what is popular, the site's list is no related reading."""
    found = roles(article(after=f"<section><h3>{heading}</h3>{CARDS}</section>"))
    assert found[heading] is not Role.RELATED_HEADING


def test_heading_over_tags_or_text() -> None:
    """Such words over hashtags or over plain paragraphs head nothing that relates."""
    heading = "이 기사와 관련된 말"
    tags = "<p><a href='/tag/a'>#수수료</a> <a href='/tag/b'>#은행</a></p>"
    found = roles(article(after=f"<section><h3>{heading}</h3>{tags}</section>"))
    assert found[heading] is not Role.RELATED_HEADING
    found = roles(article(inside=f"<h3>{heading}</h3><p>{PROSE} Plain.</p>"))
    assert (found[heading], found[f"{PROSE} Plain."]) == (Role.HEADING, Role.BODY)
