"""Related articles are read by the elements that hold them, in whatever order each has its title, section and time."""

from __future__ import annotations

import pytest

from pipelines.extract import extract
from schemas.article import Related
from schemas.page import Page

PROSE = "The court said on Friday that the exchange, which had been closed since May, may open its doors again."
FIRST, SECOND = "Vitalik writes about bridges again", "How signatures on lattices work, and why"


def related(section: str) -> list[Related]:
    """Return the related articles of a page with a section behind its text."""
    text = f"<h1>The court lets the exchange open</h1><div><p>{PROSE}</p><p>{PROSE} So it is.</p></div>"
    page = f"<html lang=en><body><main>{text}</main>{section}</body></html>"
    return extract(Page(body=page.encode(), url="https://wirepost.example/news/fees")).related


@pytest.mark.parametrize(
    "card",
    [
        "<div><a href={0}><span>Industry</span><p>{1}</p></a></div>",
        "<article><time>25 November 2026</time><span>Industry</span><h3><a href={0}>{1}</a></h3></article>",
        "<div><a href={0}><div>{1}</div></a><div>Wire Post</div><div>25 November 2026</div></div>",
        "<div><p><a href={0}>{1}</a></p><p><a href={0}>The court says why it let the exchange open.</a></p></div>",
    ],
    ids=["section first", "time first", "name and time behind", "teaser in the link"],
)
def test_parts_of_cards(card: str) -> None:
    """The title is the heading, or the first headline that is a link; sections, names and times are none."""
    cards = "".join(card.format(f"/n/{number}", title) for number, title in enumerate((FIRST, SECOND)))
    found = related(f"<section><h2>Related articles</h2>{cards}</section>")
    assert [(one.title, (one.url or "")[-1]) for one in found] == [(FIRST, "0"), (SECOND, "1")]


def test_time_of_a_card_before_its_title() -> None:
    """A time that stands before the title is the card's own, not that of the one before."""
    cards = "".join(
        f"<article><div>{day} November 2026</div><h3><a href=/n/{day}>{title}</a></h3></article>"
        for day, title in ((24, FIRST), (25, SECOND))
    )
    found = related(f"<section><h2>Related articles</h2>{cards}</section>")
    assert [one.published_at for one in found] == ["2026-11-24", "2026-11-25"]


def test_ranks_are_no_part_of_titles() -> None:
    """Numbers that count from one are a list's; other numbers are the titles' own."""
    ranked = "".join(
        f"<li><a href=/n/{place}>{place}{title}</a></li>" for place, title in enumerate((FIRST, SECOND), 1)
    )
    assert [one.title for one in related(f"<h2>Related articles</h2><ul>{ranked}</ul>")] == [FIRST, SECOND]
    own = "<li><a href=/n/1>10 banks join the network</a></li><li><a href=/n/2>3 reasons to wait for it</a></li>"
    assert related(f"<h2>Related articles</h2><ul>{own}</ul>")[0].title == "10 banks join the network"


@pytest.mark.parametrize("heading", ["Most read", "最新快讯", "人気記事", "많이 본 기사", "Популярное", "Tin mới nhất"])
def test_what_is_popular_is_not_related(heading: str) -> None:
    """Lists of what is read most or came last stand on every page of a site."""
    card = f"<h4><a href=/n/1>{FIRST}</a></h4><h4><a href=/n/2>{SECOND}</a></h4>"
    assert related(f"<section><h3>{heading}</h3>{card}</section>") == []


def test_labels_and_buttons_are_no_cards() -> None:
    """What is no link among linked cards is a label, a button or a line about the paper."""
    cards = f"<div><a href=/n/1>{FIRST}</a></div><div><a href=/n/2>{SECOND}</a></div><div>View all</div>"
    found = related(f"<section><h2>Related articles</h2>{cards}<p>The paper of record</p></section>")
    assert [one.title for one in found] == [FIRST, SECOND]


def test_day_at_the_end_of_a_list_s_titles() -> None:
    """A day with its year at the end of a title in a list dates the article; a month or a year is the title's own."""
    titles = [
        "두 번째 금고를 여는 은행 2026.06.26",
        "Рынок вкладов после закона | 24 июня 2026",
        "Was die Bank den Kunden verschwieg, Mai 2026",
        "Gebühren im Jahr 2026",
    ]
    listed = "".join(f"<li><a href=/n/{place}>{title}</a></li>" for place, title in enumerate(titles))
    found = related(f"<h2>Related articles</h2><ul>{listed}</ul>")
    assert [(one.title, one.published_at) for one in found] == [
        ("두 번째 금고를 여는 은행", "2026-06-26"),
        ("Рынок вкладов после закона", "2026-06-24"),
        (titles[2], None),
        (titles[3], None),
    ]
