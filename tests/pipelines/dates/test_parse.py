"""Whole texts that are dates, in every language."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.dates import parse_date
from schemas.date import ParsedDate, Precision

FORMS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("forms.jsonl").read_text(encoding="utf-8").splitlines()
]


def expected(form: dict[str, Any], now: datetime) -> ParsedDate | None:
    """What the file says of a form."""
    if "ago" in form:
        return ParsedDate(before(now, form["ago"]), Precision(form["precision"]), relative=True)
    if form["at"] is None:
        return None
    at = datetime.fromisoformat(form["at"])
    return ParsedDate(at, Precision(form["precision"]), relative=form.get("relative", False))


def before(now: datetime, ago: dict[str, int]) -> datetime:
    """A moment before now; the forms count few months, and the day of now is in every month."""
    year = now.year - ago.get("years", 0)
    month = now.month - ago.get("months", 0)
    rest = {unit: count for unit, count in ago.items() if unit not in ("years", "months")}
    return now.replace(year=year, month=month) - timedelta(**rest)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form['language']}: {form['text']}")
def test_forms(form: dict[str, Any], now: datetime) -> None:
    """Each form has the moment and precision that were written down by hand, or is no date."""
    parsed, wanted = parse_date(form["text"], form["language"], now), expected(form, now)
    assert parsed == wanted
    assert parsed is None or wanted is None or (parsed.at.tzinfo is None) == (wanted.at.tzinfo is None)


def test_forms_are_many() -> None:
    """Every language has at least forty forms."""
    languages = [form["language"] for form in FORMS]
    counts = {language: languages.count(language) for language in languages if language and language[-2:].islower()}
    assert len(counts) == 25
    assert min(counts.values()) >= 40


@pytest.mark.parametrize("language", [None, "en", "pt-BR", "zh-Hans", "ar"])
@pytest.mark.parametrize("text", ["Há 7h", "منذ 7 ساعات", "7小时前", "7 ч. назад", "7 ชั่วโมงที่แล้ว", "vor 7 Std."])
def test_any_hint(text: str, language: str | None, now: datetime) -> None:
    """Relative times are read whatever the language of the page."""
    parsed = parse_date(text, language, now)
    assert parsed == ParsedDate(now - timedelta(hours=7), Precision.HOUR, relative=True)


def test_awareness_follows_now(now: datetime) -> None:
    """A relative time is as aware of zones as the moment it counts from."""
    parsed = parse_date("3 hours ago", "en", now.replace(tzinfo=None))
    assert parsed is not None
    assert parsed.at == datetime(2026, 6, 27, 9, 30)
    assert parsed.at.tzinfo is None


def test_long_texts_are_no_dates(now: datetime) -> None:
    """A text longer than any date is refused, whatever it holds."""
    assert parse_date("2026-06-12 " * 20, "en", now) is None


def test_nearest_past_year(now: datetime) -> None:
    """A day without a year is the last such day that was."""
    parsed = parse_date("December 30", "en", now)
    assert parsed == ParsedDate(datetime(2025, 12, 30), Precision.DAY)


@pytest.mark.parametrize(("language", "zone"), [("hi", True), ("en-IN", True), ("en", False), ("he", False)])
def test_indian_time(language: str, zone: bool, now: datetime) -> None:
    """IST is Indian time only where the page is Indian; elsewhere the zone stays open."""
    parsed = parse_date("12 Jun 2026, 14:05 IST", language, now)
    assert parsed is not None
    assert (parsed.at.utcoffset() == timedelta(hours=5, minutes=30)) is zone
