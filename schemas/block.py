"""Blocks: the pieces of a page in reading order, before and after somebody says what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from schemas.article import BlockType
from schemas.role import Role


class Hint:
    """What element names, classes and ids say of the text inside them: bits, so that regions add up to one number.

    (Plain numbers: an enumeration's operators cost more than the rest of the walk.)
    """

    ARTICLE: Final = 1 << 0
    TITLE: Final = 1 << 1
    SUBTITLE: Final = 1 << 2
    BYLINE: Final = 1 << 3
    AUTHOR_BOX: Final = 1 << 4
    CAPTION: Final = 1 << 5
    CREDIT: Final = 1 << 6
    SUMMARY: Final = 1 << 7
    KEY_POINTS: Final = 1 << 8
    QA: Final = 1 << 9
    QUESTION: Final = 1 << 10
    ANSWER: Final = 1 << 11
    RELATED: Final = 1 << 12
    TAGS: Final = 1 << 13
    COMMENTS: Final = 1 << 14
    SHARE: Final = 1 << 15
    NEWSLETTER: Final = 1 << 16
    ADVERTISEMENT: Final = 1 << 17
    NAVIGATION: Final = 1 << 18
    HEADER: Final = 1 << 19
    FOOTER: Final = 1 << 20
    ASIDE: Final = 1 << 21
    COOKIES: Final = 1 << 22
    PAYWALL: Final = 1 << 23
    WIDGET: Final = 1 << 24
    HIDDEN: Final = 1 << 25
    LIVE: Final = 1 << 26
    AUTHOR: Final = 1 << 27


def hint_names(hints: int) -> list[str]:
    """Return the names of the hints in a number, for people."""
    return [name.lower() for name, bit in vars(Hint).items() if name.isupper() and hints & bit]


class BlockLink(NamedTuple):
    """A link's words and its address as the page writes it."""

    text: str
    href: str


class Picture(NamedTuple):
    """A picture as the page shows it: the largest address that it offers."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0
    """In pixels, 0 where the page does not say."""


class Block(NamedTuple):
    """A piece of text that a reader sees as one, and where it stands. (A named tuple: pages have thousands.)"""

    position: int
    """Place in the reading order, from 0."""
    type: BlockType
    text: str
    tag: str = "p"
    region: int = 0
    """Index of the innermost region it stands in."""
    level: int | None = None
    weight: int = 0
    """Length in Latin letters: a Han or Kana character says as much as two and a half."""
    link_weight: int = 0
    """The part of `weight` inside links."""
    bold: bool = False
    """All of it is emphasised."""
    links: tuple[BlockLink, ...] = ()
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    pieces: tuple[str, ...] = ()
    """The text nodes of a short block, apart as the page has them."""
    times: tuple[str, ...] = ()
    """`datetime` attributes inside."""
    hints: int = 0
    """Of the inline elements in it; its regions have their own."""
    url: str = ""
    """Of an embed: the address of what is embedded."""

    @property
    def parted(self) -> str:
        """Return the text in one line, a bar between the text nodes of which it was put together."""
        return " | ".join(self.pieces) if len(self.pieces) > 1 else self.text.replace("\n", " | ")

    @property
    def link_density(self) -> float:
        """Return the share of the text that is links, 0 to 1."""
        return self.link_weight / self.weight if self.weight else 0.0


class Region(NamedTuple):
    """An element that holds blocks: `start` to `end` (not included) of them."""

    parent: int
    tag: str
    hints: int
    start: int
    end: int


class PlacedPicture(NamedTuple):
    """A picture and the position of the block that follows it."""

    picture: Picture
    before: int
    region: int
    hints: int
    """Of its own element; its regions have their own."""


@dataclass(frozen=True, slots=True)
class Segments:
    """A page cut into blocks. The first region is the whole page."""

    blocks: tuple[Block, ...]
    regions: tuple[Region, ...]
    pictures: tuple[PlacedPicture, ...] = ()


class LabelledBlock(NamedTuple):
    """A block, its role, and the rule that says so."""

    block: Block
    role: Role
    why: str
    hints: int = 0
    """Of the block and of all regions around it."""
