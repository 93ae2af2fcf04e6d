"""Phrases that tell kinds of pages, boxes and names apart, in any language."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection
from importlib import resources

from pipelines.lexicon.fold import fold

# From a place in phrases to what may follow there; an empty key where one ends.
Tree = dict[str, "Tree"]


@functools.cache
def phrases(name: str) -> frozenset[str]:
    """Return the phrases of a list in `phrases.toml`."""
    return frozenset(_lists()[name])


def is_phrase(name: str, text: str) -> bool:
    """Tell whether a text is a phrase of a list, however it is written."""
    return fold(text) in _folded(name)


def ends_in_phrase(name: str, text: str) -> bool:
    """Tell whether a text ends with a phrase of a list, however it is written."""
    return fold(text).endswith(tuple(_folded(name)))


def says(names: str, text: str) -> bool:
    """Tell whether a text has a phrase of some lists in it, in any case; Latin ones begin where a word does."""
    latin, other = _patterns(names)
    # (A Turkish capital becomes two characters.)
    lowered = text.lower().replace("i\u0307", "i")
    return latin.search(lowered) is not None or (not lowered.isascii() and other.search(lowered) is not None)


@functools.cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, phrases(name)))


@functools.cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


@functools.cache
def _patterns(names: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return expressions that find any phrase of some lists: in Latin letters, and in others.

    Beginnings that phrases share are tried once, and Latin ones at the heads of words only: of a list of alternatives,
    each would be tried at each letter. (Apart, since a search skips to the first letters of an expression, if it has
    nothing before them.)
    """
    lowered = {phrase.lower() for name in names.split() for phrase in phrases(name)}
    latin = {phrase for phrase in lowered if phrase.isascii() and phrase[0].isalnum()}
    return re.compile(rf"\b{_either(latin)}"), re.compile(_either(lowered - latin))


def _either(words: Collection[str]) -> str:
    """Return an expression for any of some words; without any, for nothing that there is."""
    if not words:
        return "(?!)"
    tree: Tree = {}
    for word in words:
        place = tree
        for letter in word:
            place = place.setdefault(letter, {})
        place[""] = {}
    return _written(tree)


def _written(tree: Tree) -> str:
    """Return the expression for what may follow at a place; where a phrase ends, longer ones need not be tried."""
    if "" in tree:
        return ""
    branches = [re.escape(letter) + _written(rest) for letter, rest in sorted(tree.items())]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
