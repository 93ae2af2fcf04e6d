"""Servers that mean harm: each costs a bounded time, and each address is in the counts."""

from __future__ import annotations

import gzip
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from time import sleep
from zlib import crc32

import pytest

from tests.spiders.small_site import PROSE, Crawl, Reply, Serve

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
NO_SUCH = (
    b"<html><title>404 Not Found</title><body><h1>Page not found</h1><p>Sorry, we cannot find that page.</p></body>"
)
LOGIN = b"""<html><title>Log in</title><body><h1>Log in</h1><form method=post action=/login><input name=user>
<input type=password name=password><button>Log in</button></form><a href=/forgot>Forgot password?</a></body>"""
BOMB = gzip.compress(b"<p>" + b"a" * 20_000_000)


def slowly(handler: BaseHTTPRequestHandler, first: bytes, byte: bytes) -> None:
    """Send a byte now and then, for ever."""
    with suppress(OSError):
        handler.wfile.write(first)
        while True:
            handler.wfile.write(byte)
            sleep(0.1)


def without_end(handler: BaseHTTPRequestHandler) -> None:
    """Send as fast as the network can, for ever."""
    with suppress(OSError):
        handler.wfile.write(HTML + b"\r\n")
        while True:
            handler.wfile.write(b"a" * 65536)


HOSTILE = {
    "/slow": Reply(send=lambda handler: slowly(handler, HTML + b"\r\n", b"a")),
    "/slow-headers": Reply(send=lambda handler: slowly(handler, HTML, b"X-More: yes\r\n")),
    "/endless": Reply(send=without_end),
    "/bomb": Reply(BOMB, headers={"Content-Encoding": "gzip"}),
    "/liar": Reply(send=lambda handler: handler.wfile.write(HTML + b"Content-Length: 999\r\n\r\n<p>Hello")),
    "/silent": Reply(send=lambda handler: None),
    "/garbage": Reply(send=lambda handler: handler.wfile.write(b"\x00\x01\x02 hello\r\n\r\n")),
    "/picture": Reply(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(2000)),
    "/no-such-page": Reply(NO_SUCH),
    "/members-only": Reply(LOGIN),
    "/wall": Reply(status=302, headers={"Location": "/wall", "Set-Cookie": "seen=1"}),
}


def hostile(path: str, times: int) -> Reply | None:
    """Answer as the address says."""
    if path.startswith("/away-"):
        return Reply(status=302, headers={"Location": f"/away-{int(path[6:]) + 1}"})
    return HOSTILE.get(path)


def test_hostile_pages_are_bounded_and_counted(serve: Serve, crawl: Crawl) -> None:
    """Whatever servers do, the crawl ends, every address is counted by its reason, and the article is there."""
    site = serve(hostile)
    paths = [*HOSTILE, "/away-0", "/story-of-the-day"]
    limits = {"DOWNLOAD_TIMEOUT": 1.5, "DOWNLOAD_MAXSIZE": 1_000_000, "CONCURRENT_REQUESTS_PER_DOMAIN": 16}
    done = crawl("page", *(site.base + path for path in paths), **limits)
    reasons = {line["url"].removeprefix(site.base): line["reason"] for line in done.rejects}
    assert {path: reasons.get(path) for path in ("/slow", "/slow-headers", "/endless", "/bomb")} == {
        "/slow": "timeout",
        "/slow-headers": "timeout",
        "/endless": "too_large",
        "/bomb": "too_large",
    }
    assert {path: reasons.get(path) for path in ("/picture", "/no-such-page", "/members-only")} == {
        "/picture": "binary",
        "/no-such-page": "error_page",
        "/members-only": "login_page",
    }
    assert done.counts["not_fetched/redirect_loop"] == 2
    assert [record["url"] for record in done.records] == [f"{site.base}/story-of-the-day"]
    counted = [number for key, number in done.counts.items() if key.startswith(("not_fetched/", "rejected/"))]
    assert sum(counted) == len(paths) - 1


def test_hostile_lists_are_bounded_and_counted(serve: Serve, crawl: Crawl) -> None:
    """Sitemaps without end, that list themselves, or that are bombs, and feeds that are none, cost a few requests."""
    children = "".join(f"<sitemap><loc>{{base}}/child-{number}.xml</loc></sitemap>" for number in range(3000))
    index = f"<sitemapindex>{children}<sitemap><loc>{{base}}/index.xml</loc></sitemap></sitemapindex>"
    entries = "".join(f"<url><loc>{{base}}/story-{number}</loc></url>" for number in range(5000))
    bomb = "<urlset><url><loc>{base}/story-of-the-bomb</loc></url>" + " " * 60_000_000

    def answer(path: str, times: int) -> Reply | None:
        return {
            "/robots.txt": Reply(b"User-agent: *\nDisallow: /story-1\n" + b"Disallow: /x\n" * 200_000),
            "/index.xml": Reply(index.format(base=site.base).encode()),
            "/huge.xml": Reply(f"<urlset>{entries.format(base=site.base)}</urlset>".encode()),
            "/bomb.xml.gz": packed,
            "/child-0.xml": Reply(index.format(base=site.base).encode()),
            "/feed": Reply(b"<!doctype html><html><body><p>We have no feed any more</p></body></html>"),
        }.get(path) or (Reply(status=404) if path.startswith("/child") else None)

    site = serve(answer)
    packed = Reply(gzip.compress(bomb.format(base=site.base).encode(), 1), content_type="application/gzip")
    addresses = [site.base + path for path in ("/index.xml", "/huge.xml", "/bomb.xml.gz", "/feed")]
    done = crawl("feed", *addresses, BABELWIRE_SITEMAP_FILES=3, BABELWIRE_SITEMAP_ENTRIES=4)
    assert len([path for path in site.paths if path.startswith(("/child", "/index"))]) <= 5
    stories = {record["url"].removeprefix(site.base) for record in done.records}
    assert stories == {"/story-0", "/story-2", "/story-3", "/story-of-the-bomb"}
    assert done.counts["not_fetched/robots_forbidden"] == 1
    assert done.counts["lists_cut"] >= 2
    assert done.counts["lists_failed"] >= 1


def test_a_calendar_without_end_is_left(serve: Serve, crawl: Crawl) -> None:
    """Lists that always have a next page, and pages full of links, are followed as far as the settings say."""

    def answer(path: str, times: int) -> Reply | None:
        if not path.startswith("/calendar") and path != "/":
            return None
        day = int(path.rpartition("-")[2]) if "-" in path else 0
        links = "".join(f'<a href="/{day}/story-{number}">Story {number}</a>' for number in range(500))
        return Reply(f'<html><body>{links}{PROSE}<a rel=next href="/calendar-{day + 1}">Next</a></body>'.encode())

    site = serve(answer)
    modules = {"SPIDER_MODULES": "tests.spiders.small_spiders"}
    done = crawl("small", f"{site.base}/", **modules, BABELWIRE_LIST_PAGES=3, BABELWIRE_LIST_LINKS=2)
    assert [path for path in site.paths if "calendar" in path or path == "/"] == ["/", "/calendar-1", "/calendar-2"]
    assert len(done.records) == 6
    assert done.counts["lists_cut"] == 3


@pytest.mark.parametrize(("text", "most"), [("Wallets of {n}", 10), ("The best wallets of the year {n}, tested", 25)])
def test_lists_that_look_like_articles_are_left_after_a_few(serve: Serve, crawl: Crawl, text: str, most: int) -> None:
    """Where every address is a list of more addresses like a headline's, a few are fetched, and the rest left out."""

    def answer(path: str, times: int) -> Reply | None:
        if path in ("/robots.txt", "/.well-known/tdmrep.json"):
            return None
        start = crc32(path.encode()) % 10_000
        cards = "".join(
            f'<article><h2><a href="/best-wallets-of-{n}/">{text.format(n=n)}</a></h2></article>'
            for n in range(start, start + 200)
        )
        return Reply(f"<html><body><main>{cards}</main><a rel=next href='{path}0'>2</a></body></html>".encode())

    site = serve(answer)
    done = crawl("site", f"{site.base}/")
    assert done.records == []
    assert 0 < len([path for path in site.paths if path.startswith("/best-wallets")]) <= most
    assert done.counts["left_out"] > 200
