"""Crawls ask what a site reserves, count it, and respect it where they are told to."""

from __future__ import annotations

import pytest

from tests.spiders.small_site import PROSE, Crawl, Reply, Serve

FILE = b'[{"location": "/", "tdm-reservation": 1}, {"location": "/open/", "tdm-reservation": 0}]'
META = '<meta name="tdm-reservation" content="0"><meta name="robots" content="noindex, noai">'


def answer(path: str, times: int) -> Reply | None:
    """Reserve all but some pages."""
    page = f"<html lang=en><head>{META}</head><body><article><h1>News of {path}</h1>{PROSE * 4}</article></html>"
    return {
        "/.well-known/tdmrep.json": Reply(FILE, content_type="application/json"),
        "/story-with-meta": Reply(page.encode()),
        "/story-without": Reply(b"Gone", status=404),
    }.get(path)


def test_reservations_are_counted_and_kept(serve: Serve, crawl: Crawl) -> None:
    """The file is asked for once; its word is in the record, and the page's own wins over it."""
    site = serve(answer)
    paths = ["/story-one", "/story-two", "/open/story-three", "/story-with-meta", "/story-without"]
    done = crawl("page", *(site.base + path for path in paths))
    said = {record["url"].removeprefix(site.base): record["access"]["tdm_reservation"] for record in done.records}
    expected = {"/story-one": True, "/story-two": True, "/open/story-three": False, "/story-with-meta": False}
    assert said == expected
    assert site.paths.count("/.well-known/tdmrep.json") == 1
    counted = {key: number for key, number in done.counts.items() if key.startswith("rights/")}
    assert counted == {"rights/tdm_reserved": 2, "rights/noindex": 1, "rights/noai": 1}


@pytest.mark.parametrize("how", [{"respect_tdm": "1"}, {"BABELWIRE_RESPECT_TDM": "1"}], ids=["argument", "setting"])
def test_reservations_are_respected(serve: Serve, crawl: Crawl, how: dict[str, str]) -> None:
    """Where the crawl respects reservations, such pages are counted and in the rejects, and not written."""
    site = serve(answer)
    done = crawl("page", f"{site.base}/story-one", f"{site.base}/story-with-meta", **how)
    assert [record["url"] for record in done.records] == [f"{site.base}/story-with-meta"]
    assert done.counts["rights/tdm_reserved"] == 1
    assert [(line["url"], line["reason"]) for line in done.rejects] == [(f"{site.base}/story-one", "tdm_reserved")]


def test_a_site_without_the_file_says_nothing(serve: Serve, crawl: Crawl) -> None:
    """An answer without end in place of the file is not read to its end, and nobody is told of it."""
    huge = Reply(b"<p>No such page" * 1_000_000, status=404)
    site = serve(lambda path, _: huge if path == "/.well-known/tdmrep.json" else None)
    done = crawl("page", f"{site.base}/story-one", LOG_LEVEL="WARNING")
    assert [record["access"]["tdm_reservation"] for record in done.records] == [None]
    assert done.log == ""
