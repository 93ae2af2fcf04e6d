"""Related articles: cards of title, summary, source and time, each once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from pipelines.assemble.cards import (
    HEADLINE_WEIGHT,
    SHORTEST_TITLE,
    TEASER_WEIGHT,
    Card,
    cards_by_element,
    credited,
    without_ranks,
)
from pipelines.assemble.evidence import FAR_AHEAD
from pipelines.assemble.moments import iso_of, resolve
from pipelines.catalogue import key_of_name
from pipelines.dates import split_trailing_date
from pipelines.lexicon import fold, load_lexicon
from pipelines.lexicon.phrases import says
from pipelines.segment.weight import weight
from pipelines.urls import absolute
from schemas.article import BlockType, Related, RelatedSource
from schemas.block import Block, BlockLink, LabelledBlock, Region
from schemas.date import Precision
from schemas.metadata import DeclaredRelated
from schemas.page import Page
from schemas.role import Role

# The rule that signs for blocks in announced sections.
SECTION = "section_member"
YEAR = re.compile(r"\d{4}")
# A longer text is no heading.
LONGEST_HEADING = 60


def find_related(
    labelled: tuple[LabelledBlock, ...],
    regions: Sequence[Region],
    declared: Iterable[DeclaredRelated],
    page: Page,
    base: str | None,
    language: str,
) -> list[Related]:
    """Return the related articles that the page shows in sections of their own, or else those in its data."""
    cards = [card for section in related_sections(labelled) for card in _shown(section, regions, page, base, language)]
    # (A page that links its cards says something else with what is no link: a label, a time, a button.)
    linked = [card for card in cards if card.url] or cards
    cards = linked or [
        Card(item.title, absolute(item.url, base), item.summary, item.source, item.published) for item in declared
    ]
    return [_related(card, page, language) for card in _merged(cards)]


def related_sections(labelled: tuple[LabelledBlock, ...]) -> Iterator[list[Block]]:
    """Yield the blocks of each section of related articles: announced ones, or else those that elements are named as.

    What is read most or came last on the site has nothing to do with the article, whatever stands around it.
    """
    announced = list(_runs(labelled, lambda item: item.why == SECTION))
    last = max((item.block.position for item in labelled if item.role is Role.BODY), default=0)
    yield from announced or _runs(labelled, lambda item: item.block.position > last)


def _runs(labelled: tuple[LabelledBlock, ...], is_wanted: Callable[[LabelledBlock], bool]) -> Iterator[list[Block]]:
    """Yield runs of related blocks, but for those under a heading that says they are popular, or new."""
    heading = ""
    for is_card, items in groupby(labelled, lambda item: item.role is Role.RELATED and is_wanted(item)):
        blocks = [item.block for item in items]
        if not is_card:
            heading = blocks[-1].text
            continue
        if blocks[0].type is BlockType.HEADING and not blocks[0].links:
            heading = blocks[0].text
        if len(heading) > LONGEST_HEADING or not says("popular", heading):
            yield blocks


def _shown(blocks: list[Block], regions: Sequence[Region], page: Page, base: str | None, language: str) -> list[Card]:
    """Return the cards of a section, told apart by their elements, or else by what stands in a row."""
    # (A button over the cards ("View all") is none, and stands in no card's place.)
    blocks = [block for block in blocks if not load_lexicon().exact(block.text)] or blocks
    lists = any(block.type is BlockType.LIST for block in blocks)
    by_element = None if lists else cards_by_element(blocks, regions, page, base, language)
    cards = _cards(blocks, page, base, language) if by_element is None else by_element
    for card, title in zip(cards, without_ranks([card.title for card in cards]), strict=True):
        card.title = title
    return cards


def _cards(blocks: list[Block], page: Page, base: str | None, language: str) -> list[Card]:
    cards: list[Card] = []
    closed = True
    for block in blocks:
        if parted := _parted(block, page, language, base):
            cards += parted
            closed = True
        elif block.type is BlockType.LIST and len(block.links) >= len(block.items):
            cards += [_linked(link, page, language, base) for link in block.links if len(link.text) >= SHORTEST_TITLE]
            closed = True
        elif not closed and (found := _line_under(block, page, language)):
            cards[-1].source, cards[-1].published = found
            closed = True
        elif len(block.text) < SHORTEST_TITLE and not block.links and block.type is not BlockType.HEADING:
            continue
        elif closed or block.type is BlockType.HEADING or _is_linked_title(block, cards[-1], base):
            link = block.links[0].href if block.links else None
            cards.append(Card(block.text, absolute(link, base)))
            closed = False
        elif cards[-1].summary is None and block.weight > TEASER_WEIGHT:
            cards[-1].summary = block.text
    return cards


def _linked(link: BlockLink, page: Page, language: str, base: str | None) -> Card:
    """Return the card of a link in a list, the day at its end taken off: what has a year is no part of a title."""
    url = absolute(link.href, base)
    found = split_trailing_date(link.text, language, page.fetched_at or FAR_AHEAD) if YEAR.search(link.text) else None
    if found and YEAR.search(raw := found[1]):
        title = link.text[: link.text.rindex(raw)].rstrip(" ·|,")
        if len(title) >= SHORTEST_TITLE and found[2].precision is Precision.DAY:
            return Card(title, url, published=raw)
    return Card(link.text, url)


def _line_under(block: Block, page: Page, language: str) -> tuple[str | None, str] | None:
    """Return source and time of a line under a title that is nothing else."""
    return None if block.type is BlockType.HEADING else credited(block.text, block.pieces, page, language)


def _parted(block: Block, page: Page, language: str, base: str | None) -> list[Card]:
    """Return the cards of a block that begins with a linked title and holds more: further ones, a time, a teaser.

    On the screen they stand apart; in the page's source nothing parts them but their elements.
    """
    titles = {link.text: link.href for link in block.links if len(link.text) >= SHORTEST_TITLE}
    if block.type is BlockType.LIST or len(block.pieces) < 2 or block.pieces[0] not in titles:
        return []
    cards: list[Card] = []
    lines: list[list[str]] = []
    for piece in block.pieces:
        if piece in titles:
            cards.append(Card(piece, absolute(titles[piece], base)))
            lines.append([])
        else:
            lines[-1].append(piece)
    for card, behind in zip(cards, lines, strict=True):
        _read_lines(card, behind, page, language)
    return cards


def _read_lines(card: Card, lines: list[str], page: Page, language: str) -> None:
    """Read what stands behind a card's title: a line of source and time, or a teaser."""
    pieces = tuple(lines)
    if not pieces:
        return
    if found := credited(" ".join(pieces), pieces, page, language):
        card.source, card.published = found
    elif weight(text := " ".join(pieces)) > TEASER_WEIGHT:
        card.summary = text


def _is_linked_title(block: Block, card: Card, base: str | None) -> bool:
    """A block that is all link begins a new card, unless the card so far is one link around everything."""
    if block.link_density <= 0.8 or block.weight >= 200:
        return False
    if card.summary is not None or card.url is None:
        return True
    # A shorter one leads to an author, or to a section.
    return block.weight >= HEADLINE_WEIGHT and absolute(block.links[0].href, base) != card.url


def _merged(cards: list[Card]) -> list[Card]:
    """Join cards of the same title: a page shows one list on a desktop, another on a phone."""
    found: dict[str, Card] = {}
    for card in cards:
        key = fold(card.title)
        known = found.setdefault(key, card)
        for name in ("url", "summary", "source", "published"):
            if getattr(known, name) is None:
                setattr(known, name, getattr(card, name))
    return list(found.values())


def _related(card: Card, page: Page, language: str) -> Related:
    parsed = resolve(card.published, page, language) if card.published else None
    return Related(
        title=card.title,
        url=card.url,
        summary=card.summary,
        source=RelatedSource(name=card.source, key=key_of_name(card.source)) if card.source else None,
        published_at=iso_of(parsed) if parsed else None,
        published_raw=card.published if card.published and not card.published.isdigit() else None,
    )
