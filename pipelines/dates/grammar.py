"""The shapes of dates, as patterns over the symbols of tokens."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipelines.dates.tokens import FIRST_OF_NUMBERS, NUMBER
from pipelines.dates.vocabulary import Role, vocabulary

PLAIN = re.compile("[a-z]+")
# Between the parts of a date, and around it.
GAP = "(?:[-,./|'()]|{BETWEEN})*"
COUNT = "(?:0(?:[.,]0)?|{NUMBER}|{FEW})(?:{BETWEEN}|-)?{UNIT}|{COUNTED}"
RELATIVE = (
    "[-,|(]*{ABOUT}*(?P<before>{BEFORE})?{ABOUT}*(?:" + COUNT + ")(?:,?{AND}?(?:" + COUNT + "))*"
    "{ABOUT}*(?P<after>{AFTER})?[-,|).]*"
)
CLOCKS = (
    "(?P<period>{PERIOD})?{BETWEEN}*(?P<h>0):(?P<m>0)(?::(?P<s>0)(?:[.,:]0)?)?{CLOCK}*,?(?P<after>{PERIOD})?",
    "(?P<period>{PERIOD})?(?P<h>0){HOUR_MARK}(?:(?P<m>0){MINUTE_MARK}?(?:(?P<s>0){SECOND_MARK})?)?{CLOCK}*(?P<after>{PERIOD})?",
    "(?P<h>0)(?P<m>)(?P<s>)(?P<period>)(?P<after>{PERIOD})",
    "(?P<h>0)(?P<m>)(?P<s>)(?P<period>)(?P<after>){CLOCK}",
    "(?P<period>)(?P<h>0)[.](?P<m>0)(?:[.](?P<s>0))?{CLOCK}*(?P<after>{PERIOD})?",
)
ZONE_AFTER = "[,|]?(?:[(]|{BETWEEN})*(?P<zone>{ZONE})?(?:(?P<sign>[-+])(?P<hours>0)(?::(?P<minutes>0))?)?[)]?"
ZONE_BEFORE = "(?P<zone>{ZONE})(?:(?P<sign>[-+])(?P<hours>0)(?::(?P<minutes>0))?)?[,)|]*$"
MARKED_YEAR = "(?P<era>{ERA})?[.]?(?P<y>0)(?:{YEAR_MARK}|(?P<era2>{ERA_AFTER}))*"
DATES = (
    "(?P<era>{ERA})?(?P<y>0){YEAR_MARK}GAP(?P<m>0){MONTH_MARK}(?:GAP(?P<d>0){DAY_MARK}?)?",
    "(?P<m>0){MONTH_MARK}GAP(?P<d>0){DAY_MARK}",
    "(?P<d>0)GAP{MONTH_MARK}(?P<m>0)(?:GAP(?P<y>0))?",
    "{MONTH_MARK}(?P<m>0)GAP(?P<y>0)",
    "(?P<era>{ERA})?(?P<a>0)(?P<sep>[-./])(?P<b>0)(?P=sep)(?P<c>0)[.]?{YEAR_MARK}?(?P<era2>{ERA_AFTER})?",
    "(?P<d>0){DAY_MARK}?GAP(?P<n>{MONTH}|{PERSIAN_MONTH})GAPMARKED_YEAR",
    "(?P<n>{MONTH}|{PERSIAN_MONTH})GAP(?P<d>0)GAPMARKED_YEAR",
    "MARKED_YEARGAP(?P<n>{MONTH}|{PERSIAN_MONTH})GAP(?P<d>0){DAY_MARK}?",
    "(?P<n>{MONTH}|{PERSIAN_MONTH})GAPMARKED_YEAR",
    "MARKED_YEARGAP(?P<n>{MONTH}|{PERSIAN_MONTH})",
    "(?P<n>{MONTH}|{PERSIAN_MONTH})GAP(?P<d>0)",
    "(?P<d>0)GAP(?P<n>{MONTH}|{PERSIAN_MONTH})",
    "(?P<a>0)(?P<sep>[-/.])(?P<b>0)[.]?",
    MARKED_YEAR,
)


# Lines have few different sequences of symbols: most of all a lone number, which is no date in any way.
KEPT = 1024


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled patterns."""

    relative: re.Pattern[str]
    bare: re.Pattern[str]
    moment: re.Pattern[str]
    passed: re.Pattern[str]
    minus: re.Pattern[str]
    day: re.Pattern[str]
    lone_day: re.Pattern[str]
    clocks: tuple[re.Pattern[str], ...]
    zone_after: re.Pattern[str]
    zone_before: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    beginnings: str
    """Symbols with which a date can begin."""
    heads: frozenset[str]
    """First characters of numbers, and first three of words, with which a date can begin; shorter words as a whole."""
    openers: frozenset[str]
    """The plain letters at the head of words with which a date can begin: in a line the word ends there as well."""


@functools.cache
def grammar() -> Grammar:
    """Compile the patterns for the words that there are."""
    edge = "(?:[-,.|()]|{BETWEEN})*"
    weekday = "(?:{WEEKDAY}" + edge + ")?"
    beginnings = _symbols(
        "BEFORE ABOUT NUMBER FEW COUNTED NOW WHILE_AGO DAY LAST MONTH PERSIAN_MONTH WEEKDAY ERA PERIOD"
    )
    first = [text for text, word in vocabulary().words.items() if word.symbol in beginnings]
    return Grammar(
        relative=_compiled(RELATIVE),
        bare=_compiled("[-,|(]*(?P<count>0)(?P<unit>{BARE})[-,|).]*"),
        moment=_compiled("[-,|(]*(?:(?P<now>{NOW})|(?P<while>{WHILE_AGO})|(?P<last>{LAST}))[-,|).]*"),
        # "2 tuần trước": what says "last week" alone says "weeks ago" after a number.
        passed=_compiled("[-,|(]*{ABOUT}*(?P<count>0|{NUMBER}|{FEW})(?P<unit>{LAST}|{PASSED})[-,|).]*"),
        minus=_compiled("-(?P<count>0)(?P<unit>{UNIT})"),
        lone_day=_compiled("[-,|(]*(?P<day>{DAY})[-,.|)]*"),
        day=_compiled(edge + "(?P<day>{DAY})" + edge),
        clocks=tuple(_compiled(pattern) for pattern in CLOCKS),
        zone_after=_compiled(ZONE_AFTER),
        zone_before=_compiled(ZONE_BEFORE),
        dates=tuple(_compiled(edge + weekday + pattern + edge + weekday) for pattern in DATES),
        beginnings=beginnings + NUMBER,
        heads=FIRST_OF_NUMBERS.union(text[:3] for text in first),
        openers=frozenset(letters[0] for text in first if (letters := PLAIN.match(text))),
    )


@functools.lru_cache(maxsize=KEPT)
def date_matches(symbols: str) -> tuple[re.Match[str], ...]:
    """Return the ways in which symbols are a date, the likeliest first."""
    return tuple(match for pattern in grammar().dates if (match := pattern.fullmatch(symbols)))


@functools.lru_cache(maxsize=KEPT)
def clock_matches(symbols: str) -> tuple[re.Match[str], ...]:
    """Return the times of day among symbols, the likeliest first."""
    return tuple(match for pattern in grammar().clocks for match in pattern.finditer(symbols))


def _compiled(pattern: str) -> re.Pattern[str]:
    pattern = pattern.replace("MARKED_YEAR", MARKED_YEAR) if "MARKED_YEAR" in pattern else pattern
    pattern = pattern.replace("GAP", GAP)
    return re.compile(re.sub(r"\{([A-Z_]+)\}", lambda name: _class(name[1]), pattern))


def _class(name: str) -> str:
    symbols = _symbols(name)
    return f"[{symbols}]" if symbols else "(?!)"


def _symbols(names: str) -> str:
    roles = {Role[name] for name in names.split()}
    return "".join(symbol for held, symbol in vocabulary().symbols.items() if held & roles)
