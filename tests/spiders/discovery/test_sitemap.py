"""Sitemaps that are made to hurt."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from itertools import islice

from spiders.discovery.feeds import MAX_UNPACKED, discover
from spiders.discovery.sitemap import MAX_TEXT, read_sitemap

BASE = "https://news.example/sitemap.xml"
ENTRY = b"<url><loc>https://news.example/a</loc></url>"
MEMORY = 8 * 1024 * 1024


def endless() -> Iterator[bytes]:
    """Return a sitemap that never ends."""
    yield b"<urlset>"
    while True:
        yield ENTRY * 100


def gzipped(start: bytes, filling: bytes, times: int) -> bytes:
    """Return some bytes and many times others, gzipped without holding them."""
    packing = zlib.compressobj(wbits=31)
    return packing.compress(start) + b"".join(packing.compress(filling) for _ in range(times)) + packing.flush()


def test_a_sitemap_without_end_is_read_as_far_as_asked() -> None:
    """Entries come while the file is being read; nothing waits for its end."""
    assert len(list(islice(read_sitemap(endless()), 1000))) == 1000


def test_a_huge_sitemap_is_cut() -> None:
    """Of millions of entries those within the limit are returned."""
    assert len(discover(b"<urlset>" + ENTRY * 3000, BASE, limit=200)) == 200


def test_a_gzip_bomb_costs_little_memory() -> None:
    """A small file that unpacks to a huge one is read in pieces, up to what a sitemap may have."""
    bomb = gzipped(b"<urlset>" + ENTRY, b" " * 1024 * 1024, 2 * MAX_UNPACKED // (1024 * 1024))
    assert len(bomb) < 512 * 1024
    tracemalloc.start()
    found = discover(bomb, BASE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 1
    assert peak < MEMORY


def test_nesting_without_end_is_a_break() -> None:
    """A file that nests elements for ever gives what stands before them."""
    assert len(discover(b"<urlset>" + ENTRY + b"<a>" * 1_000_000, BASE)) == 1


def test_texts_and_entities_are_bounded() -> None:
    """An address of megabytes is cut, and entities that multiply are not followed to the end."""
    (entry,) = read_sitemap([b"<urlset><url><loc>https://news.example/" + b"a" * 1_000_000 + b"</loc></url>"])
    assert len(entry.address) <= 2 * MAX_TEXT
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY a "https://news.example/">{entities}]><urlset><url><loc>&j;</loc></url></urlset>'
    assert discover(bomb.encode(), BASE) == []


def test_no_file_is_read_for_an_entity() -> None:
    """An entity that names a file of this machine stays empty."""
    xml = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://a.example/&f;</loc></url>'
    assert [found.url for found in discover(xml, BASE)] == ["https://a.example/"]


def test_a_feed_is_cut_too() -> None:
    """Of a feed that unpacks to a huge one, the beginning is read."""
    item = b"<item><link>https://news.example/a</link></item>"
    assert len(discover(gzip.compress(b"<rss><channel>" + item + b" " * 20_000_000), BASE)) == 1
