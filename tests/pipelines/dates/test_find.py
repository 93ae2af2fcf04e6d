"""Dates in lines with other words."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.dates import find, find_dates, split_trailing_date

FORMS = Path(__file__).with_name("forms.jsonl")

SPLITS = [
    ("marsbitHá 7h", "marsbit", "Há 7h"),
    ("吴说3小时前", "吴说", "3小时前"),
    ("36氪3小时前", "36氪", "3小时前"),
    ("Odaily · 2 hours ago", "Odaily", "2 hours ago"),
    ("CoinDesk 27/06/2026", "CoinDesk", "27/06/2026"),
    ("PANewsil y a 2 h", "PANews", "il y a 2 h"),
    ("CoinDesk · 2h", "CoinDesk", "2h"),
    ("Odaily昨天 09:10", "Odaily", "昨天 09:10"),
    ("Forbes JapanВчера, 09:10", "Forbes Japan", "Вчера, 09:10"),
    ("CoinDesk 2 tuần trước", "CoinDesk", "2 tuần trước"),
    ("ForkLog — 2 ч. назад", "ForkLog", "2 ч. назад"),
    ("CoinPostمنذ ساعتين", "CoinPost", "منذ ساعتين"),
    ("블록미디어3시간 전", "블록미디어", "3시간 전"),
]
LINES = [
    ("By Jane Doe | 12 June 2026 14:05 UTC | 5 min read", ["12 June 2026 14:05 UTC"]),
    ("链捕手Publicado em 2026-06-27Última atualização em 2026-06-27", ["2026-06-27", "2026-06-27"]),
    ("Published Jun 12, 2026, 2:05 PM ET. Updated Jun 13, 2026", ["Jun 12, 2026, 2:05 PM ET", "Jun 13, 2026"]),
    ("文：张三 2026年6月12日 14:05", ["2026年6月12日 14:05"]),
    ("Von Max Muster, 12. Juni 2026", ["12. Juni 2026"]),
    ("2026-06-12T14:05:33+08:00 Reuters", ["2026-06-12T14:05:33+08:00"]),
]


@pytest.mark.parametrize(("line", "name", "raw"), SPLITS)
def test_split(line: str, name: str, raw: str, now: datetime) -> None:
    """A name and the date behind it are told apart, glued or not."""
    found = split_trailing_date(line, "pt", now)
    assert found is not None
    assert found[:2] == (name, raw)


@pytest.mark.parametrize(
    "line",
    ["Crypto Today", "Bitcoin 2026", "BTC 24h", "CoinDesk · 5 min", "Just now, DeepSeek V4", "What happens now", ""],
)
def test_no_split(line: str, now: datetime) -> None:
    """Names that end like dates, spans and reading times stay whole."""
    assert split_trailing_date(line, "en", now) is None


@pytest.mark.parametrize(("line", "dates"), LINES)
def test_find(line: str, dates: list[str], now: datetime) -> None:
    """The dates of a line are found where they stand in the original text."""
    assert [line[found.start : found.end] for found in find_dates(line, "pt", now)] == dates


@pytest.mark.parametrize(
    "line",
    ["v1.2.3 and 2026 USD", "call +1 555 123 4567", "5 min read", "192.168.10.26", "since 2020", "up 3.12.2% today"],
)
def test_find_nothing(line: str, now: datetime) -> None:
    """Versions, prices, numbers of telephones and lone years are no dates."""
    assert find_dates(line, "en", now) == []


def test_long_number_is_no_date() -> None:
    """Ten digits in a line are a number of something, not seconds since 1970."""
    assert find_dates("No. 1549327655", "en", datetime(2026, 6, 27)) == []


@pytest.mark.parametrize("around", ["{}", "Wirepost {}", "Ann Lee, {} · 5 min", "Новости {}, 北京 {}", "by {}x, х{}"])
def test_only_beginnings_need_a_look(around: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places within words and numbers are passed over, and no date of any language is lost with them."""
    forms = [json.loads(line) for line in FORMS.read_text(encoding="utf-8").splitlines()]
    lines = [(around.format(form["text"], form["text"]), form["language"]) for form in forms]
    scans = [find._Scan(line, *find.fold_with_offsets(line), language, now) for line, language in lines]
    found = [list(find._dates(scan)) for scan in scans]
    monkeypatch.setattr(find, "_places", lambda scan: range(len(scan.folded)))
    assert found == [list(find._dates(scan)) for scan in scans]
