"""Finds dates in short lines that hold other words too."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from pipelines.dates.fold import fold_with_offsets
from pipelines.dates.grammar import grammar
from pipelines.dates.line import Line
from pipelines.dates.machine import ISO, read_machine
from pipelines.dates.parse import parse_date, read_line
from pipelines.dates.tokens import SCRIPTS, Token, read_token
from pipelines.dates.vocabulary import Role, vocabulary
from schemas.date import ParsedDate, Precision

# Longer texts are prose.
LONGEST_LINE = 600
# A page's lines around the title are asked for by several rules and fields.
KEPT = 512
# "Saturday, 27 June 2026 at 14:05:33 (UTC+08:00)" has 18 tokens.
LONGEST_DATE = 26
JOINTS = "./-:+"
OPEN_ENDED = "-,|(/."
# Before "today", these show that it is not the end of a name ("Crypto Today").
SETTING_OFF = "|-,:/"
AFTER_NAME = " \t\n·•|,;:-–—/(["
AFTER_DATE = " )]】）|·.,\t\n"
# Words that begin a time even in the middle of a word: "PANewsil y a 2 h".
GLUED_BEFORE = re.compile(r"(?:il y a|hace|vor|acum|pred) ?\d")
CAMEL = re.compile("[a-z][A-Z]")
# (Most places of a line are within a word or a number, where only what is glued to it can begin.)
RUN = re.compile("([a-z]+)|[0-9]+|[^a-z0-9 ]")
WHOLE = frozenset((Role.ZONE, Role.AFTER, Role.DAY, Role.NOW, Role.LAST))
SEPARATED_SPAN = re.compile(r"(?:\s*[·•|—–\n]\s*|,\s|\s-\s)(?P<span>\d{1,2}\s?[^\W\d]{1,4}\.?)\s*$")
READING_TIME = re.compile("min|dk|мин|хв", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a line, from `start` to before `end`."""

    start: int
    end: int
    parsed: ParsedDate


@dataclass(frozen=True, slots=True)
class _Scan:
    """A line in its folded form, and how its places map to the original."""

    text: str
    folded: str
    offsets: Sequence[int]
    language: str | None
    now: datetime

    def origin(self, position: int) -> int:
        return self.offsets[position] if position < len(self.offsets) else len(self.text)

    def end(self, position: int) -> int:
        """Return where the character before a folded place ends in the original."""
        return self.offsets[position - 1] + 1


def find_dates(text: str, language: str | None, now: datetime) -> list[FoundDate]:
    """Return the dates in a line, in their order."""
    if len(text) > LONGEST_LINE:
        return []
    return list(_found(text, language, now))


@functools.lru_cache(maxsize=KEPT)
def _found(text: str, language: str | None, now: datetime) -> tuple[FoundDate, ...]:
    return tuple(_dates(_Scan(text, *fold_with_offsets(text), language, now)))


def split_trailing_date(text: str, language: str | None, now: datetime) -> tuple[str, str, ParsedDate] | None:
    """Return name, date as written and its meaning, where a line is a name and then a date."""
    found = find_dates(text, language, now)
    if found and not text[found[-1].end :].strip(AFTER_DATE):
        last = found[-1]
        return text[: last.start].strip(AFTER_NAME), text[last.start : last.end], last.parsed
    return _split_span(text, language, now)


def _split_span(text: str, language: str | None, now: datetime) -> tuple[str, str, ParsedDate] | None:
    """Read "CoinDesk · 2h": behind a separator, a span of few letters is a time that passed."""
    match = SEPARATED_SPAN.search(text) if len(text) <= LONGEST_LINE else None
    parsed = parse_date(match["span"], language, now) if match and not READING_TIME.search(match["span"]) else None
    if match is None or parsed is None:
        return None
    return text[: match.start()].strip(AFTER_NAME), match["span"], parsed


def _dates(scan: _Scan) -> Iterator[FoundDate]:
    end = 0
    for place in _places(scan):
        if place < end or not _is_head(scan.folded, place) or not _may_begin(scan, place):
            continue
        if hit := _date_at(scan, place):
            end, parsed = hit
            yield FoundDate(scan.origin(place), scan.end(end), parsed)


def _places(scan: _Scan) -> Iterable[int]:
    """Return the places of a line that are worth a look: those within words and numbers only where some are glued."""
    if _may_be_glued(scan):
        return range(len(scan.folded))
    openers = grammar().openers
    return [run.start() for run in RUN.finditer(scan.folded) if run[1] is None or run[1] in openers]


def _may_be_glued(scan: _Scan) -> bool:
    """Tell whether a date may begin within a word: at a capital behind a small letter, or with a word for "ago"."""
    text = scan.text
    if text.isascii():
        camel = CAMEL.search(text) is not None
    else:
        camel = any(before.islower() and letter.isupper() for before, letter in pairwise(text))
    return camel or GLUED_BEFORE.search(scan.folded) is not None


def _is_head(folded: str, position: int) -> bool:
    """Tell whether the letters at a place are those of a word with which a date can begin: most are not."""
    heads = grammar().heads
    return (
        folded[position : position + 3] in heads
        or folded[position] in heads
        or folded[position : position + 2] in heads
    )


def _may_begin(scan: _Scan, position: int) -> bool:
    """A date begins where a word or number does, or where the case shows that two were glued."""
    character = scan.folded[position]
    if character == " ":
        return False
    before = scan.folded[position - 1] if position else " "
    if character.isdigit():
        return not (before.isdigit() or (before in JOINTS and position > 1 and scan.folded[position - 2].isdigit()))
    if not SCRIPTS[character] or SCRIPTS[character] != SCRIPTS[before]:
        return True
    here = scan.origin(position)
    is_camel = scan.text[here].isupper() and scan.text[here - 1].islower()
    return is_camel or bool(GLUED_BEFORE.match(scan.folded, position))


def _date_at(scan: _Scan, start: int) -> tuple[int, ParsedDate] | None:
    """Return the longest date that begins at a place, and where it ends."""
    tokens = _tokens_from(scan, start)
    machine = _machine_at(scan, start)
    for count in range(len(tokens), 0, -1):
        end = tokens[count - 1].end
        if machine and machine[0] >= end:
            break
        if tokens[count - 1].symbol in OPEN_ENDED or not _may_end(scan, end):
            continue
        line = Line.of(tokens[:count], scan.language)
        parsed = read_line(line, scan.now)
        if parsed and line.symbols.count(")") <= line.symbols.count("(") and _is_clear(scan, line, parsed):
            return _without_stop(tokens[count - 1]), parsed
    return machine


def _without_stop(last: Token) -> int:
    """Return the end of a date; the stop behind a word that is never cut short ends the sentence."""
    is_whole = last.word is not None and bool(WHOLE & last.word.meanings.keys())
    return last.start + len(last.text) if is_whole else last.end


def _machine_at(scan: _Scan, start: int) -> tuple[int, ParsedDate] | None:
    match = ISO.match(scan.folded, start)
    if match is None or not _may_end(scan, match.end()):
        return None
    written = match[0].rstrip()
    # (Ten or thirteen digits in a line are a number; seconds since 1970 stand in attributes.)
    if len(written) in (10, 13) and written.isdigit():
        return None
    parsed = read_machine(written, scan.now.year + 1)
    is_date = parsed and ("-" in written or len(written) > len("20260627"))
    return (start + len(written), parsed) if parsed and is_date else None


def _tokens_from(scan: _Scan, start: int) -> list[Token]:
    """Return the tokens from a place up to the first thing that belongs to no date."""
    tokens: list[Token] = []
    position, glued = start, False
    while position < len(scan.folded) and len(tokens) < LONGEST_DATE:
        if scan.folded[position] == " ":
            position, glued = position + 1, False
            continue
        token = read_token(scan.folded, position, vocabulary())
        if token is None or (not tokens and token.symbol not in grammar().beginnings):
            break
        token.is_glued = glued
        tokens.append(token)
        position, glued = token.end, True
    return tokens


def _may_end(scan: _Scan, end: int) -> bool:
    """No date ends within a number, a version or an amount."""
    rest = scan.folded[end : end + 2]
    return not (rest[:1].isdigit() or rest[:1] == "%" or (rest[:1] in ("/", "-", ":", ".") and rest[1:].isdigit()))


def _is_clear(scan: _Scan, line: Line, parsed: ParsedDate) -> bool:
    """Lone years and spans ("5 min") tell no date in a line; months and words ("today") do if they are set off."""
    if not parsed.relative:
        is_month = parsed.precision is Precision.MONTH
        return parsed.precision is not Precision.YEAR and (not is_month or _is_set_off(scan, line.tokens[0]))
    if grammar().bare.fullmatch(line.symbols):
        return False
    return len(line.tokens) > 1 or _is_set_off(scan, line.tokens[0])


def _is_set_off(scan: _Scan, token: Token) -> bool:
    if not SCRIPTS[token.text[0]]:
        return len(token.text) > 1
    before = scan.folded[: token.start]
    return not before or before[-1].isalnum() or before.rstrip()[-1] in SETTING_OFF or " " in token.text
