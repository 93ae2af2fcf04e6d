"""What holds for any text and any day."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from babel.dates import format_date, format_datetime
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dates import find_dates, parse_date, split_trailing_date
from pipelines.dates.vocabulary import vocabulary

NOW = datetime(2026, 6, 27, 12, 30, tzinfo=UTC)
LOCALES = (
    "en en_GB pt es fr de it nl pl ru uk tr ar fa he hi bn id vi th ja ko zh_Hans zh_Hant ro cs".split()  # noqa: SIM905
)
DAYS = st.dates(date(1990, 1, 1), date(2026, 6, 27))
TIMES = st.datetimes(datetime(1990, 1, 2), datetime(2026, 6, 27))
# Words of dates in any order make the hardest texts.
NUMBERS_AND_MARKS = ("0", "7", "12", "31", "26", "2026", "1405", *".,-/:()+|")
WORDS = st.lists(st.sampled_from([*sorted(vocabulary().words), *NUMBERS_AND_MARKS]), max_size=12)


@given(
    text=st.one_of(st.text(max_size=150), WORDS.map(" ".join), WORDS.map("".join)),
    language=st.sampled_from([None, *LOCALES]),
)
@settings(max_examples=600, deadline=None)
def test_any_text(text: str, language: str | None) -> None:
    """No text raises, and what is found lies within the text, in order."""
    parsed = parse_date(text, language, NOW)
    assert parsed is None or parsed.at.year <= NOW.year + 1
    assert split_trailing_date(text, language, NOW) is None or text
    spans = [place for found in find_dates(text, language, NOW) for place in (found.start, found.end)]
    assert spans == sorted(spans)
    assert all(0 <= place <= len(text) for place in spans)


@pytest.mark.parametrize("locale", LOCALES)
@given(day=DAYS, width=st.sampled_from(["full", "long", "medium"]))
@settings(max_examples=40, deadline=None)
def test_formatted_day(locale: str, day: date, width: str) -> None:
    """A day that CLDR formats is read back."""
    written = format_date(day, width, locale=locale)
    parsed = parse_date(written, locale.replace("_", "-"), NOW)
    assert parsed is not None, written
    assert parsed.at.date() == day


@pytest.mark.parametrize("locale", LOCALES)
@given(moment=TIMES)
@settings(max_examples=40, deadline=None)
def test_formatted_moment(locale: str, moment: datetime) -> None:
    """A time that CLDR formats is read back to the second."""
    written = format_datetime(moment, "medium", locale=locale)
    parsed = parse_date(written, locale.replace("_", "-"), NOW)
    assert parsed is not None, written
    assert parsed.at == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "text", ["1 " * 60, "a " * 60, "12." * 40, "((((" * 30, "de de de 1 de " * 8, "há há 1 e 1 e " * 8]
)
def test_no_text_takes_long(text: str) -> None:
    """Texts made to mislead are answered in milliseconds."""
    parse_date("today", None, NOW)
    started = time.perf_counter()
    assert parse_date(text[:120], "pt", NOW) is None
    assert time.perf_counter() - started < 0.05
