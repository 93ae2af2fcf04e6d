"""Addresses as pages write them."""

from __future__ import annotations

import pytest

from pipelines.extract import extract
from pipelines.urls import clean, joined, path_of
from schemas.page import Page

PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users.</p>" * 4
# No host, brackets that stay open, a character that stands for a slash.
BROKEN = ("http://", "http://[::1", "//[x", "http://℀.com/", "https://ex⁈ample/x")


def test_joined() -> None:
    """An address is joined with its base; one that cannot be read stays as it is written."""
    assert joined("https://a.example/news/1", "../x") == "https://a.example/x"
    assert joined("https://a.example/", "http://[::1") == "http://[::1"
    assert joined("http://[::1", "x") == "x"


def test_path_of() -> None:
    """The path has no slash at its end; where there is no address, there is no path."""
    assert path_of("https://a.example/news/1/?x=1") == "/news/1"
    assert [path_of(None), path_of("http://[::1")] == ["", ""]


@pytest.mark.parametrize("url", BROKEN)
@pytest.mark.parametrize(
    "declared",
    [
        '<link rel="canonical" href="{}">',
        '<base href="{}"><link rel="canonical" href="/x">',
        '<link rel="license" href="{}">',
        '<link rel="alternate" hreflang="de" href="{}">',
        '<meta property="og:image" content="{}"><meta property="og:url" content="{}">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "url": "{}", "image": "{}"}</script>',
    ],
)
def test_a_broken_address_costs_only_itself(declared: str, url: str) -> None:
    """Where a page declares an address that nobody can read, its article is read all the same."""
    head = declared.replace("{}", url)
    body = f"<html><head>{head}</head><body><article><h1>Withdrawals resume</h1>{PROSE}</article></body></html>"
    article = extract(Page(body=body.encode(), url="https://a.example/news/1"))
    assert article.body.startswith("The exchange said on Monday")
    assert article.url == "https://a.example/news/1"
    assert article.canonical_url != url


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://a.example/n/1;jsessionid=1A530637289A03B07199A44E8D531427?p=7", "https://a.example/n/1?p=7"),
        ("https://a.example/n;jsessionid=1A53.node1/1", "https://a.example/n/1"),
        ("https://a.example/?p=7&PHPSESSID=tq0cmk7mhk8l6s4v1g4j0jn2a5", "https://a.example/?p=7"),
        ("https://a.example/?phpsessid=x", "https://a.example/"),
        ("https://a.example/v?sid=9f86d081884c7d659a2feaa0c55ad015&id=3", "https://a.example/v?id=3"),
        ("https://a.example/v?sessionid=9f86d081884c7d659a2f", "https://a.example/v"),
        ("https://a.example/(S(lit3py55t21z5v55vlm25s55))/n/1", "https://a.example/n/1"),
        ("https://a.example/article.pl?sid=20/06/27/1234", "https://a.example/article.pl?sid=20/06/27/1234"),
        ("https://a.example/v?sid=20260627081500123", "https://a.example/v?sid=20260627081500123"),
        ("https://a.example/?p=9f86d081884c7d659a2feaa0", "https://a.example/?p=9f86d081884c7d659a2feaa0"),
        ("https://a.example/n;v=1", "https://a.example/n;v=1"),
        (
            "https://a.example/v?session=opening-ceremony-of-2026",
            "https://a.example/v?session=opening-ceremony-of-2026",
        ),
    ],
)
def test_sessions_are_no_part_of_an_address(url: str, cleaned: str) -> None:
    """Session ids go, wherever they stand; the ids of articles stay, whatever they are called."""
    assert clean(url) == cleaned
