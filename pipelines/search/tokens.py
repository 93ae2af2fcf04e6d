"""Texts as the index has them: folded, and scripts without blanks between words cut into overlapping pairs."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from importlib import resources
from operator import add
from typing import Final

from pipelines.lexicon.fold import FOLDING

# Accents of Latin, Greek and Cyrillic letters, points of Hebrew ones, and the Arabic hamza where it stands apart.
MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0654\u0655]")
# Letters that Unicode does not take apart, as those write who do not have them on their keyboard.
PLAIN_LETTERS: Final = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ø": "o", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "ؤ": "و", "ئ": "ی"}
)

# Scripts that put no blanks between words, or (Hangul) glue particles to them, as ranges of a character class.
UNSPACED: Final = (
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # Han
    "\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # kana
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7af"  # Hangul
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0edf\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
# Vowel signs and the like belong to words, though `isalnum` does not count them.
IS_OF_WORD: Final = re.compile(rf"(?!_)[\w{UNSPACED}\u0900-\u0963\u0966-\u0dff]")
# These have their voice marks beside them.
NARROW_KANA: Final = re.compile("[\uff66-\uff9f]+")
UNSPACED_RUN: Final = re.compile(f"[{UNSPACED}]+")
RUN: Final = re.compile(rf"[{UNSPACED}]+|[^ {UNSPACED}]+")
# Persian writes endings with a joint, with a blank, or together, as its writers like: a joint is taken for a blank, so
# that the word is found without its ending. (In scripts of India it stands inside words, and is dropped.)
PERSIAN_JOINT: Final = re.compile("(?<=[\u0620-\u06ff])\u200c(?=[\u0620-\u06ff])")
# The Arabic article and what is written together with it, before three letters at least: in the text a word has it or
# not as grammar wants.
ARTICLES: Final = "(?:(?:[وفبک]?ال|لل)(?=[\u0620-\u06ff]{3}))?"
ARTICLE: Final = re.compile(f"(?<![^ ]){ARTICLES}")


class SearchFolding(dict[int, str]):
    """What each character becomes, worked out when it is first met: its common form less accents, or a blank.

    Of Han characters, the simplified one is the common form.
    """

    def __missing__(self, code: int) -> str:
        bare = MARKS.sub("", unicodedata.normalize("NFD", FOLDING[code])).translate(PLAIN_LETTERS)
        folded = unicodedata.normalize("NFC", bare).translate(_simplified() if UNSPACED_RUN.match(bare) else {})
        self[code] = folded = "".join(map(_of_word, folded))
        return folded


SEARCH_FOLDING: Final = SearchFolding()


@functools.cache
def _simplified() -> dict[int, int]:
    han = tomllib.loads(resources.files(__package__).joinpath("han.toml").read_text("utf-8"))
    return str.maketrans(han["traditional"], han["simplified"])


def _of_word(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return character if IS_OF_WORD.match(character) else " "


def composed(text: str) -> str:
    """Return a text with one character for what is one letter to its readers; it looks the same but for narrow kana."""
    return unicodedata.normalize("NFC", NARROW_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text))


def search_fold(text: str) -> str:
    """Return a composed text in the form in which it is searched, with blanks for all that is of no word.

    Case, width, accents, Arabic spellings and digits are made one.
    """
    return _parted(text).translate(SEARCH_FOLDING)


def offsets_of_folded(text: str, folded: str) -> Sequence[int]:
    """Return for each character of a folded text, and for its end, the offset in the composed text."""
    if len(folded) == len(text):
        return range(len(text) + 1)
    offsets = [place for place, character in enumerate(_parted(text)) for _ in SEARCH_FOLDING[ord(character)]]
    return [*offsets, len(text)]


def indexed_text(text: str) -> str:
    """Return a text as the full-text table takes it: its tokens with blanks between them.

    A run of an unspaced script becomes its overlapping pairs and its last character, so that each of its characters
    begins one token: "比特币" is "比特 特币 币".
    """
    return UNSPACED_RUN.sub(_pairs, _without_articles(search_fold(composed(text))))


def runs_of(folded: str) -> list[str]:
    """Return the words, less articles, and the unspaced runs of a folded text."""
    return RUN.findall(_without_articles(folded))


def is_unspaced(run: str) -> bool:
    """Tell whether a run is of a script that is cut into pairs."""
    return UNSPACED_RUN.match(run) is not None


def pairs_of(run: str) -> list[str]:
    """Return the tokens of an unspaced run."""
    return [*map(add, run, run[1:]), run[-1]]


def _parted(text: str) -> str:
    return PERSIAN_JOINT.sub(" ", text) if "\u200c" in text else text


def _pairs(run: re.Match[str]) -> str:
    return f" {' '.join(pairs_of(run[0]))} "


def _without_articles(folded: str) -> str:
    return ARTICLE.sub("", folded) if "ل" in folded else folded
