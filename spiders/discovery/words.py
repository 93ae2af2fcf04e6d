"""The words of addresses, and of links to older articles, by what they tell: `words.toml` beside this module."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("words.toml")


@cache
def words() -> Mapping[str, frozenset[str]]:
    """Return the words of each kind, in all languages together: a site's addresses may be in any of them."""
    table = tomllib.loads(DATA.read_text("utf-8"))
    return {kind: frozenset(folded(word) for each in by.values() for word in each) for kind, by in table.items()}


def folded(text: str) -> str:
    """Return a text as it is compared: in one form of Unicode, without case."""
    return unicodedata.normalize("NFKC", text).casefold()
