"""What a rule may look at beside its block. Made once a page, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from pipelines.label.main_region import FOREIGN, core_region, inherited_hints, main_region, prose_weight
from pipelines.lexicon import Label, LabelHit, Lexicon, fold
from pipelines.lexicon.phrases import says
from pipelines.segment.weight import SENTENCE_END
from pipelines.site_names import site_names, squashed, without_site
from pipelines.urls import host_of
from schemas.article import BlockType
from schemas.block import Block, Region, Segments
from schemas.metadata import Metadata
from schemas.role import LabelForm, Role


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that an opener announces: `start` to `end` (not included), the opener before them."""

    role: Role
    opener: int
    start: int
    end: int
    contained: bool
    """It fills an element of its own; else it flows among the article's blocks."""


@dataclass(frozen=True, slots=True)
class Context:
    """A page's blocks and what is known of all of them together."""

    segments: Segments
    lexicon: Lexicon
    metadata: Metadata
    hints: tuple[int, ...]
    """For each block: its own and its regions' hints."""
    prose: tuple[float, ...]
    """For each block: how much running text it holds."""
    announced: tuple[tuple[Role, LabelForm] | None, ...]
    """For each block: the role and form of the label that it is, if it is one."""
    opening: tuple[LabelHit | None, ...]
    """For each block: the label with which it begins, if it begins with one."""
    main: Region
    core: Region
    """The smallest region with most of the main region's prose."""
    title: int | None
    """Position of the title's block."""
    first: int
    """Position of the first block of running text in the main region."""
    last: int
    """Position of the last one."""
    sections: dict[int, Section] = field(default_factory=dict)
    """Section of each block that stands in one, openers included."""
    has_links: bool = True
    """The page has links at all; plain text has none."""
    language: str = "en"
    """The interface language that the page declares."""
    titles: tuple[str, ...] = ()
    """The declared titles, folded."""
    headings: frozenset[str] = frozenset()
    """What headings, and lines all in bold, say."""
    host: str = ""
    """Of the page; empty where its address is not known."""
    totals: tuple[float, ...] = (0.0,)
    """The prose before each block, and at last of all of them."""

    def prose_between(self, start: int, end: int) -> float:
        """Return how much running text stands from one position up to another, which is not included."""
        return self.totals[end] - self.totals[start]

    def in_main(self, block: Block) -> bool:
        """Tell whether a block stands in the article's region."""
        return self.main.start <= block.position < self.main.end

    def is_under_title(self, block: Block) -> bool:
        """Tell whether a block stands behind the title, and no further down than where the text begins."""
        return self.title is not None and self.title < block.position <= self.first

    def around(self, region: int) -> Iterator[int]:
        """Yield a region and the ones around it, innermost first, the whole page last."""
        while True:
            yield region
            if region == 0:
                return
            region = self.segments.regions[region].parent


# From this weight of prose on, a block is running text.
RUNNING = 60
# A line of names and dates is shorter.
LONGEST_LINE = 150
HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:index\.\w+)?$")
# A longer first line is a paragraph.
LONGEST_TITLE = 250
# A block that is one link has no label of its own.
ALL_LINK = 0.95
# An item of fewer letters is a button, a name, a date.
FULL_ITEM = 25
# What a page states of its article.
STATED = frozenset((Role.SUMMARY, Role.KEY_POINTS))
# A label is a few words; longer text is prose that may begin with the same word.
LONGEST_LABEL = 60


def make_context(segments: Segments, metadata: Metadata, lexicon: Lexicon, url: str | None) -> Context:
    """Return the context of a page, its sections still to be found."""
    prose = [prose_weight(block) for block in segments.blocks]
    totals = tuple(accumulate(prose, initial=0.0))
    inherited = inherited_hints(segments, totals)
    hints = tuple(
        inherited[block.region] | _own_hints(block, value) for block, value in zip(segments.blocks, prose, strict=True)
    )
    main = segments.regions[main_region(segments, hints, prose)]
    names = site_names(metadata, url)
    titles = tuple(dict.fromkeys(fold(without_site(declared.value, names)) for declared in metadata.titles))
    titles = tuple(text for text in titles if squashed(text) not in names) or titles
    announced = tuple(_announced(block, lexicon) for block in segments.blocks)
    title = find_title(segments, titles, main, prose)
    running = [
        block.position
        for block in segments.blocks[main.start : main.end]
        if is_running(block, prose[block.position]) and (title is None or block.position > title)
    ]
    return Context(
        segments=segments,
        lexicon=lexicon,
        metadata=metadata,
        hints=hints,
        prose=tuple(prose),
        announced=announced,
        opening=tuple(
            None if block.link_density > ALL_LINK else lexicon.prefix(block.text) for block in segments.blocks
        ),
        main=main,
        core=core_region(segments, main, totals),
        title=title,
        first=running[0] if running else main.start,
        last=running[-1] if running else main.end - 1,
        language=next((item.value for item in metadata.languages), "en"),
        has_links=any(block.links for block in segments.blocks),
        titles=titles,
        headings=frozenset(block.text for block in segments.blocks if block.type is BlockType.HEADING or block.bold),
        host=host_of(url),
        totals=totals,
    )


def _own_hints(block: Block, prose: float) -> int:
    """What the inline elements of a block say of it; a tooltip or an anchor says nothing of the sentence around it."""
    return block.hints & ~FOREIGN if block.type is BlockType.HEADING or prose > RUNNING else block.hints


def has_full_items(block: Block) -> bool:
    """Tell whether a block is a list of sentences, or of what is as long; not of buttons, names and dates."""
    return block.type is BlockType.LIST and block.weight > FULL_ITEM * len(block.items)


def is_running(block: Block, prose: float) -> bool:
    """Tell whether a block is running text: a sentence, or long enough to be one; lines of names and dates are not."""
    return prose > RUNNING and (block.weight > LONGEST_LINE or bool(SENTENCE_END.search(block.text)))


def _announced(block: Block, lexicon: Lexicon) -> tuple[Role, LabelForm] | None:
    if len(block.text) > LONGEST_LABEL:
        return None
    labels = lexicon.exact(block.text)
    if not labels and len(block.pieces) > 1:
        labels = _of_pieces(block, lexicon)
    if not labels and block.type is BlockType.HEADING:
        # ("FAQ about staking", in any order.)
        labels = lexicon.questions_about(block.text)
    if not labels:
        return None
    best = min(labels, key=lambda label: label.form is not LabelForm.HEADING)
    return best.role, best.form


def _of_pieces(block: Block, lexicon: Lexicon) -> tuple[Label, ...]:
    """The labels of a line's first text node, the others being labels and counts, or saying that a machine wrote it.

    ("Related posts", then "View all"; "Like", then "12", then "Share"; "TL;DR", then "generated by AI".)
    """
    first, *others = block.pieces
    labels = lexicon.exact(first)
    if labels and all(piece.isdecimal() or lexicon.exact(piece) for piece in others):
        return labels
    written = bool(labels) and says("generated", block.text)
    return tuple(label for label in labels if written and label.role in STATED)


# A declared subtitle that shares more is the title in other words.
MOST_SHARED = 0.6
# Two wordings of one title share this much of their pairs of characters; two titles of one site share less.
LEAST_SHARED = 0.4


def find_title(segments: Segments, titles: tuple[str, ...], main: Region, prose: list[float]) -> int | None:
    """Return the position of the title's block: the heading that the page declares, or its foremost heading."""
    end = next((i for i in range(main.start, main.end) if prose[i] > 200), main.end)
    best, best_rank = None, 0.0
    for block in segments.blocks[:end]:
        if not 3 <= len(block.text) <= 400 or block.items or block.rows or block.tag == "title":
            continue
        rank = _title_likeness(block, titles)
        if (rank > best_rank or 0 < rank == best_rank < 2) and not _is_home(block):
            best, best_rank = block.position, rank
    return best if best is not None else _first_line(segments)


def _is_home(block: Block) -> bool:
    """Tell whether a heading is the site's name: nothing but a link to the home page."""
    return block.link_density > ALL_LINK and len(block.links) == 1 and bool(HOME.match(block.links[0].href))


def _first_line(segments: Segments) -> int | None:
    """A plain text begins with its title: a line that is no paragraph."""
    if len(segments.regions) > 1 or len(segments.blocks) < 2:
        return None
    first = segments.blocks[0]
    return 0 if first.weight <= LONGEST_TITLE and not first.text.endswith((".", "。")) else None


def _title_likeness(block: Block, titles: tuple[str, ...]) -> float:
    """Rank a block as title: one that is declared before one that is only a heading, `h1` before the rest."""
    text = fold(block.text)
    if not block.level and not any(text in declared for declared in titles):
        return 0.0
    rank = max((_likeness(text, declared, block) - place * 0.01 for place, declared in enumerate(titles)), default=0.0)
    if block.level == 1:
        return rank + 1.5
    return rank + 0.5 if block.level == 2 else max(rank, 0.0)


def _likeness(text: str, declared: str, block: Block) -> float:
    """4 for the declared title, 2 to 3 for a part of it, 1 to 2 for a heading that says it in other words."""
    if text == declared:
        return 4.0
    if len(text) > 12 and text in declared and (block.level or block.link_density < 0.5):
        return 2.0 + len(text) / len(declared)
    if not block.level:
        return 0.0
    shared = shared_pairs(text, declared)
    return 1.0 + shared if shared >= LEAST_SHARED else 0.0


def says_again(text: str, title: str) -> bool:
    """Tell whether a text is a title in other words."""
    return shared_pairs(fold(text), fold(title)) >= MOST_SHARED


def shared_pairs(one: str, other: str) -> float:
    """Return the share of their pairs of characters that two texts have in common, 0 to 1."""
    own, theirs = pairs(one), pairs(other)
    return 2 * len(own & theirs) / max(1, len(own) + len(theirs))


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters: what two wordings share, in scripts without blanks too."""
    return {text[index : index + 2] for index in range(len(text) - 1)}
