"""Phrases that tell kinds of pages, boxes and names apart, in any language."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from importlib import resources

# From a place in phrases to what may follow there; an empty key where one ends.
Tree = dict[str, "Tree"]


@functools.cache
def phrases(name: str) -> frozenset[str]:
    """Return the phrases of a list in `phrases.toml`."""
    return frozenset(_lists()[name])


def says(names: str, text: str) -> bool:
    """Tell whether a text has a phrase of some lists in it, in any case; Latin ones begin where a word does."""
    return _pattern(names).search(text.lower()) is not None


@functools.cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


@functools.cache
def _pattern(names: str) -> re.Pattern[str]:
    """Return an expression that finds any phrase of some lists.

    Beginnings that phrases share are tried once, and Latin ones at the heads of words only: of a list of alternatives,
    each would be tried at each letter.
    """
    lowered = {phrase.lower() for name in names.split() for phrase in phrases(name)}
    latin = {phrase for phrase in lowered if phrase.isascii() and phrase[0].isalnum()}
    found = [rf"\b{_either(latin)}"] if latin else []
    return re.compile("|".join([*found, *([_either(lowered - latin)] if lowered - latin else [])]))


def _either(words: Iterable[str]) -> str:
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
