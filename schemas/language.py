"""Languages: as a text shows one, and as tags name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A BCP 47 tag (`und` if there is nothing to go by) and a confidence from 0 to 1."""

    tag: str
    confidence: float


def is_in_language(tag: str, wanted: str) -> bool:
    """Tell whether a BCP 47 tag is in a language, whatever its script or region where none is asked for."""
    return f"{tag.casefold()}-".startswith(f"{wanted.casefold()}-")
