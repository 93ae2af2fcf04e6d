"""The shapes of a site's addresses, learned from what is seen of them."""

from __future__ import annotations

import re

import pytest

from spiders.discovery.prior import Is
from spiders.discovery.shapes import Shapes, Sign, general, headline_groups, shape_of

BASE = "https://news.example"


def learned(sign: Sign, *paths: str) -> Shapes:
    """Return the shapes of some addresses of which the same was said."""
    shapes = Shapes()
    for path in paths:
        shapes.add(BASE + path, sign)
    return shapes


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/pt-br/news/428387/", "/{locale}/news/{id}"),
        ("/markets/2026/06/27/bitcoin-rises-again", "/markets/{year}/{day}/{day}/{headline}"),
        ("/haber/borsa-yukseldi-68497.html", "/haber/{headline-id}.html"),
        ("/post/0b5f9c1e-8f0a-4c0e-9d5b-1a2b3c4d5e6f", "/post/{hash}"),
        ("/?p=710602", "/?p={id}"),
        ("/about", "/{words}"),
        ("/", "/"),
    ],
)
def test_shape(path: str, shape: str) -> None:
    """A shape keeps sections, and stands for all that differs from article to article."""
    assert shape_of(BASE + path) == shape


def test_wider_shape() -> None:
    """In the wider shape, sections are open as well."""
    assert general("/{locale}/markets/{headline}?id={id}") == "/{locale}/{words}/{headline}?id={id}"


def test_what_feeds_list_tells_of_other_articles() -> None:
    """Addresses of a listed shape are articles, in other sections too, even those that look like none."""
    shapes = learned(Sign.LISTED, "/tech/btc-up-11", "/tech/eth-up", "/policy/2026/06/27/sec-says-no")
    verdict = shapes.verdict(f"{BASE}/tech/sol-down")
    assert (verdict.it_is, verdict.by_shape, verdict.why) == (Is.ARTICLE, True, "shape /tech/{words}: listed 2")
    assert shapes.verdict(f"{BASE}/opinion/2026/07/01/why-not-today").by_shape
    assert not shapes.verdict(f"{BASE}/people/sol-down").is_article


def test_words_for_lists_yield_to_evidence() -> None:
    """Where a feed lists articles below a word for lists, they are articles; one entry is not enough."""
    assert (
        learned(Sign.LISTED, "/topics/bitcoin-rises-again-today", "/topics/ether-falls-once-more")
        .verdict(f"{BASE}/topics/solana-is-back-again")
        .is_article
    )
    assert not learned(Sign.LISTED, "/topics/bitcoin-rises-again-today").verdict(f"{BASE}/topics/a-b-c-d").is_article


def test_menus_tell_what_is_no_article() -> None:
    """Menus' shapes are lists', though they look like articles'; long headlines and dates are beyond them."""
    shapes = learned(Sign.MENU, "/best-crypto-wallets", "/best-bitcoin-casinos", "/2026/06/27/live")
    assert shapes.verdict(f"{BASE}/best-crypto-exchanges").it_is is Is.LIST
    assert shapes.verdict(f"{BASE}/bitcoin-rises-over-sixty-thousand-dollars").is_article
    assert shapes.verdict(f"{BASE}/2026/06/28/live").is_article


def test_what_pages_turned_out_to_be() -> None:
    """A shape whose pages were indexes is a list's; one record outweighs one index."""
    shapes = learned(Sign.NO_ARTICLE, "/guide/12345", "/guide/12346")
    assert shapes.verdict(f"{BASE}/guide/12347").it_is is Is.LIST
    for path in ("/guide/1111", "/guide/2222", "/guide/3333"):
        shapes.add(BASE + path, Sign.RECORD)
    assert shapes.verdict(f"{BASE}/guide/12347").is_article


def test_pages_outweigh_texts() -> None:
    """Where several pages were tried and none was an article, texts as long as headlines count no more."""
    shapes = learned(Sign.HEADLINES, *(f"/best/best-wallets-of-the-year-{year}-tested" for year in range(100)))
    url = f"{BASE}/best/best-wallets-of-the-year-200-tested"
    for year in range(5):
        assert shapes.verdict(url).is_article
        shapes.add(f"{BASE}/best/best-wallets-of-the-year-{year}-tested", Sign.NO_ARTICLE)
    assert shapes.verdict(url).it_is is Is.LIST
    assert shapes.regex() is None


def test_what_is_unlike_all_that_feeds_list() -> None:
    """Once many articles are listed, three words of another shape are not enough."""
    shapes = learned(Sign.LISTED, *(f"/news/{number}" for number in range(12340, 12350)))
    assert shapes.verdict(f"{BASE}/best-crypto-wallets").it_is is Is.UNKNOWN


def test_no_evidence_makes_a_query_or_a_file_an_article() -> None:
    """A search stays a search, whatever stands in a feed."""
    shapes = learned(Sign.LISTED, "/news/12341?s=x", "/news/12342?s=x")
    assert not shapes.verdict(f"{BASE}/news/12343?s=x").is_article


def test_links_with_texts_of_headlines_are_articles() -> None:
    """Groups of one shape with long texts are articles, with a word each sections; buttons tell nothing."""
    news = [(f"{BASE}/n/{number}", f"Bitcoin rises over {number} dollars once more") for number in range(5000, 5003)]
    menu = [(f"{BASE}/{name}", name) for name in ("markets", "policy", "people")]
    buttons = [(f"{BASE}/more/{number}", "Read more") for number in range(5000, 5003)]
    korean = [(f"{BASE}/k/{number}", "비트코인이 다시 올랐다") for number in range(5000, 5003)]
    articles, sections = headline_groups([*news, *menu, *buttons, *korean])
    assert articles == [url for url, _ in (*news, *korean)]
    assert sections == [url for url, _ in menu]


def test_the_regular_expression_can_be_read() -> None:
    """The learned shapes are one expression that matches the articles, and no list."""
    shapes = learned(
        Sign.LISTED,
        "/en/news/428387/",
        "/ja/news/428388/",
        "/markets/btc-falls-again-today",
        "/policy/sec-says-no-again",
    )
    expression = shapes.regex()
    assert expression == (
        r"^https?://(?:www\.)?(?:news\.example)"
        r"(?:/(?:markets|policy)/(?:[^/?#]*[-_][^/?#]*[-_][^/?#]+|[^/?#]{80,})|/[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4})?/news/\d{4,})/?(?:[?&#].*)?$"
    )
    assert re.match(expression, "https://www.news.example/tr/news/99999?x=1")
    assert re.match(expression, "https://news.example/policy/" + "%E6%AF%94" * 10)
    assert not re.match(expression, "https://news.example/tag/btc-falls-again")
    assert not re.match(expression, "https://news.example/markets/about")
    assert Shapes().regex() is None
    assert shapes.told()["/{locale}/news/{id}"] == "listed 2"
