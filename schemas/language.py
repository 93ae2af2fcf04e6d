"""A language as a text shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A BCP 47 tag (`und` if there is nothing to go by) and a confidence from 0 to 1."""

    tag: str
    confidence: float
