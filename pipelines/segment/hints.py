"""Reads what element names, classes and ids say of the text inside."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from importlib import resources

from schemas.block import Hint

# (A blank counts as a word: no entry goes on behind it.)
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\s")
LOWER_WORD = re.compile(r"[a-z]+|\s")
# "has-sidebar" stands at the column beside the sidebar.
ABOUT_OTHERS = {"has", "no", "with", "without", "not", "hide", "non"}
# Themes write under what an article is filed into the classes of its element: "category-comments" holds none.
FILED = re.compile(r"(?:^|\s)(?:hentry|status-publish|type-post)(?:\s|$)")
CATEGORY, TAG = "category-", "tag-"
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


@dataclass(slots=True)
class Place:
    """Where some words of an entry lead: the hints of an entry that they are, and the words that may follow."""

    hints: int = 0
    following: dict[str, Place] = field(default_factory=dict)


@functools.cache
def hint_words() -> dict[str, Place]:
    """Return the places to which the words of entries lead, from the first word on."""
    table = tomllib.loads(resources.files(__package__).joinpath("hints.toml").read_text(encoding="utf-8"))
    entries: dict[str, Place] = {}
    for name, group in table.items():
        for entry in group["words"]:
            following = entries
            for word in entry.split():
                place = following.setdefault(word, Place())
                following = place.following
            place.hints |= getattr(Hint, name.upper())
    return entries


@functools.lru_cache(maxsize=KEPT)
def hints_of_name(name: str) -> int:
    """Return what a `class` or `id` attribute says."""
    read = name[:LONGEST_NAME]
    if (CATEGORY in name or TAG in name) and FILED.search(name):
        read = " ".join(part for part in read.split() if not part.startswith((CATEGORY, TAG)))
    lowered = read.lower()
    words = LOWER_WORD.findall(read) if lowered == read else [word.lower() for word in WORD.findall(read)]
    entries = hint_words()
    found = 0
    for start, word in enumerate(words):
        place = entries.get(word)
        if place is None or (start and words[start - 1] in ABOUT_OTHERS):
            continue
        found |= place.hints
        for following in words[start + 1 :]:
            place = place.following.get(following)
            if place is None:
                break
            found |= place.hints
    return found
