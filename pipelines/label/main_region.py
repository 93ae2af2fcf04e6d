"""Finds the region of a page that holds the article."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import accumulate
from operator import or_

from pipelines.segment.weight import COMMA, SENTENCE_END
from schemas.article import BlockType
from schemas.block import Block, Hint, Region, Segments

# Text under these names is not the article's, whatever it says.
FOREIGN = (
    Hint.COMMENTS
    | Hint.RELATED
    | Hint.SHARE
    | Hint.NEWSLETTER
    | Hint.ADVERTISEMENT
    | Hint.NAVIGATION
    | Hint.FOOTER
    | Hint.ASIDE
    | Hint.COOKIES
    | Hint.PAYWALL
    | Hint.WIDGET
    | Hint.HIDDEN
    | Hint.AUTHOR_BOX
    | Hint.TAGS
)
# A name on an element that holds this share of the page's prose is about something else ("page-with-sidebar").
TOO_MUCH = 0.4
# So much prose beside the comments is what they are about.
SHORTEST_ARTICLE = 400
# Names that page builders also give to parts of an article, or to all of it (what a subscriber may read).
WEAK = (
    Hint.WIDGET,
    Hint.ADVERTISEMENT,
    Hint.NAVIGATION,
    Hint.SHARE,
    Hint.NEWSLETTER,
    Hint.TAGS,
    Hint.HIDDEN,
    Hint.ASIDE,
    Hint.FOOTER,
    Hint.CAPTION,
    Hint.BYLINE,
    Hint.SUBTITLE,
    Hint.PAYWALL,
)
ANY_WEAK = functools.reduce(or_, WEAK)
# (By name: each look into an enumeration costs as much as the rest of a test, and there are many blocks.)
HEADING = BlockType.HEADING
SET_APART = frozenset((BlockType.TABLE, BlockType.CODE, BlockType.EMBED, BlockType.FIGURE))
# Shorter text is a label or a menu word.
SHORT = 25
# The smallest region is taken that has nearly all that the best one has: the rest are standfirsts or footers.
NEARLY = 0.92
# The element that holds the text itself has this share of the article region's prose.
CORE_SHARE = 0.6
# A region that the page calls its article counts for more than one that only contains it.
NAMED_BONUS = 1.1


def prose_weight(block: Block) -> float:
    """Return how much running text a block holds, in Latin letters; less for text without sentences."""
    own = block.weight - block.link_weight
    if block.link_weight > own or block.type is HEADING:
        return 0.0
    if block.type in SET_APART:
        return own * 0.3
    if own < SHORT:
        return 0.0
    if SENTENCE_END.search(block.text):
        return float(own)
    return own * 0.6 if COMMA.search(block.text) or own > 3 * SHORT else own * 0.2


def inherited_hints(segments: Segments, totals: Sequence[float]) -> list[int]:
    """Return for each region what its element and those around it say, names about something else left out."""
    total = totals[-1] or 1.0
    trusted = ~_overused(segments, totals)
    inherited: list[int] = []
    for parent, _, hints, start, end in segments.regions:
        own = hints & trusted
        if own & FOREIGN and (inside := totals[end] - totals[start]) > total * TOO_MUCH:
            # Comments may well be longer than what they are about.
            own &= ~FOREIGN | Hint.COMMENTS if total - inside > SHORTEST_ARTICLE else ~FOREIGN
        inherited.append(own | inherited[parent] if inherited else own)
    return inherited


def _overused(segments: Segments, totals: Sequence[float]) -> int:
    """Return the hints under which so much of the page's prose stands that they must mean something else here."""
    under = dict.fromkeys(WEAK, 0.0)
    for _, _, hints, start, end in segments.regions:
        if hints & ANY_WEAK and (inside := totals[end] - totals[start]):
            for hint in WEAK:
                if hints & hint:
                    under[hint] += inside
    return sum(hint for hint, prose in under.items() if prose > totals[-1] * TOO_MUCH)


def main_region(segments: Segments, hints: tuple[int, ...], prose: list[float]) -> int:
    """Return the index of the region that holds the article: the one with the best balance of prose and the rest."""
    balances = (_balance(block, hint, value) for block, hint, value in zip(segments.blocks, hints, prose, strict=True))
    running = tuple(accumulate(balances, initial=0.0))
    scores = [
        (running[end] - running[start]) * (NAMED_BONUS if named & Hint.ARTICLE else 1.0)
        for _, _, named, start, end in segments.regions
    ]
    best = max(scores)
    enough = best * NEARLY if best > 0 else best
    near = [index for index, score in enumerate(scores) if score >= enough]
    return min(near, key=lambda index: (segments.regions[index].end - segments.regions[index].start, -index))


def core_region(segments: Segments, main: Region, totals: Sequence[float]) -> Region:
    """Return the smallest region inside the main one with most of its prose, and the wrappers around only that."""
    enough = (totals[main.end] - totals[main.start]) * CORE_SHARE
    inside = [
        region
        for region in segments.regions
        if totals[region.end] - totals[region.start] >= enough and main.start <= region.start and region.end <= main.end
    ]
    return min(inside, key=lambda region: region.end - region.start, default=main) if enough else main


def _balance(block: Block, hint: int, prose: float) -> float:
    if hint & FOREIGN:
        return -min(20.0, block.weight / 10)
    if prose:
        return prose
    if block.link_weight * 2 > block.weight:
        return -min(40.0, float(block.weight))
    return -2.0
