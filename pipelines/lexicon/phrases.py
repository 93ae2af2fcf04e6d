"""Phrases that tell kinds of pages, boxes and names apart, in any language."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources


@functools.cache
def phrases(name: str) -> frozenset[str]:
    """Return the phrases of a list in `phrases.toml`."""
    text = resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[name])


@functools.cache
def phrase_pattern(name: str) -> re.Pattern[str]:
    """Return an expression that finds any phrase of a list, in any case; Latin ones where a word begins."""
    found = sorted(phrases(name), key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(rf"\b{re.escape(p)}" if p.isascii() else re.escape(p) for p in found), re.I)
