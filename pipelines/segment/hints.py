"""Reads what element names, classes and ids say of the text inside."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from schemas.block import Hint

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
LOWER_WORD = re.compile(r"[a-z]+")
LONGEST_ENTRY = 3
# "has-sidebar" stands at the column beside the sidebar.
ABOUT_OTHERS = {"has", "no", "with", "without", "not", "hide", "non"}
# Generated class strings are endless in number; what is kept is bounded.
KEPT = 10_000
LONGEST_NAME = 400

OF_TAG = {
    "nav": Hint.NAVIGATION,
    "footer": Hint.FOOTER,
    "aside": Hint.ASIDE,
    "header": Hint.HEADER,
    "figcaption": Hint.CAPTION,
    "form": Hint.WIDGET,
    "dialog": Hint.WIDGET,
    "button": Hint.WIDGET,
    "address": Hint.BYLINE,
    "time": Hint.BYLINE,
}
OF_ROLE = {
    "navigation": Hint.NAVIGATION,
    "contentinfo": Hint.FOOTER,
    "complementary": Hint.ASIDE,
    "banner": Hint.HEADER,
    "search": Hint.NAVIGATION,
    "dialog": Hint.WIDGET,
    "alertdialog": Hint.WIDGET,
    "menu": Hint.NAVIGATION,
    "menubar": Hint.NAVIGATION,
    "tablist": Hint.NAVIGATION,
    "toolbar": Hint.NAVIGATION,
}
OF_PROPERTY = {
    "articlebody": Hint.ARTICLE,
    "headline": Hint.TITLE,
    "author": Hint.BYLINE | Hint.AUTHOR,
    "datepublished": Hint.BYLINE,
    "datemodified": Hint.BYLINE,
    "caption": Hint.CAPTION,
    "comment": Hint.COMMENTS,
    "keywords": Hint.TAGS,
}


@functools.cache
def hint_words() -> dict[str, dict[tuple[str, ...], int]]:
    """Return for each first word the runs of words that begin with it, and their hints."""
    table = tomllib.loads(resources.files(__package__).joinpath("hints.toml").read_text(encoding="utf-8"))
    entries: dict[str, dict[tuple[str, ...], int]] = {}
    for name, group in table.items():
        for entry in group["words"]:
            words = tuple(entry.split())
            runs = entries.setdefault(words[0], {})
            runs[words] = runs.get(words, 0) | int(getattr(Hint, name.upper()))
    return entries


@functools.lru_cache(maxsize=KEPT)
def hints_of_name(name: str) -> int:
    """Return what a `class` or `id` attribute says."""
    name = name[:LONGEST_NAME]
    # (Most say nothing, which is seen at one look.)
    if hint_words().keys().isdisjoint(_words(name)):
        return 0
    found = 0
    for part in name.split():
        found |= _hints_of_part(part)
    return found


def _words(name: str) -> list[str]:
    if name.islower():
        return LOWER_WORD.findall(name)
    return [word.lower() for word in WORD.findall(name)]


@functools.lru_cache(maxsize=KEPT)
def _hints_of_part(part: str) -> int:
    table = hint_words()
    words = _words(part)
    found = 0
    for start, word in enumerate(words):
        runs = table.get(word)
        if runs is None or (start and words[start - 1] in ABOUT_OTHERS):
            continue
        for length in range(1, LONGEST_ENTRY + 1):
            found |= runs.get(tuple(words[start : start + length]), 0)
    return found
