"""Names and dates beside the article that no byline block holds: looked for only where nothing else says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipelines.assemble.evidence import DATES, FAR_AHEAD, WRITERS, Said, behind_labels, is_author_label, without_dates
from pipelines.dates import find_dates
from pipelines.lexicon import load_lexicon, split_labels
from pipelines.lexicon.shapes import is_full_name
from pipelines.lexicon.split import is_name
from schemas.block import Hint, LabelledBlock
from schemas.role import LabelPart, Role

# An author's page, as content systems name it.
AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:e[ns]?|i)?|auteurs?|redakteure?|redactie|writers?|contributors?|columnists?|journalists?"
    r"|reporters?|profiles?|people|bylines?|experts?|by)/[^/?#]+(?:/?$|/?[?#])|[?&]author=",
    re.I,
)
# So many blocks before the title and behind the text an author is named; behind the title, up to the text.
AROUND = 3
FAR_BEHIND = 10
# A line that only names somebody is no longer.
LONGEST_LINE = 90
LONGEST_DATED = 120
# Themes put name, date, rubrics and tags in one line that is named after them.
LONGEST_NAMED = 240
# A line that is a date has at most so many characters beside it.
LONGEST_REST = 25
PIECE = re.compile(r"\s*[|·•]\s*|\s[-–—]\s")
LONGEST_ALONE = 75
DIGIT = re.compile(r"\d")
# What every date with a year has: four digits, or numbers beside a mark.
DATED = re.compile(r"\d{4}|\d\s?[./年-]\s?\d|['’]\d\d")
AFTER_DATE = re.compile(r"\s*[-–—|:：/·•]")
NEVER_DATES = Hint.RELATED | Hint.COMMENTS
FOREIGN = Hint.RELATED | Hint.NAVIGATION | Hint.COMMENTS | Hint.COOKIES | Hint.WIDGET


def names_nearby(labelled: tuple[LabelledBlock, ...], interface: str) -> Iterator[tuple[Said, ...]]:
    """Yield the names that stand beside title and text: in elements named so, behind labels, in authors' links."""
    beside = _beside(labelled)
    yield tuple(_named(beside, interface))
    yield tuple(_labelled(beside, interface))
    yield tuple(_linked(beside))
    yield tuple(_beside_dates(labelled, interface))
    yield tuple(_only_name(labelled, interface))


def _beside_dates(labelled: tuple[LabelledBlock, ...], interface: str) -> Iterator[Said]:
    """Names in full that stand with a date, and no link, in a line between title and text ("1.10.2022 - Ann Lee")."""
    for item in _before_text(labelled):
        links = {link.text for link in item.block.links}
        for line in _short_lines(item) if not item.hints & FOREIGN else ():
            for part in split_labels(line, interface):
                dated = part.role is Role.BODY and find_dates(part.value, interface, FAR_AHEAD)
                for piece in PIECE.split(without_dates(part.value, interface)) if dated else ():
                    if is_full_name(piece) and piece.strip() not in links:
                        yield Said(LabelPart(Role.AUTHOR, "", piece.strip()), item.block.position)


def _only_name(labelled: tuple[LabelledBlock, ...], interface: str) -> Iterator[Said]:
    """The full name behind a writer's label, or in a link to an author's page, if the page has one such name."""
    own = [item for item in labelled if not item.hints & FOREIGN and item.block.weight <= LONGEST_LINE]
    opened = [item for item in own if _opens(item.block.text, WRITERS)]
    for found in (_labelled(opened, interface), _linked(own)):
        full = {said.part.value: said for said in found if is_full_name(said.part.value)}
        if len(full) == 1:
            yield from full.values()
            return


def _before_text(labelled: tuple[LabelledBlock, ...]) -> tuple[LabelledBlock, ...]:
    """The blocks between title and text."""
    title = next((item.block.position for item in labelled if item.role is Role.TITLE), None)
    first = next((item.block.position for item in labelled if item.role is Role.BODY and _is_text(item)), None)
    if title is None or first is None:
        return ()
    end = min(first, title + FAR_BEHIND)
    return (*labelled[title + 1 : end], *labelled[max(end, first - AROUND) : first])


def dates_nearby(labelled: tuple[LabelledBlock, ...], interface: str) -> Iterator[str]:
    """Yield the dates beside title and text: in a byline's `datetime`, behind a label, at the head of a line."""
    beside = _beside(labelled)
    for item in beside:
        if item.block.times and item.hints & Hint.BYLINE and not item.hints & NEVER_DATES:
            parts = split_labels(item.block.parted, interface)
            yield from () if any(part.role is Role.UPDATED for part in parts) else item.block.times
    for item in beside:
        if item.block.weight <= LONGEST_DATED and not item.hints & FOREIGN:
            parts = split_labels(item.block.parted, interface)
            yield from (part.value for part in parts if part.role is Role.PUBLISHED)
    for item in beside:
        if item.role in (Role.TITLE, Role.BODY) and not item.hints & NEVER_DATES:
            head = item.block.parted[:LONGEST_DATED]
            found = next(iter(find_dates(head, interface, FAR_AHEAD)), None)
            # ("2024 …" begins a sentence; a dateline names the day and is cut off.)
            if found and not found.start and AFTER_DATE.match(head, found.end) and not found.parsed.relative:
                yield head[: found.end]
    yield from _dates_before_text(labelled, interface)
    yield from _only_date(labelled, interface)


def _dates_before_text(labelled: tuple[LabelledBlock, ...], interface: str) -> Iterator[str]:
    """Yield the dates in short lines and lists around title and text's begin, whatever the element is named after."""
    between = _before_text(labelled)
    for item in between:
        for line in _short_lines(item):
            yield from _dates_of(line, interface)
    if not between:
        return
    title, first = between[0].block.position - 1, between[-1].block.position + 1
    before = (item for item in labelled[max(0, title - AROUND) : title] if not item.hints & FOREIGN)
    for item in (*before, *labelled[first + 1 : first + AROUND]):
        for line in _short_lines(item):
            yield from _dates_alone(line, interface)


def _only_date(labelled: tuple[LabelledBlock, ...], interface: str) -> Iterator[str]:
    """Yield the date behind a label, or else alone in a line, where all such lines of the page tell the same day."""
    lines = [line for item in labelled if not item.hints & FOREIGN for line in _short_lines(item)]
    opened = (line for line in lines if _opens(line, DATES))
    said = (part.value for line in opened for part in split_labels(line, interface) if part.role is Role.PUBLISHED)
    short = (line for line in lines if len(line) <= LONGEST_ALONE and DATED.search(line))
    alone = (value for line in short for value in _dates_alone(line, interface))
    yield from _of_one_day(said, interface)
    yield from _of_one_day(alone, interface)


def _of_one_day(values: Iterable[str], interface: str) -> tuple[str, ...]:
    """Return the first of the dates if all tell the same day; the search ends at the second day."""
    first, day = "", None
    for value in values:
        for date in find_dates(value, interface, FAR_AHEAD):
            if day not in (None, date.parsed.at.date()):
                return ()
            first, day = first or value, date.parsed.at.date()
    return (first,) if first else ()


def _opens(line: str, roles: frozenset[Role]) -> bool:
    """Tell whether a line begins with a label of some role: a quick look, before the line is split."""
    hit = load_lexicon().prefix(line)
    return hit is not None and hit.has(*roles)


def _short_lines(item: LabelledBlock) -> list[str]:
    """The lines of a block, or the items of a list, that are short enough for names and dates and have a digit."""
    if item.hints & Hint.HIDDEN:
        return []
    lines = item.block.items or (item.block.parted,)
    longest = LONGEST_NAMED if item.hints & Hint.BYLINE else LONGEST_DATED
    return [line for line in lines if len(line) <= longest and DIGIT.search(line)]


def _dates_of(line: str, interface: str) -> Iterator[str]:
    """The dates of a line, the labelled one first, without the one of the last change."""
    parts = split_labels(line, interface)
    yield from (part.value for part in parts if part.role is Role.PUBLISHED)
    for part in parts:
        if part.role not in DATES:
            found = find_dates(part.value, interface, FAR_AHEAD)
            yield from (part.value[date.start : date.end] for date in found if not date.parsed.relative)


def _dates_alone(line: str, interface: str) -> Iterator[str]:
    """The dates of a line that says little else, names behind labels aside."""
    rest = sum(len(part.value) for part in split_labels(line, interface) if part.role is Role.BODY)
    for value in _dates_of(line, interface):
        if rest < len(value) + LONGEST_REST:
            yield value


def _is_text(item: LabelledBlock) -> bool:
    return not item.block.items and item.block.weight > LONGEST_DATED


def _beside(labelled: tuple[LabelledBlock, ...]) -> list[LabelledBlock]:
    """The blocks from right before the title to the first of the text, and the ones around the text's end."""
    title = next((item.block.position for item in labelled if item.role is Role.TITLE), None)
    text = [item.block.position for item in labelled if item.role is Role.BODY]
    if not text:
        return []
    start = text[0] if title is None else title
    first_end = max(start, min(text[0], start + FAR_BEHIND)) + 2
    last = max(first_end, text[-1])
    return [*labelled[max(0, start - AROUND) : first_end], *labelled[last : last + AROUND + 1]]


def _named(beside: list[LabelledBlock], interface: str) -> Iterator[Said]:
    """Names alone in an element that is named after the author, whatever the element around it is named after."""
    for item in beside:
        if item.hints & Hint.AUTHOR and not item.hints & Hint.COMMENTS and item.block.weight <= LONGEST_LINE:
            for piece in item.block.pieces or (item.block.text,):
                name = without_dates(piece, interface)
                if is_name(name) and not load_lexicon().exact(name):
                    yield Said(LabelPart(Role.AUTHOR, "", name), item.block.position)


def _labelled(beside: list[LabelledBlock], interface: str) -> Iterator[Said]:
    """Names behind a writer's label in a short line, or in the line under one that is the label."""
    lines = [item.block for item in beside if item.block.weight <= LONGEST_LINE and not item.hints & FOREIGN]
    for block in lines:
        found = [part for part in split_labels(block.parted, interface) if part.role in WRITERS]
        for part in found or behind_labels(block, interface):
            yield Said(part, block.position)
    for block, below in pairwise(lines):
        if is_author_label(block.text):
            yield Said(LabelPart(Role.AUTHOR, block.text, below.text), below.position)


def _linked(beside: list[LabelledBlock]) -> Iterator[Said]:
    """The words of links to authors' pages."""
    for item in beside:
        if not item.hints & (Hint.RELATED | Hint.NAVIGATION) or item.hints & Hint.AUTHOR:
            for words, href in item.block.links:
                if AUTHOR_PATH.search(href):
                    yield Said(LabelPart(Role.AUTHOR, "", words), item.block.position)
