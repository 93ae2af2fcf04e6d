"""The shapes of values: what may be a name, what is a sentence."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from pipelines.lexicon.fold import fold

LONGEST_NAME = 60
LONGEST_SOURCE = 40
MOST_WORDS = 6
# A marked value of more words is a sentence.
MOST_WORDS_OF_VALUE = 10
LONGEST_UNSPACED = 30

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
THAI = re.compile(r"[\u0e00-\u0e7f]")
HANGUL = re.compile(r"[\uac00-\ud7af]")
CASED = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff]")
ADDRESS = re.compile(r"^(?:https?://|www\.|@\w|[\w.+-]+@[\w-]+\.|(?:[\w-]+\.)+[a-z]{2,6}(?:/\S*)?$)", re.I)
SENTENCE = re.compile(r"[^\W\d_]{3,}[.!?…]\s+\S|[。！？؟।][^」』]|[。！？؟।]$|[^\W\d_]{4,}[!?…]$")
BETWEEN_NAMES = re.compile(r"\s*(?:[,;、，；/／&+])\s*|\s+(?:and|und|et|y|e|и|та|ve|dan|và|și|og|och|en)\s+")
WORD = re.compile(r"[^\W\d_][\w.'’‑-]*")
INNER_CAPITAL = re.compile(r"^\w*[a-z0-9][A-Z]|^[A-Z]{2,}[a-z]")
# Names in Han have two to four characters, transcribed ones more with a dot; in Kana more.
HAN_NAME = re.compile(
    r"^[\u3400-\u9fff]{2,4}$|^[\u3400-\u9fff]{1,3} [\u3400-\u9fff]{1,3}$|^[\u3005\u3040-\u30ff\u3400-\u9fff ]{2,14}$"
)


@functools.cache
def words(kind: str) -> frozenset[str]:
    """Return a list of words by its name in the data, folded."""
    data = resources.files(__package__).joinpath("shapes.toml").read_text(encoding="utf-8")
    return frozenset(map(fold, tomllib.loads(data)[kind]))


def is_sentence(text: str) -> bool:
    """Tell whether a value reads as prose: it has a sentence's end, or too many words."""
    if SENTENCE.search(text):
        return True
    if UNSPACED.search(text) or THAI.search(text):
        return len(text) > LONGEST_UNSPACED * 2 or bool(re.search(r"[，,]", text) and len(text) > LONGEST_UNSPACED)
    return len(text.split()) > MOST_WORDS_OF_VALUE and not ADDRESS.match(text)


def is_name(text: str) -> bool:
    """Tell whether a text has the shape of names: a few words, each with a capital where the script has them."""
    text = text.strip()
    if ADDRESS.match(text):
        return " " not in text
    if not 1 < len(text) <= LONGEST_NAME:
        return False
    return all(_is_one_name(part) for part in BETWEEN_NAMES.split(text))


def is_full_name(text: str) -> bool:
    """Tell whether a text is a name beyond doubt: of two words or more, or with a capital inside ("CoinDesk")."""
    text = text.strip()
    if not is_name(text) or (" " in text and any(map(str.isdigit, text))):
        return False
    first = BETWEEN_NAMES.split(text)[0]
    return " " in first or bool(INNER_CAPITAL.match(first)) or bool(UNSPACED.search(first)) or text.startswith("@")


def is_source(text: str) -> bool:
    """Tell whether what stands before a label may be the name of who wrote."""
    text = text.strip()
    if is_sentence(text) or any(mark in text for mark in "?!？！"):
        return False
    return len(text) <= LONGEST_SOURCE and len(text.split()) <= MOST_WORDS


def _is_one_name(text: str) -> bool:
    text = re.sub(r"\s*[(（][^)）]{1,40}[)）]\s*$", "", text)
    if UNSPACED.search(text):
        return bool(HAN_NAME.match(text)) or (len(text) <= 12 and text.isalnum())
    parts = text.split()
    if not parts or len(parts) > MOST_WORDS or any(fold(part) in words("no_names") for part in parts):
        return False
    if not all(WORD.fullmatch(part) or HANGUL.match(part) or _has_marks(part) for part in parts):
        return False
    return parts[0][0].isalpha() and not parts[0][0].islower() and all(_is_capital(part) for part in parts)


def _has_marks(word: str) -> bool:
    """Indic and Thai vowel signs are no word characters."""
    return bool(re.fullmatch(r"[\w\u0900-\u0dff\u0e00-\u0e7f\u0300-\u036f\u200c'’.-]+", word)) and word[0].isalpha()


def _is_capital(word: str) -> bool:
    return not word[0].islower() or word.lower() in words("particles") or word[:2].lower() in ("d'", "d’", "l'", "l’")
