"""Tables of contents and the times of live entries are told by what they list, and taken out of the text."""

from __future__ import annotations

import pytest

from schemas.role import Role
from tests.pipelines.label.layout import PROSE, TEXT, TITLE, article, roles


def chapters(headings: list[str], before: str = "", behind: str = "") -> dict[str, Role]:
    """Return the roles of a page with some headings, a paragraph under each, and a list before or behind them."""
    parts = "".join(f"<h2>{heading}</h2><p>{PROSE} {heading}</p>" for heading in headings)
    return roles(f"<main><article><h1>{TITLE}</h1><div>{before}<p>{PROSE}</p>{parts}{behind}</div></article></main>")


@pytest.mark.parametrize(
    ("line", "headings"),
    [
        ("한눈에 훑기", ["수수료가 내린 까닭", "거래소가 하는 말", "봄까지의 전망"]),
        ("محطات هذا النص", ["لماذا انخفضت الرسوم", "ما تقوله المنصات", "ما ينتظر المودعين"]),
        ("読みどころ", ["手数料が下がった理由", "取引所の言い分", "春までの見通し"]),
        ("มีอะไรบ้าง", ["ทำไมค่าธรรมเนียมลดลง", "ตลาดว่าอย่างไร", "แนวโน้มถึงฤดูใบไม้ผลิ"]),
    ],
)
def test_list_of_the_article_s_own_headings(line: str, headings: list[str]) -> None:
    """A list of the headings that follow is a table of contents, whatever the line over it says; both are no text."""
    items = "".join(f"<li>{heading}</li>" for heading in headings)
    found = chapters(headings, before=f"<p>{line}</p><ul>{items}</ul>")
    assert (found["\n".join(headings)], found[line]) == (Role.TABLE_OF_CONTENTS, Role.BOILERPLATE)
    assert [found[heading] for heading in headings] == [Role.HEADING] * 3


def test_headings_that_a_list_cuts_short() -> None:
    """Numbers before the items, and items that break off, make no other list of it."""
    headings = ["Почему комиссии упали весной", "Что говорят сами биржи", "Чего ждать вкладчикам дальше"]
    found = chapters(
        headings, before="<ol><li>1. Почему комиссии</li><li>2) Что говорят</li><li>3. Чего ждать</li></ol>"
    )
    assert found["1. Почему комиссии\n2) Что говорят\n3. Чего ждать"] is Role.TABLE_OF_CONTENTS


def test_lists_that_are_no_contents() -> None:
    """A list of other things at the text's head is text, and so is one of the headings far down in it."""
    headings = ["Warum die Gebühren fielen", "Was die Börsen sagen", "Was im Frühling kommt"]
    own = "<ul><li>Gebühren je Überweisung</li><li>Kurse an drei Börsen</li><li>Was im Frühling kommt</li></ul>"
    found = chapters(headings, before=own)
    assert found["Gebühren je Überweisung\nKurse an drei Börsen\nWas im Frühling kommt"] is Role.BODY
    again = "".join(f"<li>{heading}</li>" for heading in headings)
    found = chapters(headings, behind=f"{TEXT}<p>{PROSE} Once more.</p><ul>{again}</ul><p>{PROSE} So it is.</p>")
    assert found["\n".join(headings)] is Role.BODY


def entries(times: list[str]) -> dict[str, Role]:
    """Return the roles of a page on which some paragraphs each stand under a time."""
    return roles(article(inside="".join(f"<div><p>{time}</p><p>{PROSE} At {time}.</p></div>" for time in times)))


@pytest.mark.parametrize(
    "times",
    [
        ["21:40", "20:15", "19:05"],
        ["오후 9:40", "오후 8:15", "오전 9:05"],
        ["21:40 น.", "20:15 น.", "19:05 น."],
        ["5:20 PM, 25 November 2026", "4:10 PM, 25 November 2026", "9:45 AM, 25 November 2026"],
    ],
)
def test_times_of_live_entries(times: list[str]) -> None:
    """Times of day that each stand over a paragraph are no text; the paragraphs are."""
    found = entries(times)
    assert [found[time] for time in times] == [Role.BOILERPLATE] * 3
    assert [found[f"{PROSE} At {time}."] for time in times] == [Role.BODY] * 3


def test_two_times_make_no_live_blog() -> None:
    """Two times are what the article is about, and so are words beside a time."""
    two = ["오후 9:40", "오후 8:15"]
    assert [entries(two)[time] for time in two] == [Role.BODY] * 2
    doors = ["Kapılar 09:30", "Açılış 10:15", "Kapanış 18:45"]
    assert [entries(doors)[time] for time in doors] == [Role.BODY] * 3


def test_entries_that_link_to_themselves() -> None:
    """Headings in a row that lead to their own page are a live blog's entries; those that lead to others are cards."""
    titles = ("Биржа открыла двери", "Суд огласил решение", "Банк вернул первые вклады")
    entry = "<h3><a href={}>{}</a></h3><p>{}</p>"
    teasers = [f"Вкладчики ждали этого с мая, и вот он, день {number}." for number in range(3)]
    for address, role in (("#{}", Role.BODY), ("?entry={}", Role.BODY), ("/n/{}", Role.RELATED)):
        listed = "".join(
            entry.format(address.format(place), title, teaser)
            for place, (title, teaser) in enumerate(zip(titles, teasers, strict=True))
        )
        found = roles(f"<main><h1>{TITLE}</h1><div>{TEXT}{listed}</div></main>")
        assert [found[teaser] for teaser in teasers] == [role] * 3


@pytest.mark.parametrize("time", ["21:40", "09:30 Uhr", "10.15 Uhr"])
def test_lone_time_is_no_heading(time: str) -> None:
    """A time of day in a line of its own begins no section, though it begins with a number; "2. Fees" does."""
    found = roles(article(inside=f"<p>{time}</p><p>{PROSE} Then it closed.</p><p>2. Fees</p><p>{PROSE} So it is.</p>"))
    assert (found[time], found["2. Fees"]) == (Role.BODY, Role.HEADING)
