"""Related articles: cards of title, summary, source and time, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.assemble.evidence import FAR_AHEAD
from pipelines.assemble.moments import iso_of, resolve
from pipelines.catalogue import key_of_name
from pipelines.dates import parse_date, split_trailing_date
from pipelines.lexicon import fold
from pipelines.segment.weight import weight
from pipelines.urls import absolute
from schemas.article import BlockType, Related, RelatedSource
from schemas.block import Block, LabelledBlock
from schemas.metadata import DeclaredRelated
from schemas.page import Page
from schemas.role import Role

# A card's source line is a name and a time.
LONGEST_SOURCE_LINE = 80
LONGEST_SOURCE = 40
# Shorter texts are counts and buttons.
SHORTEST_TITLE = 8
# A headline that is nothing but a link, in Latin letters: names of authors and sections are shorter.
HEADLINE_WEIGHT = 25
# A teaser says more, in Latin letters.
TEASER_WEIGHT = 30


@dataclass(slots=True)
class _Card:
    """A card while its blocks are read."""

    title: str
    url: str | None = None
    summary: str | None = None
    source: str | None = None
    published: str | None = None
    lines: list[str] = field(default_factory=list)


def find_related(
    labelled: tuple[LabelledBlock, ...],
    declared: Iterable[DeclaredRelated],
    page: Page,
    base: str | None,
    language: str,
) -> list[Related]:
    """Return the related articles that the page shows in sections of their own, or else those in its data."""
    sections = [item.block for item in labelled if in_related_section(item)]
    cards = _cards(sections, page, base, language) or [
        _Card(item.title, absolute(item.url, base), item.summary, item.source, item.published) for item in declared
    ]
    return [_related(card, page, language) for card in _merged(cards)]


def in_related_section(item: LabelledBlock) -> bool:
    """Tell whether a block stands in a section of related articles; other pointers to them make no record of one."""
    return item.role is Role.RELATED and item.why == "section_member"


def _cards(blocks: list[Block], page: Page, base: str | None, language: str) -> list[_Card]:
    cards: list[_Card] = []
    closed = True
    for block in blocks:
        if parted := _parted(block, page, language, base):
            cards += parted
            closed = True
        elif block.type is BlockType.LIST and len(block.links) >= len(block.items):
            cards += [
                _Card(link.text, absolute(link.href, base)) for link in block.links if len(link.text) >= SHORTEST_TITLE
            ]
            closed = True
        elif not closed and block.type is not BlockType.HEADING and (credited := _source_line(block, page, language)):
            cards[-1].source, cards[-1].published = credited
            closed = True
        elif len(block.text) < SHORTEST_TITLE and not block.links and block.type is not BlockType.HEADING:
            continue
        elif closed or block.type is BlockType.HEADING or _is_linked_title(block, cards[-1], base):
            link = block.links[0].href if block.links else None
            cards.append(_Card(block.text, absolute(link, base)))
            closed = False
        elif cards[-1].summary is None and block.weight > TEASER_WEIGHT:
            cards[-1].summary = block.text
    return cards


def _parted(block: Block, page: Page, language: str, base: str | None) -> list[_Card]:
    """Return the cards of a block that begins with a linked title and holds more: further ones, a time, a teaser.

    On the screen they stand apart; in the page's source nothing parts them but their elements.
    """
    titles = {link.text: link.href for link in block.links if len(link.text) >= SHORTEST_TITLE}
    if block.type is BlockType.LIST or len(block.pieces) < 2 or block.pieces[0] not in titles:
        return []
    cards: list[_Card] = []
    for piece in block.pieces:
        if piece in titles:
            cards.append(_Card(piece, absolute(titles[piece], base)))
        else:
            cards[-1].lines.append(piece)
    for card in cards:
        _read_lines(card, page, language)
    return cards


def _read_lines(card: _Card, page: Page, language: str) -> None:
    """Read what stands behind a card's title: a line of source and time, or a teaser."""
    pieces = tuple(card.lines)
    if not pieces:
        return
    if credited := _credited(" ".join(pieces), pieces, page, language):
        card.source, card.published = credited
    elif weight(text := " ".join(pieces)) > TEASER_WEIGHT:
        card.summary = text


def _is_linked_title(block: Block, card: _Card, base: str | None) -> bool:
    """A block that is all link begins a new card, unless the card so far is one link around everything."""
    if block.link_density <= 0.8 or block.weight >= 200:
        return False
    if card.summary is not None or card.url is None:
        return True
    # A shorter one leads to an author, or to a section.
    return block.weight >= HEADLINE_WEIGHT and absolute(block.links[0].href, base) != card.url


def _source_line(block: Block, page: Page, language: str) -> tuple[str | None, str] | None:
    """Return source and time of a block that is nothing else."""
    return _credited(block.text, block.pieces, page, language)


def _credited(text: str, pieces: tuple[str, ...], page: Page, language: str) -> tuple[str | None, str] | None:
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
    return (name.strip(" ·|-–—•") or None, raw) if len(name) < LONGEST_SOURCE else None


def _merged(cards: list[_Card]) -> list[_Card]:
    """Join cards of the same title: a page shows one list on a desktop, another on a phone."""
    found: dict[str, _Card] = {}
    for card in cards:
        key = fold(card.title)
        known = found.setdefault(key, card)
        for name in ("url", "summary", "source", "published"):
            if getattr(known, name) is None:
                setattr(known, name, getattr(card, name))
    return list(found.values())


def _related(card: _Card, page: Page, language: str) -> Related:
    parsed = resolve(card.published, page, language) if card.published else None
    return Related(
        title=card.title,
        url=card.url,
        summary=card.summary,
        source=RelatedSource(name=card.source, key=key_of_name(card.source)) if card.source else None,
        published_at=iso_of(parsed) if parsed else None,
        published_raw=card.published if card.published and not card.published.isdigit() else None,
    )
