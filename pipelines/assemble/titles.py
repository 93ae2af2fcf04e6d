"""The title without the site's name."""

from __future__ import annotations

import re

from pipelines.lexicon import fold
from pipelines.urls import host_of
from schemas.block import LabelledBlock
from schemas.metadata import Declared, Metadata
from schemas.role import Role

# What stands between a title and a site's name. A blank must stand beside a hyphen: "Blow-up" has none.
SEPARATOR = re.compile(
    r"\s+[|\-–—·•»«:/~›>]+\s+|\s*[｜|]\s*|(?<=[^\x00-\x7f])\s*[_\-–—]\s*(?=\S)|_(?=[^\x00-\x7f])|\s::\s"
)
WORDLESS = re.compile(r"[\W_]+")
# A site's name is a few words; a longer tail is a part of the title.
LONGEST_NAME = 40


def choose_title(labelled: tuple[LabelledBlock, ...], metadata: Metadata, url: str | None) -> Declared | None:
    """Return the title: the shown one if the page declares it too, else the declared one, cleaned."""
    shown = next((item.block.text for item in labelled if item.role is Role.TITLE), None)
    names = site_names(metadata, url)
    declared = [Declared(without_site(item.value, names), item.by, item.key) for item in metadata.titles]
    if shown is not None:
        shown = without_site(" ".join(shown.split()), names)
        if not declared or any(_same(shown, item.value) for item in declared):
            return Declared(shown, "layout", "title")
    declared = [item for item in declared if _squashed(item.value) not in names] or declared
    if not declared:
        return Declared(shown, "layout", "title") if shown else None
    best = declared[0]
    if shown is not None and any(_contains(item.value, shown) for item in declared):
        return Declared(shown, "layout", "title")
    return best


def site_names(metadata: Metadata, url: str | None) -> frozenset[str]:
    """Return the names that the page's site goes by, squashed: declared ones, and the words of its host."""
    names = {_squashed(item.value) for item in metadata.publishers}
    host = host_of(url or next((item.value for item in metadata.canonical), None))
    names.add(_squashed(host))
    names.update(_squashed(".".join(host.split(".")[start:-1])) for start in range(max(1, host.count("."))))
    return frozenset(name for name in names if len(name) > 1)


def without_site(title: str, names: frozenset[str]) -> str:
    """Cut the site's name (and what follows it) off the end of a title, or off its beginning."""
    parts = _parts(title)
    if len(parts) < 2:
        return title
    for index in range(len(parts) - 1, 0, -1):
        start, end, text = parts[index]
        if len(text) <= LONGEST_NAME and _is_name(text, names):
            return title[: parts[index - 1][1]].strip() or title
    if len(parts[0][2]) <= LONGEST_NAME and _is_name(parts[0][2], names):
        return title[parts[1][0] :].strip()
    return title


def _parts(title: str) -> list[tuple[int, int, str]]:
    parts, start = [], 0
    for match in SEPARATOR.finditer(title):
        parts.append((start, match.start(), title[start : match.start()].strip()))
        start = match.end()
    parts.append((start, len(title), title[start:].strip()))
    return [part for part in parts if part[2]]


def _is_name(text: str, names: frozenset[str]) -> bool:
    squashed = _squashed(text)
    return any(
        squashed == name
        or (len(name) > 3 and name in squashed and len(squashed) < 2 * len(name) + 8)
        or (len(squashed) > 3 and squashed in name)
        for name in names
    )


def _squashed(text: str) -> str:
    return WORDLESS.sub("", fold(text))


def _same(one: str, other: str) -> bool:
    return _squashed(one) == _squashed(other)


def _contains(declared: str, shown: str) -> bool:
    short = _squashed(shown)
    return len(short) > 12 and short in _squashed(declared)
