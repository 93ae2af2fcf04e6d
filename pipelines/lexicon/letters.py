"""Takes the letter off a question or an answer: "QWhat …", "Q: What …", "问：…"."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

from pipelines.lexicon.fold import fold, fold_with_offsets
from schemas.role import Role

if TYPE_CHECKING:
    from pipelines.lexicon.labels import Lexicon

# The mark after a letter or word, with the pair's number before it: "Q1:", "Pergunta 1 –", "问、".
LETTER_MARK = re.compile(r"\s*\d{0,3}\s*(?:[:：﹕.．、)）|｜丨]|\s[–—-]\s)\s*")
LONGEST_LETTER = 24
# Letters for "question" that no sentence begins with.
NO_WORDS = "QPFDV"
FIRST_WORD = re.compile(r"[^\W\d_]+")


def without_letter(lexicon: Lexicon, text: str, role: Role) -> str | None:
    """Return a text without the question's or answer's letter at its head; None where there is none."""
    text = text.strip()
    folded, offsets = fold_with_offsets(text[:LONGEST_LETTER])
    for end in lexicon.letters_at(folded, role):
        if mark := LETTER_MARK.match(text, offsets[end]):
            return text[mark.end() :].strip()
        if folded[end - 1] in ".:":
            return text[offsets[end] :].strip()
        if end == 1 and _is_glued(text):
            return text[1:].strip()
        if end == 1 and role is Role.QUESTION and _stands_apart(text):
            return text[1:].strip()
    return None


def _is_glued(text: str) -> bool:
    """Tell whether a letter and a sentence were joined: "QWhat", "AAll", "问为什么"; not in "AI", "DApp", "问题"."""
    letter, rest = text[0], text[1:]
    if letter > "\u3000":
        return letter in _words("glued_letters") and not fold(text).startswith(_words("not_glued"))
    if not rest or rest[0].isspace() or rest[0].isdigit():
        return False
    if rest[0] in "\"'“‘«¿¡「『" or (rest[0].isalpha() and ord(rest[0]) > 0x2E80):
        return True
    if not rest[0].isupper() or not letter.isupper():
        return False
    return _is_joined("".join(FIRST_WORD.findall(text)[:1]))


def _is_joined(word: str) -> bool:
    """Tell whether a word that begins with two capitals is a letter and a word."""
    capitals = re.sub(r"s?$", "", word) if word[:-1].isupper() else word
    if fold(capitals) in _words("acronyms") or fold(word) in _words("acronyms"):
        return False
    if word[2:3].islower():
        return True
    if len(word) == 2:
        return fold(word[1]) in _words("one_letter_words")
    return len(word) > 2 and word[0] in "QA"


def _stands_apart(text: str) -> bool:
    """Tell whether a letter that is no word stands beside a sentence: "Q What …"."""
    rest = text[1:].lstrip()
    return text[0] in NO_WORDS and text[1:2].isspace() and rest[:1].isupper()


@functools.cache
def _words(kind: str) -> tuple[str, ...]:
    data = resources.files(__package__).joinpath("letters.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(data)[kind])
