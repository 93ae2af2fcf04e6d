"""Days and ages of the demo site read as its readers would write them."""

from __future__ import annotations

import pytest

from spiders.demo_site.dates import shown_age, shown_day
from spiders.demo_site.facts import RelatedFacts, interfaces

DAYS = {
    "pt": "2026-06-27",
    "de": "27.06.2026",
    "ja": "2026年6月27日",
    "ko": "2026.06.27",
    "ru": "27 июня 2026",
    "th": "27 มิถุนายน 2569",
    "fa": "۶ تیر ۱۴۰۵",
    "ar": "27 يونيو 2026",
    "es": "27 de junio de 2026",
}
AGES = {
    ("pt", 7): "Há 7h",
    ("ru", 1): "1 час назад",
    ("ru", 3): "3 часа назад",
    ("ru", 7): "7 часов назад",
    ("ru", 22): "22 часа назад",
    ("zh-Hant", 7): "7 小時前",
    ("ar", 2): "منذ ساعتين",
    ("ar", 7): "منذ 7 ساعات",
    ("fa", 7): "۷ ساعت پیش",
}


@pytest.mark.parametrize("tag", DAYS)
def test_a_day_is_written_in_the_interface_language(tag: str) -> None:
    """A day takes the order, the month's name, the calendar and the digits of the language."""
    assert shown_day("2026-06-27T08:15:00+08:00", interfaces()[tag]) == DAYS[tag]


@pytest.mark.parametrize(("tag", "hours"), AGES)
def test_an_age_takes_the_plural_of_the_language(tag: str, hours: int) -> None:
    """ "7 hours ago" has the form that the number needs."""
    card = RelatedFacts(title="t", summary="s", source="o", age={"hours": hours})
    assert shown_age(card, interfaces()[tag]) == AGES[tag, hours]
