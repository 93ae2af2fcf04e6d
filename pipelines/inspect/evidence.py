"""What the rules went by: the labels that a block's words are, and the elements around it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.label import Context
from pipelines.label.rules import RULES
from pipelines.lexicon import load_lexicon, split_labels
from pipelines.lexicon.labels import Label
from pipelines.segment.elements import Elements
from schemas.block import Block, LabelledBlock, hint_names
from schemas.role import LabelForm, Role

# Longer blocks are no lines of labels.
LONGEST_LINE = 200
# Without a mark behind them, letters ("A") are words of any sentence.
SHORTEST_UNMARKED = 3
# What signs beside the rules themselves.
OTHER_SIGNERS = {
    "empty_heading": "A heading of the body with no text under it: its section was not the article's.",
    "without_tail": "Behind the article's tags or comments there is hardly any more of its text.",
    "no rule spoke": "No rule had anything to say.",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A label of the lexicon that a block's words are, begin with or hold."""

    how: str
    """`is`, `begins with`, `holds`."""
    role: Role
    form: LabelForm | None
    """Unknown of labels inside a line."""
    label: str
    languages: tuple[str, ...]

    def __str__(self) -> str:
        where = f" in {', '.join(self.languages)}" if self.languages else ""
        form = f".{self.form}" if self.form else ""
        return f"{self.how} “{self.label}” ({self.role}{form}{where})"


@functools.cache
def rule_docs() -> dict[str, str]:
    """Return for each name that may sign a block what it stands for."""
    docs = {rule.__name__: (rule.__doc__ or "").strip().split("\n")[0] for rule in RULES}
    return docs | OTHER_SIGNERS


def hits_of(item: LabelledBlock, context: Context) -> tuple[Hit, ...]:
    """Return the labels in a block that a rule may have gone by."""
    return tuple(dict.fromkeys(_hits(item, context)))


def places_of(block: Block, context: Context, elements: Elements | None) -> tuple[str, ...]:
    """Return the elements around a block whose names say something of it, innermost first, each with what it says."""
    regions = context.segments.regions
    places = []
    for index in context.around(block.region):
        if hints := hint_names(regions[index].hints):
            name = elements.name(index) if elements else regions[index].tag
            places.append(f"{name}: {', '.join(hints)}")
    inline = hint_names(block.hints)
    return (*([f"inside the block: {', '.join(inline)}"] if inline else []), *places)


def _hits(item: LabelledBlock, context: Context) -> Iterator[Hit]:
    block = item.block
    for label in load_lexicon().exact(block.text):
        yield _hit("is", label)
    opening = context.opening[block.position]
    if opening is not None and opening.end < len(block.text.rstrip()):
        for label in opening.labels:
            if opening.marked or len(label.text) >= SHORTEST_UNMARKED:
                yield _hit("begins with" if opening.marked else "begins, without a mark, with", label)
    if item.role is Role.BYLINE and block.weight <= LONGEST_LINE:
        for part in split_labels(block.parted, context.language):
            if part.label:
                yield Hit("holds", part.role, None, part.label, ())


def _hit(how: str, label: Label) -> Hit:
    return Hit(how, label.role, label.form, label.text, label.languages)
