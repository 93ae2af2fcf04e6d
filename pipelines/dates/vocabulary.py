"""The words of dates in every language, read once from the data files into one dictionary."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from importlib import resources
from operator import or_
from typing import Any

from pipelines.dates.fold import fold

LANGUAGES = [
    "en",
    "pt",
    "es",
    "fr",
    "de",
    "it",
    "nl",
    "pl",
    "ru",
    "uk",
    "tr",
    "ar",
    "fa",
    "he",
    "hi",
    "bn",
    "id",
    "vi",
    "th",
    "ja",
    "ko",
    "zh",
    "ro",
    "cs",
]
MASKS = {language: 1 << number for number, language in enumerate(LANGUAGES)}
ALL = (1 << len(LANGUAGES)) - 1


class Role(Enum):
    """What a word can do in a date."""

    MONTH = auto()
    PERSIAN_MONTH = auto()
    WEEKDAY = auto()
    UNIT = auto()
    COUNTED = auto()
    PASSED = auto()
    BARE = auto()
    NUMBER = auto()
    FEW = auto()
    BEFORE = auto()
    AFTER = auto()
    ABOUT = auto()
    AND = auto()
    NOW = auto()
    WHILE_AGO = auto()
    DAY = auto()
    LAST = auto()
    BETWEEN = auto()
    CLOCK = auto()
    PERIOD = auto()
    ZONE = auto()
    ERA = auto()
    ERA_AFTER = auto()
    YEAR_MARK = auto()
    MONTH_MARK = auto()
    DAY_MARK = auto()
    HOUR_MARK = auto()
    MINUTE_MARK = auto()
    SECOND_MARK = auto()


Value = int | float | str | None | tuple[str, float]
# Lists of words: what they do, and the value that they stand for.
LISTS: dict[str, tuple[Role, Value]] = {
    "ago_before": (Role.BEFORE, None),
    "ago_after": (Role.AFTER, None),
    "about": (Role.ABOUT, None),
    "and": (Role.AND, None),
    "few": (Role.FEW, None),
    "just_now": (Role.NOW, None),
    "while_ago": (Role.WHILE_AGO, None),
    "today": (Role.DAY, 0),
    "yesterday": (Role.DAY, 1),
    "before_yesterday": (Role.DAY, 2),
    "last_week": (Role.LAST, "week"),
    "last_month": (Role.LAST, "month"),
    "last_year": (Role.LAST, "year"),
    "between": (Role.BETWEEN, None),
    "clock": (Role.CLOCK, None),
    "am": (Role.PERIOD, "am"),
    "pm": (Role.PERIOD, "pm"),
    "noon": (Role.PERIOD, "noon"),
    "era_be": (Role.ERA, "be"),
    "era_ce": (Role.ERA, "ce"),
    "era_sh": (Role.ERA, "sh"),
    "era_roc": (Role.ERA, "roc"),
    "year_mark": (Role.YEAR_MARK, None),
    "month_mark": (Role.MONTH_MARK, None),
    "day_mark": (Role.DAY_MARK, None),
    "hour_mark": (Role.HOUR_MARK, None),
    "minute_mark": (Role.MINUTE_MARK, None),
    "second_mark": (Role.SECOND_MARK, None),
}
# "14h05", "14 ч 05", "14u05", "14 giờ 05": the hour's unit stands between.
HOUR_LETTERS = ("h", "ч", "u", "giờ", "год", "hrs", "hs")
MINUTE_LETTERS = ("min", "phút", "мин", "хв", "m")
ROLE_OF_TABLE = {"months": Role.MONTH, "persian_months": Role.PERSIAN_MONTH, "weekdays": Role.WEEKDAY}


@dataclass(slots=True)
class Word:
    """What a word can mean: for each role, values and the languages in which it has them."""

    meanings: dict[Role, dict[Value, int]] = field(default_factory=dict)
    symbol: str = ""
    mask: int = 0

    def add(self, role: Role, value: Value, mask: int) -> None:
        """Learn a meaning."""
        values = self.meanings.setdefault(role, {})
        values[value] = values.get(value, 0) | mask
        self.mask |= mask

    def mask_beside(self, role: Role) -> int:
        """Return the languages that the word speaks for a neighbour; beside a unit, "ago" is no August."""
        if role is Role.UNIT:
            for ago in (Role.AFTER, Role.BEFORE):
                if ago in self.meanings:
                    return functools.reduce(or_, self.meanings[ago].values())
        return self.mask


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words, the lengths to try by first letters, and the symbol of each combination of roles."""

    words: dict[str, Word]
    lengths: dict[str, tuple[int, ...]]
    symbols: dict[frozenset[Role], str]


@functools.cache
def vocabulary() -> Vocabulary:
    """Read the words of all languages."""
    words: dict[str, Word] = {}
    for text, role, value, mask in (*_names(), *_lists(), *_zones()):
        if key := fold(text).removesuffix("."):
            words.setdefault(key, Word()).add(role, value, mask)
    symbols: dict[frozenset[Role], str] = {}
    for word in words.values():
        # Private-use characters stand for words where the grammar reads a line.
        word.symbol = symbols.setdefault(frozenset(word.meanings), chr(0xE000 + len(symbols)))
    lengths: dict[str, set[int]] = {}
    for key in words:
        lengths.setdefault(key[:2], set()).add(len(key))
    for head, found in lengths.items():
        found.update({1} & lengths.get(head[0], set()))
    return Vocabulary(words, {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}, symbols)


Entry = tuple[str, Role, Value, int]


def _names() -> Iterator[Entry]:
    names: dict[str, Any] = json.loads(_file("names.json"))
    for language, kinds in names.items():
        mask = MASKS[language]
        for kind in ("months", "weekdays"):
            for number, texts in kinds.get(kind, {}).items():
                yield from ((text, ROLE_OF_TABLE[kind], int(number), mask) for text in texts if not _is_letter(text))
        for period, texts in kinds["periods"].items():
            yield from ((text, Role.PERIOD, period, mask) for text in texts)


def _is_letter(text: str) -> bool:
    """Weekdays of a single letter ("六", "ש׳", "T") stand for too much else."""
    return len(text.rstrip(".׳")) < 2


def _lists() -> Iterator[Entry]:
    for language in LANGUAGES:
        table = tomllib.loads(_file(f"words/{language}.toml"))
        yield from _of_language(table, MASKS[language])


def _of_language(table: dict[str, dict[str, str]], mask: int) -> Iterator[Entry]:
    for name, texts in table["words"].items():
        if name != "bare":
            yield from ((text, *LISTS[name], mask) for text in _split(texts))
    for name in ("era_be", "era_ce", "era_sh"):
        for text in _split(table["words"].get(name, "")):
            yield text, Role.ERA_AFTER, LISTS[name][1], mask
    bare = set(_split(table["words"].get("bare", "")))
    for unit, texts in table["units"].items():
        for text in _split(texts):
            yield text, Role.UNIT, unit, mask
            if text in bare:
                yield text, Role.BARE, unit, mask
            if text in HOUR_LETTERS and unit == "hour":
                yield text, Role.HOUR_MARK, None, mask
            if text in MINUTE_LETTERS and unit == "minute":
                yield text, Role.MINUTE_MARK, None, mask
    for number, texts in table["numbers"].items():
        value = 0.5 if number == "half" else float(number)
        yield from ((text, Role.NUMBER, value, mask) for text in _split(texts))
    for name, texts in table.get("counted", {}).items():
        count, _, unit = name.partition("_")
        counted = (unit, 0.5 if count == "half" else float(count))
        yield from ((text, Role.COUNTED, counted, mask) for text in _split(texts))
    for unit, texts in table.get("passed", {}).items():
        yield from ((text, Role.PASSED, unit, mask) for text in _split(texts))
    for era, texts in table.get("eras", {}).items():
        yield from ((text, Role.ERA, era, mask) for text in _split(texts))
    for kind, role in ROLE_OF_TABLE.items():
        for number, texts in table.get(kind, {}).items():
            yield from ((text, role, int(number), mask) for text in _split(texts))


def _zones() -> Iterator[Entry]:
    table = tomllib.loads(_file("zones.toml"))
    for minutes, texts in table["offsets"].items():
        yield from ((text, Role.ZONE, int(minutes), ALL) for text in _split(texts))
    for zone, texts in table["zones"].items():
        yield from ((text, Role.ZONE, zone, ALL) for text in _split(texts))
    yield from ((text, Role.ZONE, None, ALL) for text in _split(table["ambiguous"]["names"]))


def _split(texts: str) -> list[str]:
    return [text.strip() for text in texts.split(",") if text.strip()]


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
