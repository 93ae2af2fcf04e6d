"""What pages declare, and what their state lists."""

from __future__ import annotations

import json

import pytest
from scrapy.http import HtmlResponse

from spiders.discovery.declared import article_feeds_of, editions_of, posts_list_of, stated_articles_of
from spiders.discovery.sections import holds_lists_only, is_section
from spiders.links import links_of

HOME = "https://news.example/"


def page(body: str, url: str = HOME, **headers: str) -> HtmlResponse:
    """Return a page."""
    return HtmlResponse(url, body=body.encode(), encoding="utf-8", headers=headers)


def test_feeds_of_comments_are_left_out() -> None:
    """A page's feeds are those of its articles, JSON feeds among them; other JSON is none."""
    kinds = (
        ("application/rss+xml", "/feed/"),
        ("application/rss+xml", "/comments/feed/"),
        ("application/atom+xml", "/atom"),
        ("application/feed+json", "/feed.json"),
        ("application/json", "/wp-json/wp/v2/pages/2"),
        ("application/json+oembed", "/oembed"),
    )
    links = "".join(f'<link rel="alternate" type="{kind}" href="{path}">' for kind, path in kinds)
    assert article_feeds_of(page(links)) == [f"{HOME}feed/", f"{HOME}atom", f"{HOME}feed.json"]


def test_posts_are_declared_in_the_page_or_in_its_header() -> None:
    """WordPress names its interface in both."""
    wanted = f"{HOME}wp-json/wp/v2/posts?per_page=100"
    assert posts_list_of(page('<link rel="https://api.w.org/" href="/wp-json/">')) == wanted
    assert posts_list_of(page("", Link=f'<{HOME}wp-json/>; rel="https://api.w.org/"')) == wanted
    assert posts_list_of(page("<p>")) is None


def test_editions_are_those_that_the_page_declares() -> None:
    """Paths, subdomains and domains of their own; the default is none of them."""
    links = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{url}">'
        for tag, url in (("x-default", "/"), ("pt-BR", "/pt-br/"), ("ja", "https://ja.news.example/"), ("", "/x/"))
    )
    assert editions_of(page(links)) == {"pt-BR": f"{HOME}pt-br/", "ja": "https://ja.news.example/"}


@pytest.mark.parametrize(
    ("row", "links", "url", "expected"),
    [
        ({"url": "/a/one-two"}, "", HOME, f"{HOME}a/one-two"),
        ({"slug": "one-two"}, "", f"{HOME}news", f"{HOME}news/one-two"),
        ({"slug": "one-two"}, '<a href="/story/three-four.html">x</a>', HOME, f"{HOME}story/one-two"),
        ({"slug": "one-two"}, "", HOME, None),
        ({"newsId": 12345}, "", f"{HOME}flash/", f"{HOME}flash/12345"),
    ],
    ids=["address", "below the list", "beside a link", "nowhere", "number"],
)
def test_articles_of_the_state(row: dict[str, object], links: str, url: str, expected: str | None) -> None:
    """An article of the state stands at its address; a slug alone stands where links or the list show others."""
    other = {"title": "Ether falls to a new low this week", "slug": "three-four"}
    rows = [{"title": "Bitcoin rises to a new high this week", **row}, other]
    menu = {"title": "Markets", "url": "/markets"}
    state = json.dumps({"props": {"list": rows, "menu": [menu], "padding": "x" * 300}})
    response = page(f'<script type="application/json">{state}</script>{links}', url)
    found = [link.url for link in stated_articles_of(response, list(links_of(response)))]
    assert (found[0] if found and row.get("url") else next(iter(found), None)) == expected
    assert f"{HOME}markets" not in found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/markets/", True),
        ("/category/bitcoin/", True),
        ("/рубрика/биткоин/", True),
        ("/tag/bitcoin/", False),
        ("/about", False),
        ("/price/", False),
        ("/en/", False),
        ("/markets/?sort=new", False),
        ("/bitcoin-rises-over-sixty-thousand/", False),
    ],
)
def test_sections(path: str, expected: bool) -> None:
    """Sections and categories list news; tags, prices and static pages are not worth a look."""
    assert is_section(f"https://news.example{path}") is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("post-sitemap1.xml", False),
        ("news-sitemap.xml.gz", False),
        ("sitemap-1.xml", False),
        ("post_tag-sitemap.xml", True),
        ("author-sitemap2.xml", True),
        ("sitemap-categories.xml", True),
        ("page-sitemap.xml", True),
        ("sitemap-etiquetas.xml", True),
    ],
)
def test_sitemaps_of_lists_are_told_by_their_names(name: str, expected: bool) -> None:
    """Sitemaps of tags, authors, categories and static pages are not fetched."""
    assert holds_lists_only(f"https://news.example/sitemaps/{name}") is expected
