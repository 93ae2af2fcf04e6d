"""The words that sites hang around articles, in twenty-five languages, and what they announce."""

from __future__ import annotations

from pipelines.lexicon.fold import fold, fold_with_offsets
from pipelines.lexicon.labels import Label, LabelHit, Lexicon
from pipelines.lexicon.load import load_lexicon
from pipelines.lexicon.split import is_name, split_labels
from schemas.role import Role

__all__ = [
    "Label",
    "LabelHit",
    "Lexicon",
    "fold",
    "fold_with_offsets",
    "is_name",
    "load_lexicon",
    "split_labels",
    "strip_letter",
]


def strip_letter(text: str, role: Role) -> str | None:
    """Take one question's or answer's letter or word, of any language, off a text; None where there is none."""
    return load_lexicon().strip_letter(text, role)
