"""A page after the whole chain: each block with its role and what speaks for it, and the record or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.decode import HtmlDocument
from pipelines.extract import Reading, read_page
from pipelines.inspect.evidence import Hit, hits_of, places_of
from pipelines.inspect.fields import blocks_of_fields
from pipelines.label import Context, context_of
from pipelines.language import language_of
from pipelines.lexicon import load_lexicon
from pipelines.outcome import article_of
from pipelines.rejected import Rejected
from pipelines.segment.elements import Elements, elements_of
from schemas.article import Article
from schemas.block import LabelledBlock, hint_names
from schemas.page import Page
from schemas.role import Role

# Of shorter texts nobody can tell the language.
SHORTEST_TOLD = 30


@dataclass(frozen=True, slots=True)
class SeenBlock:
    """A block as a reader of the inspector sees it."""

    position: int
    role: Role
    why: str
    """The rule that gave the role."""
    text: str
    type: str
    tag: str
    language: str
    """Empty where the text is too short to tell."""
    link_density: float
    weight: int
    hints: tuple[str, ...]
    places: tuple[str, ...]
    """The elements around it that gave the hints."""
    hits: tuple[Hit, ...]
    opener: int | None
    """Position of the block that opens the section it stands in."""
    in_region: bool
    """It stands in the region that was taken for the article's."""
    fields: tuple[str, ...]
    """The fields of the record that show it."""
    region: int
    """Index of the innermost region it stands in, and of its element."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A page, what it was read as, and what became of it."""

    page: Page
    outcome: Article | Rejected
    blocks: tuple[SeenBlock, ...] = ()
    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Positions of the blocks that each field is made of."""
    elements: Elements | None = None
    """None where the blocks are not those of a page's markup: of a text, and of an article that stands in data."""
    is_of_data: bool = False
    """The blocks are those of an article that stands in the page's data only."""

    @property
    def article(self) -> Article | None:
        """Return the record, if the page gave one."""
        return self.outcome if isinstance(self.outcome, Article) else None

    @property
    def rejected(self) -> Rejected | None:
        """Return why the page gave no record."""
        return self.outcome if isinstance(self.outcome, Rejected) else None


def inspect_page(page: Page) -> Inspection:
    """Return what became of a page, with all that can be told of how."""
    # (The chain runs twice, so that what a run writes and what is shown of a parser's failure have one home each.)
    outcome = article_of(page)
    try:
        read = read_page(page)
    except Exception:
        # The outcome has the reason already.
        return Inspection(page, outcome)
    context = context_of(read.segments, read.metadata, load_lexicon(), page.url)
    elements = elements_of(read.document, read.segments)
    fields = blocks_of_fields(outcome, read.labelled) if isinstance(outcome, Article) else {}
    is_of_data = elements is None and isinstance(read.document, HtmlDocument)
    return Inspection(page, outcome, _blocks(read, context, elements, fields), fields, elements, is_of_data)


def _blocks(
    read: Reading, context: Context, elements: Elements | None, fields: Mapping[str, tuple[int, ...]]
) -> tuple[SeenBlock, ...]:
    shown_in: dict[int, list[str]] = {}
    for name, positions in fields.items():
        for position in positions:
            shown_in.setdefault(position, []).append(name)
    return tuple(_seen(item, context, elements, shown_in.get(item.block.position, [])) for item in read.labelled)


def _seen(item: LabelledBlock, context: Context, elements: Elements | None, fields: list[str]) -> SeenBlock:
    block = item.block
    section = context.sections.get(block.position)
    return SeenBlock(
        position=block.position,
        role=item.role,
        why=item.why,
        text=block.text or block.url,
        type=str(block.type),
        tag=block.tag,
        language=language_of(block.text, context.language) if block.weight >= SHORTEST_TOLD else "",
        link_density=block.link_density,
        weight=block.weight,
        hints=tuple(hint_names(context.hints[block.position])),
        places=places_of(block, context, elements),
        hits=hits_of(item, context),
        opener=section.opener if section else None,
        in_region=context.in_main(block),
        fields=tuple(fields),
        region=block.region,
    )
