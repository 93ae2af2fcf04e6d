"""The names that a page's site goes by, and texts without them."""

from __future__ import annotations

import functools
import re

from pipelines.lexicon import fold
from pipelines.urls import host_of
from schemas.metadata import Metadata

# What stands between a title and a site's name. A blank must stand beside a hyphen: "Blow-up" has none.
SEPARATOR = re.compile(
    r"\s+[|\-–—·•»«:/~›>]+\s+|\s*[｜|]\s*|(?<=[^\x00-\x7f])\s*[_\-–—]\s*(?=\S)|_(?=[^\x00-\x7f])|\s::\s"
)
WORDLESS = re.compile(r"[\W_]+")
# A site's name is a few words; a longer tail is a part of the title.
LONGEST_NAME = 40
# Several stages ask for a page's few titles and names, and compare them with each other.
KEPT = 256
KEPT_PAGES = 16


def site_names(metadata: Metadata, url: str | None) -> frozenset[str]:
    """Return the names that the page's site goes by, squashed: declared ones, and the words of its host."""
    publishers = tuple(item.value for item in metadata.publishers)
    titles = tuple(item.value for item in metadata.titles)
    return _site_names(publishers, titles, host_of(url or next((item.value for item in metadata.canonical), None)))


@functools.lru_cache(maxsize=KEPT_PAGES)
def _site_names(publishers: tuple[str, ...], titles: tuple[str, ...], host: str) -> frozenset[str]:
    names = {squashed(name) for name in publishers} | _tails(titles)
    names.add(squashed(host))
    names.update(squashed(".".join(host.split(".")[start:-1])) for start in range(max(1, host.count("."))))
    return frozenset(name for name in names if len(name) > 1)


@functools.lru_cache(maxsize=KEPT)
def without_site(title: str, names: frozenset[str]) -> str:
    """Cut the site's name (and what follows it) off the end of a title, or off its beginning."""
    parts = _parts(title)
    if len(parts) < 2:
        return title
    for index in range(len(parts) - 1, 0, -1):
        text = parts[index][2]
        if len(text) <= LONGEST_NAME and _is_name(text, names):
            return title[: parts[index - 1][1]].strip() or title
    if len(parts[0][2]) <= LONGEST_NAME and _is_name(parts[0][2], names):
        return title[parts[1][0] :].strip()
    return title


def _tails(titles: tuple[str, ...]) -> set[str]:
    """What stands behind one declared title in another: "Fees fall" and "Fees fall | Wirepost" tell "Wirepost"."""
    tails = set()
    bare = {squashed(title) for title in titles}
    for title in titles:
        parts = _parts(title)
        if len(parts) > 1 and squashed(title[: parts[-2][1]]) in bare and len(parts[-1][2]) <= LONGEST_NAME:
            tails.add(squashed(parts[-1][2]))
    return tails


def _parts(title: str) -> list[tuple[int, int, str]]:
    parts, start = [], 0
    for match in SEPARATOR.finditer(title):
        parts.append((start, match.start(), title[start : match.start()].strip()))
        start = match.end()
    parts.append((start, len(title), title[start:].strip()))
    return [part for part in parts if part[2]]


def _is_name(text: str, names: frozenset[str]) -> bool:
    own = squashed(text)
    return any(
        own == name
        or (len(name) > 3 and name in own and len(own) < 2 * len(name) + 8)
        or (len(own) > 3 and own in name)
        for name in names
    )


@functools.lru_cache(maxsize=KEPT)
def squashed(text: str) -> str:
    """Return a text folded, without anything but letters and digits."""
    return WORDLESS.sub("", fold(text))
