"""Addresses taken apart: what each part of the path is, as far as its letters tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from pipelines.language.tags import is_locale
from pipelines.segment.weight import weight
from spiders.discovery.words import folded

EXTENSION: Final = re.compile(r"\.(?:html?|s?html|php\d?|aspx?|jsp|jhtml|cfm|ece|do|cms|story)$", re.I)
YEAR: Final = re.compile(r"(?:19|20)\d\d")
DAY: Final = re.compile(r"[0-3]?\d")
MONTH_NAME: Final = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.I)
DATE: Final = re.compile(r"(?:19|20)\d\d[-_.]?[01]\d(?:[-_.]?[0-3]\d)?")
NUMBER: Final = re.compile(r"\d+")
# Keys of databases: hexadecimal, or letters and digits mixed, too long for a word. A digit is asked for, since words
# may be made of the letters a to f.
HASH: Final = re.compile(r"(?=[^\d]*\d)(?:[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.I)
MIXED: Final = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{8,}")
# A number of the newsroom's database has four digits at least; one of fewer digits is a page's, or counts something.
ID_DIGITS: Final = 4
LONG_ID: Final = rf"\d{{{ID_DIGITS},}}|[0-9a-f]{{24}}|[0-9a-f]{{32}}"
ID_AT_END: Final = re.compile(rf"^(.+?)[-_.,]?(?:[a-z]{{1,3}})?({LONG_ID})$", re.I)
ID_AT_START: Final = re.compile(rf"^\d{{{ID_DIGITS},}}[-_.,](.+)$")
BETWEEN_WORDS: Final = re.compile(r"[-_+,. ]+")
# Two words are a section's name or a tag's ("market-news"), three are a headline's.
HEADLINE_WORDS: Final = 3
# In scripts without blanks, and of compound words: so many Latin letters' worth.
HEADLINE_WEIGHT: Final = 24


class Kind(StrEnum):
    """What a part of a path is."""

    LOCALE = "locale"
    YEAR = "year"
    DAY = "day"
    """A month or a day after a year."""
    DATE = "date"
    NUMBER = "number"
    """Of few digits: a page's, a section's."""
    ID = "id"
    HASH = "hash"
    HEADLINE = "headline"
    HEADLINE_ID = "headline-id"
    """Words and the number of an article, in either order."""
    WORDS = "words"
    """One or two words: a section, a tag, or a short headline."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a path."""

    text: str
    """Decoded, in lower case, without the file's extension."""
    kind: Kind


@dataclass(frozen=True, slots=True)
class Address:
    """An address, taken apart."""

    parts: tuple[Part, ...]
    extension: str
    """Of the last part, with its dot (`.html`)."""
    query: tuple[tuple[str, str], ...]

    @property
    def last(self) -> Part | None:
        """Return the last part of the path."""
        return self.parts[-1] if self.parts else None

    @property
    def own_parts(self) -> tuple[Part, ...]:
        """Return the parts without the locale that they may begin with."""
        return self.parts[1:] if self.parts and self.parts[0].kind is Kind.LOCALE else self.parts


# (Several rules take the same address apart, one after the other.)
@lru_cache(maxsize=1024)
def address_of(url: str) -> Address | None:
    """Return an address, taken apart; None where nobody can tell its parts (`http://[::1`)."""
    try:
        split = urlsplit(url)
    except ValueError:
        return None
    raw = [part for part in split.path.split("/") if part]
    found = EXTENSION.search(raw[-1]) if raw else None
    extension = found[0].lower() if found else ""
    if raw and extension:
        raw[-1] = raw[-1].removesuffix(found[0] if found else "")
    parts: list[Part] = []
    for text in filter(None, raw):
        parts.append(_part(unquote(text), parts))
    return Address(tuple(parts), extension, tuple(parse_qsl(split.query, keep_blank_values=True)))


def words_in(text: str) -> int:
    """Return the number of words in a part of a path; numbers are none."""
    return sum(any(letter.isalpha() for letter in word) for word in BETWEEN_WORDS.split(text))


def _part(text: str, before: list[Part]) -> Part:
    return Part(folded(text), _kind(text, before))


def _kind(text: str, before: list[Part]) -> Kind:
    if not before and is_locale(text):
        return Kind.LOCALE
    if before and before[-1].kind in (Kind.YEAR, Kind.DAY) and (DAY.fullmatch(text) or MONTH_NAME.fullmatch(text)):
        return Kind.DAY
    if YEAR.fullmatch(text):
        return Kind.YEAR
    if DATE.fullmatch(text):
        return Kind.DATE
    if NUMBER.fullmatch(text):
        return Kind.ID if len(text) >= ID_DIGITS else Kind.NUMBER
    if HASH.fullmatch(text) or (MIXED.fullmatch(text) and words_in(text) == 1):
        return Kind.HASH
    return _kind_of_words(text)


def _kind_of_words(text: str) -> Kind:
    if ID_AT_END.match(text) or ID_AT_START.match(text):
        return Kind.HEADLINE_ID
    if words_in(text) >= HEADLINE_WORDS or weight(text) >= HEADLINE_WEIGHT:
        return Kind.HEADLINE
    return Kind.WORDS
