"""Which languages a text's words belong to: small words, and the words of interfaces."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections import defaultdict
from importlib import resources

from pipelines.lexicon import load_lexicon
from pipelines.lexicon.fold import fold

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What a word says for a language if it is that language's alone, in the unit of a logarithm of a probability.
STRENGTH = 3.0
STRENGTH_OF_LETTER = 1.5
# Words of labels are names of things, and many languages share them.
STRENGTH_OF_LABEL = 2.0
# A text that is a label of one language alone needs no further word.
STRENGTH_OF_WHOLE = 8.0
MOST_WORDS = 80


def evidence(text: str) -> dict[str, float]:
    """Return for each language what the words of a text say for it."""
    said: dict[str, float] = defaultdict(float)
    vocabulary = _vocabulary()
    for word in WORD.findall(fold(text))[:MOST_WORDS]:
        if word in vocabulary:
            for tag, weight in vocabulary[word]:
                said[tag] += weight
    letters = _listed()["letters"]
    for letter in letters.keys() & set(text.lower()) if not text.isascii() else ():
        for tag in letters[letter].split():
            said[tag] += STRENGTH_OF_LETTER
    whole = {tag for label in load_lexicon().exact(text) for tag in label.languages}
    for tag in whole:
        said[tag] += STRENGTH_OF_WHOLE / len(whole)
    return said


@functools.cache
def _vocabulary() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each word what it says for the languages that have it; a word of many says little."""
    international = set(_listed()["international"]["words"].split())
    small = _shared({tag: set(map(fold, words.split())) for tag, words in _listed()["words"].items()}, STRENGTH)
    labels = _shared(load_lexicon().words(), STRENGTH_OF_LABEL)
    for word, weights in labels.items():
        if word in international:
            continue
        for tag, weight in weights.items():
            known = small.setdefault(word, {})
            known[tag] = max(known.get(tag, 0.0), weight)
    return {word: tuple(weights.items()) for word, weights in small.items()}


@functools.cache
def _listed() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _shared(words_of: dict[str, set[str]], strength: float) -> dict[str, dict[str, float]]:
    languages: dict[str, list[str]] = defaultdict(list)
    for tag, words in words_of.items():
        for word in words:
            languages[word].append(tag)
    return {word: dict.fromkeys(tags, strength / math.sqrt(len(tags)) ** 1.5) for word, tags in languages.items()}
