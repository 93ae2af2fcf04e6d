"""A tokenised text as the grammar sees it, with what is known of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.dates.tokens import Token
from pipelines.dates.vocabulary import ALL, MASKS, Role, Value


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens, their symbols in one string, and the language of the page."""

    tokens: tuple[Token, ...]
    symbols: str
    language: str | None

    @classmethod
    def of(cls, tokens: Iterable[Token], language: str | None) -> Line:
        """Join tokens to a line."""
        tokens = tuple(tokens)
        return cls(tokens, "".join([token.symbol for token in tokens]), language)

    def value(self, position: int, role: Role) -> Value | None:
        """Return what a token means in a role, in the light of the tokens around it."""
        return self.tokens[position].value(role, self._context(position, role), hint_mask(self.language))

    def digits(self, match: re.Match[str], group: str) -> str:
        """Return the digits of a group, or nothing where the pattern has no such part."""
        if group not in match.re.groupindex or not match[group]:
            return ""
        return self.tokens[match.start(group)].text

    def _context(self, position: int, role: Role) -> int:
        mask = ALL
        for number, token in enumerate(self.tokens):
            if number != position and token.word is not None:
                mask = mask & token.word.mask_beside(role) or mask
        return mask


def base_language(language: str | None) -> str:
    """Return the language of a tag, without script and region."""
    return language.partition("-")[0].partition("_")[0].lower() if language else ""


def hint_mask(language: str | None) -> int:
    """Return the bit of the page's language."""
    return MASKS.get(base_language(language), 0)
