"""Links of list pages, and editions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from pipelines.catalogue import load_sites
from spiders.arguments import addresses_of, problem_of
from spiders.editions import edition_url, in_editions
from spiders.htx import HtxSpider
from spiders.links import feeds_of, is_article_url, links_of, next_page_of, of_same_site, same_host
from spiders.since import parse_since

HTX = load_sites()["htx"]


def listing(body: str, url: str = "https://news.example/list/") -> HtmlResponse:
    """Return a list page."""
    return HtmlResponse(url, body=body.encode(), encoding="utf-8")


def test_links_are_whole_and_each_once() -> None:
    """Relative links are resolved, fragments and other schemes left out."""
    page = listing('<a href="/a#x">1</a><a href="/a">2</a><a href="mailto:x@y">3</a><a href="http://[x">4</a><a>5</a>')
    assert [link.url for link in links_of(page)] == ["https://news.example/a"]


@pytest.mark.parametrize(
    ("body", "url", "following"),
    [
        ('<link rel="next" href="/list/page/2/">', "https://news.example/list/", "https://news.example/list/page/2/"),
        ('<a rel="nofollow next" href="?page=3">', "https://news.example/list/?page=2", "https://news.example/list/?page=3"),
        ('<a href="/list/page/9/">9</a><a href="/list/page/2/">2</a>', "https://news.example/list/", "https://news.example/list/page/2/"),
        ('<a href="/list/page/2/">2</a><a href="/list/page/3/">3</a>', "https://news.example/list/page/2/", "https://news.example/list/page/3/"),
        ('<a href="/other/page/2/">2</a>', "https://news.example/list/", None),
        ('<a href="/list/page/1/">1</a>', "https://news.example/list/page/2/", None),
        ('<a href="/list/seite/2">2</a>', "https://news.example/list/", "https://news.example/list/seite/2"),
        ('<a href="/목록/페이지/2/">2</a>', "https://news.example/목록", "https://news.example/목록/페이지/2/"),
        ('<a href="?start=20">Posts anteriores »</a>', "https://news.example/list/", "https://news.example/list/?start=20"),
        ('<a href="/list_2.html">下一页</a>', "https://news.example/list.html", "https://news.example/list_2.html"),
        ('<a href="?cursor=abc">المقالات الأقدم</a>', "https://news.example/list/", "https://news.example/list/?cursor=abc"),
        ('<a href="?o=2">‹ เก่ากว่า</a>', "https://news.example/list/", "https://news.example/list/?o=2"),
        ('<a href="/policy/">Xem thêm</a>', "https://news.example/list/", None),
    ],
)  # fmt: skip
def test_next_page(body: str, url: str, following: str | None) -> None:
    """The next page is the declared one, or the one of this list that is numbered one higher."""
    assert next_page_of(listing(body, url)) == following


def test_links_of_menus_are_told_apart() -> None:
    """Navigation, footer and links to tags and authors are no lists of articles; one link elsewhere is enough."""
    page = listing(
        '<nav><a href="/a">A</a><a href="/both">B</a></nav><a rel="tag" href="/t">T</a><footer><a href="/f">F</a>'
        '</footer><div role="navigation"><a href="/r">R</a></div><article><a href="/both">Both of them</a></article>'
    )
    assert {link.url.rpartition("/")[2]: (link.text, link.is_menu) for link in links_of(page)} == {
        "a": ("A", True),
        "both": ("Both of them", False),
        "t": ("T", True),
        "f": ("F", True),
        "r": ("R", True),
    }


def test_declared_feeds() -> None:
    """A page's feeds are found; its other alternates are not."""
    page = listing(
        '<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" hreflang="de" href="/de">'
    )
    assert feeds_of(page) == ["https://news.example/feed"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/2026/bitcoin-rises-again", True),
        ("https://news.example/news/123456", True),
        ("https://news.example/tag/bitcoin-price-news-today/", False),
        ("https://news.example/about", False),
        ("https://news.example/", False),
    ],
)
def test_articles_of_an_unknown_shape(url: str, expected: bool) -> None:
    """Without a known shape, a headline's words or a number at the end make an article; lists are none."""
    assert is_article_url(url, None) is expected


def test_known_shape_decides() -> None:
    """Where the shape is known, nothing else counts."""
    assert is_article_url("https://www.htx.com/pt-br/news/428387/", HTX)
    assert not is_article_url("https://www.htx.com/pt-br/some-long-headline-here", HTX)


@pytest.mark.parametrize(
    ("locale", "url"),
    [
        ("pt-br", "https://www.htx.com/pt-br/news/"),
        ("pt_BR", "https://www.htx.com/pt-br/news/"),
        ("pt", "https://www.htx.com/pt-br/news/"),
        ("zh-cn", "https://www.htx.com/zh-cn/news/"),
        ("zh-Hans", "https://www.htx.com/zh-cn/news/"),
        ("de", None),
    ],
)
def test_edition_has_several_names(locale: str, url: str | None) -> None:
    """An edition may be named by its language or as the site's addresses name it."""
    assert edition_url(HTX, locale) == url


def test_other_sites_name_editions_in_their_own_way() -> None:
    """Subdomains name editions too; a site of one language has one edition, its home."""
    sites = load_sites()
    assert edition_url(sites["cointelegraph"], "jp") == sites["cointelegraph"].locale_urls["ja"]
    assert edition_url(sites["coinpost"], "ja") == "https://coinpost.jp/"
    assert edition_url(sites["coinpost"], "en") is None


def test_htx_has_editions_that_nobody_listed() -> None:
    """HTX's editions have one shape, so that an unlisted one is found all the same."""
    assert HtxSpider().edition("vi-vn") == "https://www.htx.com/vi-vn/news/"
    assert HtxSpider(locale="nonsense").check().startswith("HTX has no edition 'nonsense'; known: en, pt-BR")


def test_articles_of_other_editions_are_left_out() -> None:
    """With an edition chosen, links into other editions are not followed; links into none in particular are."""
    spider = HtxSpider(locale="pt-br")
    assert spider.is_wanted("https://www.htx.com/pt-br/news/428387/")
    assert spider.is_wanted("https://www.htx.com/news/428387/")
    assert not spider.is_wanted("https://www.htx.com/en-us/news/428387/")
    assert HtxSpider().is_wanted("https://www.htx.com/en-us/news/428387/")


def test_edition_within_the_home_of_another() -> None:
    """Where one edition's address begins as another's does, the longer one decides."""
    site = load_sites()["chaincatcher"]
    chosen = [site.locale_urls["zh-Hans"]]
    assert in_editions("https://www.chaincatcher.com/article/1", site, chosen)
    assert not in_editions("https://www.chaincatcher.com/ja/article/1", site, chosen)


def test_several_editions() -> None:
    """Several editions may be chosen, by language or as the site names them; each has to be one of the site's."""
    spider = HtxSpider(locale="pt-br, en-us", language="ru")
    chosen = ["https://www.htx.com/pt-br/news/", "https://www.htx.com/en-us/news/", "https://www.htx.com/ru-ru/news/"]
    assert list(spider.chosen_editions()) == chosen
    assert spider.scope == "htx/pt-br,en-us,ru"
    assert [spider.is_wanted(f"{page}428387/") for page in chosen] == [True, True, True]
    assert not spider.is_wanted("https://www.htx.com/es-es/news/428387/")
    assert HtxSpider(language="es,xx").check().startswith("HTX has no edition 'xx'")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.news.example/a", True),
        ("https://blog.news.example/a", True),
        ("https://example/a", False),
        ("https://othernews.example/a", False),
        ("https://news.example:8080/a", False),
        ("http://[::1/a", False),
    ],
)
def test_same_site(url: str, expected: bool) -> None:
    """Subdomains belong to a site; other hosts and ports do not."""
    assert of_same_site(url, "https://news.example/") is expected
    assert of_same_site("https://crypto.example/a", "https://news.crypto.example/")


def test_same_host() -> None:
    """`www.` makes no other host; a port does."""
    assert same_host("https://www.news.example/a", "http://news.example/b")
    assert not same_host("http://127.0.0.1:1/", "http://127.0.0.1:2/")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("2026-06-27", datetime(2026, 6, 27, tzinfo=UTC)),
        ("2026-06-27T08:00:00Z", datetime(2026, 6, 27, 8, tzinfo=UTC)),
        ("36h", datetime(2026, 6, 26, tzinfo=UTC)),
        ("7d", datetime(2026, 6, 20, 12, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_since(text: str, since: datetime | None) -> None:
    """A time to go back to is a date, a time, or an age."""
    assert parse_since(text, datetime(2026, 6, 27, 12, tzinfo=UTC)) == since


def test_addresses_of_an_argument() -> None:
    """Addresses are separated by commas; a comma inside one stays."""
    assert addresses_of("https://a.example/1,2, http://b.example/") == ["https://a.example/1,2", "http://b.example/"]
    assert problem_of([], "page") == "page needs an address: -a url=https://…"
    assert "ftp://x" in problem_of(["https://a.example/", "ftp://x"], "page")
    assert problem_of(["https://a.example/"], "page") == ""
