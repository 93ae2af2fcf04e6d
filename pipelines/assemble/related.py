"""Related articles: cards of title, summary, source and time, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.assemble.evidence import FAR_AHEAD
from pipelines.assemble.moments import iso_of, resolve
from pipelines.catalogue import key_of_name
from pipelines.dates import parse_date, split_trailing_date
from pipelines.lexicon import fold
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
        if block.type is BlockType.LIST and len(block.links) >= len(block.items):
            cards += [
                _Card(link.text, absolute(link.href, base)) for link in block.links if len(link.text) >= SHORTEST_TITLE
            ]
            closed = True
        elif not closed and block.type is not BlockType.HEADING and (credited := _source_line(block, page, language)):
            cards[-1].source, cards[-1].published = credited
            closed = True
        elif len(block.text) < SHORTEST_TITLE and not block.links and block.type is not BlockType.HEADING:
            continue
        elif closed or block.type is BlockType.HEADING or _is_linked_title(block, cards[-1]):
            link = block.links[0].href if block.links else None
            cards.append(_Card(block.text, absolute(link, base)))
            closed = False
        elif cards[-1].summary is None and block.weight > 30:
            cards[-1].summary = block.text
    return cards


def _is_linked_title(block: Block, card: _Card) -> bool:
    """A block that is all link begins a new card, unless the card so far is one link around everything."""
    return block.link_density > 0.8 and block.weight < 200 and (card.summary is not None or card.url is None)


def _source_line(block: Block, page: Page, language: str) -> tuple[str | None, str] | None:
    """Return source and time of a line that is nothing else."""
    if len(block.text) > LONGEST_SOURCE_LINE:
        return None
    now = page.fetched_at or FAR_AHEAD
    if len(block.pieces) > 1 and parse_date(block.pieces[-1], language, now):
        name, raw = " ".join(block.pieces[:-1]), block.pieces[-1]
    elif parse_date(block.text, language, now):
        name, raw = "", block.text
    else:
        found = split_trailing_date(block.text, language, now)
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
