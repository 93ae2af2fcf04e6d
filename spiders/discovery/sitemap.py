"""Sitemaps and their indexes, read as a stream: of one without end, only its beginning is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from xml.parsers import expat

# Longer than any address that a crawl would follow.
MAX_TEXT: Final = 4096
# A sitemap needs four levels; thousands of them are meant to fill the reader's memory.
MAX_DEPTH: Final = 32
READ: Final = frozenset({"loc", "lastmod", "publication_date", "title", "language"})
# Namespaces of pictures and films, which have addresses and titles of their own.
OF_MEDIA: Final = re.compile("image|video")
CHUNK: Final = 64 * 1024


class Entry(NamedTuple):
    """An entry of a sitemap, its texts as they stand there."""

    address: str
    published: str
    changed: str
    is_sitemap: bool
    title: str = ""
    """Of an article, in a news sitemap."""
    language: str = ""


class TooDeep(ValueError):
    """The file nests elements as no sitemap does."""


def read_sitemap(chunks: Iterable[bytes]) -> Iterator[Entry]:
    """Return the entries of a sitemap as its bytes come in; a broken file gives what stands before the break."""
    reader = _Reader()
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK):
            whole = reader.feed(chunk[start : start + CHUNK])
            yield from reader.taken()
            if not whole:
                return


class _Reader:
    """Collects the texts of an entry, and lets it go when it closes."""

    def __init__(self) -> None:
        self._found: list[Entry] = []
        self._texts: dict[str, str] = {}
        self._text = ""
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._read

    def feed(self, chunk: bytes) -> bool:
        """Read on; tell whether the file is whole so far."""
        try:
            self._parser.Parse(chunk, False)
        except (expat.ExpatError, TooDeep, LookupError, ValueError):
            return False
        return True

    def taken(self) -> list[Entry]:
        """Return the entries that have closed since the last call."""
        found, self._found = self._found, []
        return found

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._text = ""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeep

    def _read(self, text: str) -> None:
        if len(self._text) < MAX_TEXT:
            self._text += text[:MAX_TEXT]

    def _close(self, name: str) -> None:
        self._depth -= 1
        space, _, name = name.rpartition(" ")
        if name in ("url", "sitemap"):
            self._take(is_sitemap=name == "sitemap")
        # A picture has an address too (`image:loc`), which is not the page's.
        elif name in READ and not (name in ("loc", "title") and OF_MEDIA.search(space)):
            self._texts.setdefault(name, self._text.strip())
        self._text = ""

    def _take(self, *, is_sitemap: bool) -> None:
        texts, self._texts = self._texts, {}
        if texts.get("loc"):
            published, changed = texts.get("publication_date", ""), texts.get("lastmod", "")
            title, language = texts.get("title", ""), texts.get("language", "")
            self._found.append(Entry(texts["loc"], published, changed, is_sitemap, title, language))
