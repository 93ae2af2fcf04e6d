"""How much a text says, in Latin letters, whatever its script."""

from __future__ import annotations

import re

# A Han or Kana character stands for about two and a half Latin letters, a Hangul syllable for two: the same news in
# Chinese has about two fifths of the characters that it has in English.
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
DENSE_EXTRA = 1.5

# What ends a sentence or parts it, in every script of ours. Thai marks neither; its blanks part sentences.
# (All that an end may begin with stands in one set: a search skips to it.)
STOPS, SIGNS, THAI = ".!?", "…。！？؟۔।॥｡", "\u0e00-\u0e7f"
SENTENCE_END = re.compile(rf"[{STOPS}{SIGNS}{THAI}](?:(?<=[{STOPS}])(?!\w)|(?<=[{SIGNS}])|(?<=[{THAI}]) (?=[{THAI}]))")
COMMA = re.compile(r"[,;:，、；：،؛]")
LETTER = re.compile(r"[^\W\d_]")


def weight(text: str) -> int:
    """Return the length of a text in Latin letters."""
    if text.isascii():
        return len(text)
    return len(text) + int(DENSE_EXTRA * sum(map(len, DENSE.findall(text))))
