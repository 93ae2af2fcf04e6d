"""Finds runs of cards: linked titles with a teaser or a date under each, which nobody announces."""

from __future__ import annotations

from itertools import pairwise

from pipelines.label.context import Context, Section, is_running
from pipelines.urls import host_of
from schemas.article import BlockType
from schemas.block import Block
from schemas.role import Role

# Two linked titles happen in an article; three in a row with nothing but teasers between are a list of others.
FEWEST_CARDS = 3
LONGEST_TITLE = 250
SHORTEST_TITLE = 15
# A title is a link as a whole.
TITLE_LINKED = 0.8
# Under a title stand a date, a name and a teaser at most.
MOST_UNDER_TITLE = 4
LONGEST_TEASER = 350
# An article that is such a list itself has most of its prose in it.
LARGEST_SHARE = 0.5
# Lists of others stand at the article's end; a list of links inside it is its own.
LARGEST_REST = 0.1
# Links to the page that they stand on, as a live blog's entries have them.
OWN_PAGE = ("#", "?")


def find_cards(context: Context) -> dict[int, Section]:
    """Return the section of each block of the article's region that is part of a run of cards."""
    found: dict[int, Section] = {}
    total = context.prose_between(context.main.start, context.main.end) or 1.0
    for start, end in _runs(context):
        inside, after = context.prose_between(start, end), context.prose_between(end, context.main.end)
        if inside > total * LARGEST_SHARE or after > total * LARGEST_REST or not _after_text(start, context):
            continue
        section = Section(Role.RELATED_HEADING, start, start, end, contained=False)
        found.update(dict.fromkeys(range(start, end), section))
    return found


def _runs(context: Context) -> list[tuple[int, int]]:
    """Return where runs of cards begin and end."""
    blocks = context.segments.blocks
    runs: list[tuple[int, int]] = []
    titles: list[int] = []
    for block in blocks[context.main.start : context.main.end]:
        if not is_title(block):
            continue
        if titles and not _is_teaser(blocks[titles[-1] + 1 : block.position]):
            runs += _run(titles, context)
            titles = []
        titles.append(block.position)
    return runs + _run(titles, context)


def _run(titles: list[int], context: Context) -> list[tuple[int, int]]:
    """Return the run of some titles, with what stands under the last one, if they are enough and have text between."""
    blocks = context.segments.blocks
    own = sum(_leads_to_host(blocks[position], context.host) for position in titles)
    if own < FEWEST_CARDS or own * 2 < len(titles) or titles[-1] - titles[0] < len(titles):
        return []
    step = max(after - before for before, after in pairwise(titles))
    end = titles[-1] + 1
    while end < min(context.main.end, titles[-1] + step) and _is_teaser(blocks[titles[-1] + 1 : end + 1]):
        end += 1
    return [(titles[0], end)]


def is_title(block: Block) -> bool:
    """Tell whether a block is a title that is a link as a whole."""
    plain = block.type in (BlockType.HEADING, BlockType.PARAGRAPH)
    return plain and SHORTEST_TITLE <= block.weight <= LONGEST_TITLE and block.link_density > TITLE_LINKED


def _leads_to_host(block: Block, host: str) -> bool:
    """Tell whether a title leads to another page of the site: to no source of the article, to no entry of its own."""
    hosts = (host_of(link.href) for link in block.links if not link.href.startswith(OWN_PAGE))
    return any(not other or _site(other) == _site(host) for other in hosts)


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _is_teaser(blocks: tuple[Block, ...]) -> bool:
    plain = all(block.type in (BlockType.PARAGRAPH, BlockType.HEADING, BlockType.FIGURE) for block in blocks)
    return plain and len(blocks) <= MOST_UNDER_TITLE and sum(block.weight for block in blocks) <= LONGEST_TEASER


def _after_text(start: int, context: Context) -> bool:
    """Tell whether the article has begun before a run."""
    blocks = context.segments.blocks[context.main.start : start]
    return any(is_running(block, context.prose[block.position]) for block in blocks)
