"""Where a word may begin or end in a line whose pieces were joined without a blank."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum

# Thai, Kana and Han write no blank between words.
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
SEPARATORS = "|｜丨·•∙●/／,，、;；()（）[]【】〔〕「」<>《》\t\n–—\u3000=:："


class Border(IntEnum):
    """How sure it is that a word begins at a place."""

    NONE = 0
    GLUED = 1
    """The kind of letter changes ("手P", "7Ú", "sP"), or the script parts no words."""
    SPACED = 2
    HARD = 3
    """The line begins, or a bar, a bracket or two blanks stand before."""


def begins_word(text: str, start: int) -> Border:
    """Return the border before a place of the original text."""
    before = text[:start][-3:]
    if not before.strip() or before[-1] in SEPARATORS or before.endswith("  "):
        return Border.HARD
    if before[-1].isspace():
        return Border.HARD if before.rstrip()[-1:] in SEPARATORS + "-" else Border.SPACED
    first, after = text[start], text[start + 1 : start + 2]
    if not before[-1].isalpha():
        return Border.NONE if unicodedata.category(before[-1])[0] == "M" and not _unspaced(first) else Border.GLUED
    if _unspaced(first) or _unspaced(before[-1]) or script(first) != script(before[-1]):
        return Border.GLUED
    return Border.GLUED if first.isupper() and (before[-1].islower() or after.islower()) else Border.NONE


def ends_word(text: str, folded: str, offsets: Sequence[int], end: int) -> bool:
    """Tell whether a word may end at a place of a folded text; `offsets` lead to the original."""
    if end >= len(folded):
        return True
    last, following = folded[end - 1], folded[end]
    # (Of Latin letters, which most are, nothing needs to be looked up.)
    is_plain = last.isascii() and following.isascii()
    if not is_plain and unicodedata.category(following)[0] == "M":
        return False
    if not (last.isalpha() and following.isalpha()):
        return True
    if not is_plain and (_unspaced(last) or _unspaced(following) or script(last) != script(following)):
        return True
    return text[offsets[end]].isupper() and text[offsets[end] - 1].islower()


def _unspaced(character: str) -> bool:
    return UNSPACED.match(character) is not None


@functools.lru_cache(maxsize=4096)
def script(character: str) -> str:
    """Return the script of a letter, by the first word of its name."""
    return unicodedata.name(character, "NONE").split()[0].split("-")[0]
