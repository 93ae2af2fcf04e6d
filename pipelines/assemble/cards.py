"""Cards of related articles that fill an element each: title, time, source and teaser in whatever order it has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.assemble.evidence import FAR_AHEAD
from pipelines.dates import find_dates, parse_date, split_trailing_date
from pipelines.lexicon import load_lexicon
from pipelines.segment.weight import weight
from pipelines.urls import absolute
from schemas.article import BlockType
from schemas.block import Block, Region
from schemas.page import Page

# Shorter texts are counts and buttons.
SHORTEST_TITLE = 8
# A headline that is nothing but a link, in Latin letters: names of authors and sections are shorter.
HEADLINE_WEIGHT = 25
# A longer text is a paragraph.
LONGEST_TITLE = 250
# A teaser says more, in Latin letters.
TEASER_WEIGHT = 30
# A card's source line is a name and a time.
LONGEST_SOURCE_LINE = 80
LONGEST_SOURCE = 40
# Of the elements beside one another so many have a link, where each is a card.
LINKED_SHARE = 0.6
RANK = re.compile(r"\s*#?\d{1,2}\s*[.)、．]?\s*(?=\D)")
NAMELESS = " ·|,，-–—•/"


@dataclass(slots=True)
class Card:
    """What a page shows of another article."""

    title: str
    url: str | None = None
    summary: str | None = None
    source: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text node of a card, with the address that it is a link to."""

    text: str
    href: str
    is_heading: bool
    is_date: bool


def cards_by_element(
    blocks: Sequence[Block], regions: Sequence[Region], page: Page, base: str | None, language: str
) -> list[Card] | None:
    """Return the cards of blocks that stand in elements of their own; None where elements do not part them."""
    groups = _joined(_groups(blocks, regions))
    linked = [group for group in groups if any(block.links for block in group)]
    if len(linked) < 2 or len(linked) < LINKED_SHARE * len(groups):
        return None
    if any(len(_addresses(group)) > 1 and not _heads(group) for group in linked):
        return None
    return [card for group in linked if (card := _card(group, page, base, language))]


def without_ranks(titles: list[str]) -> list[str]:
    """Return titles without the numbers that they are glued to, where these count from one."""
    heads = [RANK.match(title) for title in titles]
    numbers = [int(re.sub(r"\D", "", head[0])) if head else 0 for head in heads]
    if len(titles) < 2 or numbers != list(range(1, len(titles) + 1)):
        return titles
    return [title[head.end() :] if head else title for title, head in zip(titles, heads, strict=True)]


def credited(text: str, pieces: tuple[str, ...], page: Page, language: str) -> tuple[str | None, str] | None:
    """Return source and time of a line that is nothing else."""
    if len(text) > LONGEST_SOURCE_LINE:
        return None
    now = page.fetched_at or FAR_AHEAD
    if len(pieces) > 1 and parse_date(pieces[-1], language, now):
        name, raw = " ".join(pieces[:-1]), pieces[-1]
    elif parse_date(text, language, now):
        name, raw = "", text
    else:
        found = split_trailing_date(text, language, now)
        if found is None:
            return None
        name, raw, _ = found
    return (name.strip(NAMELESS) or None, raw) if len(name) < LONGEST_SOURCE else None


def _groups(blocks: Sequence[Block], regions: Sequence[Region]) -> list[list[Block]]:
    """Return blocks by the elements beside one another that hold them, below the one that holds them all."""
    paths = [tuple(_path(block.region, regions)) for block in blocks]
    shared = 0
    while all(len(path) > shared and path[shared] == paths[0][shared] for path in paths):
        shared += 1
    # (A block that stands in the common element itself is a group of its own.)
    keys = [path[shared] if len(path) > shared else -block.position for path, block in zip(paths, blocks, strict=True)]
    return [[block for _, block in group] for _, group in groupby(zip(keys, blocks, strict=True), lambda pair: pair[0])]


def _joined(groups: list[list[Block]]) -> list[list[Block]]:
    """Join neighbours that are links to one address: a card whose parts have nothing around them but that link."""
    joined: list[list[Block]] = []
    for group in groups:
        own = {link.href for block in group for link in block.links}
        if joined and own and own == {link.href for block in joined[-1] for link in block.links}:
            joined[-1] = [*joined[-1], *group]
        else:
            joined.append(group)
    return joined


def _path(region: int, regions: Sequence[Region]) -> list[int]:
    """Return the regions around one, outermost first, itself last."""
    path = [region]
    while path[-1]:
        path.append(regions[path[-1]].parent)
    return path[::-1]


def _addresses(group: list[Block]) -> set[str]:
    return {link.href for block in group for link in block.links if weight(link.text) >= TEASER_WEIGHT}


def _heads(group: list[Block]) -> bool:
    """Tell whether exactly one linked heading says which of several links is the title."""
    return sum(block.type is BlockType.HEADING and bool(block.links) for block in group) == 1


def _card(group: list[Block], page: Page, base: str | None, language: str) -> Card | None:
    pieces = [piece for block in group for piece in _pieces(block, page, language)]
    title = _title(pieces)
    if title is None:
        return None
    href = title.href or next(piece.href for piece in pieces if piece.href)
    card = Card(title.text, absolute(href, base))
    beside = (credited(block.text, block.pieces, page, language) for block in group if title.text not in block.text)
    card.source, card.published = next(filter(None, beside), (None, None))
    if card.published is None:
        card.published = next((piece.text for piece in pieces if piece.is_date), None)
    rest = (piece.text for piece in pieces if not piece.is_heading and piece.href in ("", href))
    teasers = (text for text in rest if text != title.text and weight(text) > TEASER_WEIGHT)
    card.summary = next((text for text in teasers if text != card.source), None)
    return card


def _pieces(block: Block, page: Page, language: str) -> Iterator[_Piece]:
    """Yield the text nodes of a block; of a long one, its text."""
    for text in block.pieces or (block.text,):
        if load_lexicon().exact(text):
            continue
        href = next((link.href for link in block.links if text in link.text or link.text in text), "")
        yield _Piece(text, href, block.type is BlockType.HEADING, _is_date(text, page, language))


def _title(pieces: list[_Piece]) -> _Piece | None:
    """Return the heading, or else the first headline that is a link: a section's name is shorter, a teaser follows."""
    texts = [piece for piece in pieces if not piece.is_date]
    likely = [piece for piece in texts if SHORTEST_TITLE <= weight(piece.text) <= LONGEST_TITLE]
    headings = [piece for piece in likely if piece.is_heading]
    linked = [piece for piece in likely if piece.href]
    full = (piece for piece in linked if weight(piece.text) >= HEADLINE_WEIGHT)
    longest = max(headings or linked, key=lambda piece: weight(piece.text), default=None)
    found = longest if headings else next(full, longest)
    return found if found and any(piece.href for piece in pieces) else None


def _is_date(text: str, page: Page, language: str) -> bool:
    if len(text) > LONGEST_SOURCE_LINE:
        return False
    found = list(find_dates(text, language, page.fetched_at or FAR_AHEAD))
    return bool(found) and not text[: found[0].start].strip(NAMELESS) and not text[found[-1].end :].strip(NAMELESS)
