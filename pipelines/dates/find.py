"""Finds dates in short lines that hold other words too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines.dates.fold import fold_with_offsets
from pipelines.dates.grammar import grammar
from pipelines.dates.line import Line
from pipelines.dates.machine import ISO, read_machine
from pipelines.dates.parse import read_line
from pipelines.dates.tokens import NUMBER, SPACED, Token, read_token
from pipelines.dates.vocabulary import vocabulary
from schemas.date import ParsedDate, Precision

# Longer texts are prose.
LONGEST_LINE = 600
# "Saturday, 27 June 2026 at 14:05:33 (UTC+08:00)" has 18 tokens.
LONGEST_DATE = 26
JOINTS = "./-:+"


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
    offsets: list[int]
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
    folded, offsets = fold_with_offsets(text)
    scan = _Scan(text, folded, offsets, language, now)
    found: list[FoundDate] = []
    position = 0
    while position < len(folded):
        hit = _date_at(scan, position) if _may_begin(scan, position) else None
        if hit is None:
            position += 1
            continue
        found.append(FoundDate(scan.origin(position), scan.end(hit[0]), hit[1]))
        position = hit[0]
    return found


def split_trailing_date(text: str, language: str | None, now: datetime) -> tuple[str, str, ParsedDate] | None:
    """Return name, date as written and its meaning, where a line is a name and then a date."""
    found = find_dates(text, language, now) if len(text) <= LONGEST_LINE else []
    if not found or text[found[-1].end :].strip(" )]】）|·.,\t\n"):
        return None
    last = found[-1]
    return text[: last.start].rstrip(), text[last.start : last.end], last.parsed


def _may_begin(scan: _Scan, position: int) -> bool:
    """A date begins where a word or number does, or where the case shows that two were glued."""
    character = scan.folded[position]
    if character == " ":
        return False
    before = scan.folded[position - 1] if position else " "
    if character.isdigit():
        return not (before.isdigit() or (before in JOINTS and position > 1 and scan.folded[position - 2].isdigit()))
    if not (SPACED[character] and SPACED[before]):
        return True
    here = scan.origin(position)
    return scan.text[here].isupper() and scan.text[here - 1].islower()


def _date_at(scan: _Scan, start: int) -> tuple[int, ParsedDate] | None:
    machine = ISO.match(scan.folded, start)
    tokens = _tokens_from(scan, start)
    for count in range(len(tokens), 0, -1):
        end = tokens[count - 1].end
        if tokens[count - 1].symbol in "-,|(/" or not _may_end(scan, end):
            continue
        parsed = read_line(Line.of(tokens[:count], scan.language), scan.now)
        if parsed and _is_clear(tokens[:count], parsed):
            if machine and machine.end() >= end:
                break
            return end, parsed
    if machine and (parsed := read_machine(machine[0].strip(), scan.now.year + 1)) and _may_end(scan, machine.end()):
        return machine.start() + len(machine[0].rstrip()), parsed
    return None


def _tokens_from(scan: _Scan, start: int) -> list[Token]:
    """Return the tokens from a place up to the first thing that belongs to no date."""
    tokens: list[Token] = []
    position, glued = start, False
    while position < len(scan.folded) and len(tokens) < LONGEST_DATE:
        if scan.folded[position] == " ":
            position, glued = position + 1, False
            continue
        token = read_token(scan.folded, position, vocabulary())
        if token is None:
            break
        token.is_glued = glued
        tokens.append(token)
        if len(tokens) == 1 and token.symbol not in grammar().beginnings:
            return []
        position, glued = token.end, True
    return tokens


def _may_end(scan: _Scan, end: int) -> bool:
    """No date ends within a number, a version or an amount."""
    rest = scan.folded[end : end + 2]
    return not (rest[:1].isdigit() or rest[:1] == "%" or (rest[:1] in ("/", "-", ":", ".") and rest[1:].isdigit()))


def _is_clear(tokens: list[Token], parsed: ParsedDate) -> bool:
    """Lone years, bare spans ("5 min") and "now" are too common in lines that tell no date."""
    if parsed.precision is Precision.YEAR and not parsed.relative:
        return False
    return len(tokens) > 2 or not parsed.relative or tokens[0].symbol != NUMBER
