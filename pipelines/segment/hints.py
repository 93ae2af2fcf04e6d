"""Reads what element names, classes and ids say of the text inside."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from schemas.block import Hint

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
LOWER_WORD = re.compile(r"[a-z]+")
# "has-sidebar" stands at the column beside the sidebar.
ABOUT_OTHERS = {"has", "no", "with", "without", "not", "hide", "non"}
# Themes write under what an article is filed into the classes of its element: "category-comments" holds none.
FILED = re.compile(r"(?:^|\s)(?:hentry|status-publish|type-post)(?:\s|$)")
FILED_UNDER = ("category-", "tag-")
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
def hint_words() -> dict[str, list[tuple[list[str], int]]]:
    """Return for each first word of an entry the words that follow it, and the entry's hints."""
    table = tomllib.loads(resources.files(__package__).joinpath("hints.toml").read_text(encoding="utf-8"))
    entries: dict[str, list[tuple[list[str], int]]] = {}
    for name, group in table.items():
        for entry in group["words"]:
            first, *rest = entry.split()
            entries.setdefault(first, []).append((rest, int(getattr(Hint, name.upper()))))
    return entries


@functools.lru_cache(maxsize=KEPT)
def hints_of_name(name: str) -> int:
    """Return what a `class` or `id` attribute says."""
    parts = name[:LONGEST_NAME].split()
    if FILED.search(name):
        parts = [part for part in parts if not part.startswith(FILED_UNDER)]
    found = 0
    for part in parts:
        found |= _hints_of_part(part)
    return found


@functools.lru_cache(maxsize=KEPT)
def _hints_of_part(part: str) -> int:
    words = LOWER_WORD.findall(part) if part.islower() else [word.lower() for word in WORD.findall(part)]
    table = hint_words()
    # (Most say nothing, which is seen at one look.)
    if table.keys().isdisjoint(words):
        return 0
    found = 0
    for start, word in enumerate(words):
        if start and words[start - 1] in ABOUT_OTHERS:
            continue
        for rest, hints in table.get(word, ()):
            if words[start + 1 : start + 1 + len(rest)] == rest:
                found |= hints
    return found
