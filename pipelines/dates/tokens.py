"""Cuts a folded text into numbers, words of dates, and punctuation."""

from __future__ import annotations

import unicodedata
from bisect import bisect
from dataclasses import dataclass

from pipelines.dates.vocabulary import ALL, Role, Value, Vocabulary, Word

NUMBER = "0"
UNKNOWN = "?"
PUNCTUATION = frozenset("-./:,|()+'\"")
CJK_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
CJK_NUMERALS = frozenset(CJK_DIGITS) | {"十"}
FIRST_OF_NUMBERS = CJK_NUMERALS | {*"0123456789元"}
# Scripts that put no blanks between words: Thai, kana, ideographs, hangul.
UNSPACED = (("\u0e00", "\u0e7f"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"))
# Where Greek, Cyrillic, Hebrew, Arabic and the scripts of India begin; where Latin goes on.
SCRIPT_STARTS = (0x0370, 0x0400, 0x0590, 0x0600, 0x0900, 0x0980, 0x0A00)
LONGEST_NUMBER = 17


@dataclass(slots=True)
class Token:
    """A number, word or mark, and where it stands in the folded text."""

    symbol: str
    text: str
    start: int
    end: int
    word: Word | None = None
    is_glued: bool = True
    """No blank goes before it."""

    def value(self, role: Role, context: int, hint: int) -> Value | None:
        """Return what the word means in a role; where languages differ, those around it decide, then the hint."""
        if self.word is None:
            return None
        values = self.word.meanings[role]
        for mask in (ALL, context, context & hint, hint):
            fitting = {value for value, languages in values.items() if languages & mask}
            if len(fitting) == 1:
                return fitting.pop()
        return None


class Scripts(dict[str, int]):
    """The script of a letter that stands in words which blanks delimit; nought for all others."""

    def __missing__(self, character: str) -> int:
        is_letter = unicodedata.category(character)[0] in "LM"
        is_spaced = is_letter and not any(low <= character <= high for low, high in UNSPACED)
        self[character] = script = 1 + bisect(SCRIPT_STARTS, ord(character)) if is_spaced else 0
        return script


SCRIPTS = Scripts()


def tokenise(text: str, vocabulary: Vocabulary) -> list[Token] | None:
    """Return the tokens of a text, or None where something in it belongs to no date."""
    tokens: list[Token] = []
    position, glued = 0, False
    while position < len(text):
        if text[position] == " ":
            position, glued = position + 1, False
            continue
        token = read_token(text, position, vocabulary)
        if token is None:
            return None
        token.is_glued = glued
        tokens.append(token)
        position, glued = token.end, True
    return tokens


def read_token(text: str, start: int, vocabulary: Vocabulary) -> Token | None:
    """Read the token that begins at a place."""
    first = text[start]
    if "0" <= first <= "9":
        return _number(text, start)
    if lengths := vocabulary.lengths.get(text[start : start + 2]) or vocabulary.lengths.get(first):
        for length in lengths:
            end = start + length
            word = vocabulary.words.get(text[start:end])
            if word is not None and end <= len(text) and _ends_word(text, end):
                return Token(word.symbol, text[start:end], start, end + (text[end : end + 1] == "."), word)
    if first in PUNCTUATION:
        return Token(first, first, start, start + 1)
    return _ideographic_number(text, start)


def _ends_word(text: str, end: int) -> bool:
    if end == len(text):
        return True
    last, following = text[end - 1], text[end]
    if "0" <= last <= "9":
        return not "0" <= following <= "9"
    return not SCRIPTS[last] or SCRIPTS[last] != SCRIPTS[following]


def _number(text: str, start: int) -> Token | None:
    end = start + 1
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    return Token(NUMBER, text[start:end], start, end) if end - start <= LONGEST_NUMBER else None


def _ideographic_number(text: str, start: int) -> Token | None:
    """Read "二〇二六", "二十七", and 元 for the first year of an era."""
    if text.startswith("元年", start):
        return Token(NUMBER, "1", start, start + 1)
    end = start
    while end < len(text) and text[end] in CJK_NUMERALS:
        end += 1
    if not start < end <= start + 4:
        return None
    numerals = text[start:end]
    if "十" not in numerals:
        return Token(NUMBER, "".join(str(CJK_DIGITS[numeral]) for numeral in numerals), start, end)
    tens, _, ones = numerals.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    value = 10 * CJK_DIGITS.get(tens, 1) + CJK_DIGITS.get(ones, 0)
    return Token(NUMBER, str(value), start, end)
