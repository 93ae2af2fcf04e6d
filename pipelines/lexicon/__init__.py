"""The words that sites hang around articles, in twenty-five languages, and what they announce."""

from __future__ import annotations

from pipelines.lexicon.fold import fold, fold_with_offsets
from pipelines.lexicon.labels import Label, LabelHit, Lexicon, load_lexicon
from pipelines.lexicon.split import is_name, split_labels

__all__ = ["Label", "LabelHit", "Lexicon", "fold", "fold_with_offsets", "is_name", "load_lexicon", "split_labels"]
