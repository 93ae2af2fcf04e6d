"""Posts in JSON, and articles that stand in data only."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipelines.extract import extract
from pipelines.stated_page import with_state
from schemas.page import Page
from spiders.discovery.feeds import Found, discover
from spiders.discovery.posts import page_of_posts, posts_list, posts_of

HOST = "https://news.example"
URL = f"{HOST}/2026/06/bitcoin-rises"
TEXT = "<p>The exchange said on Monday that withdrawals had resumed after a pause of six hours.</p>" * 4
POST = {
    "id": 7,
    "date": "2026-06-27T16:15:00",
    "date_gmt": "2026-06-27T08:15:00",
    "slug": "bitcoin-rises",
    "link": URL,
    "title": {"rendered": "Bitcoin rises &#8211; again, and </script> again"},
    "content": {"rendered": TEXT},
    "_links": {"self": [{"href": "https://news.example/wp-json/wp/v2/posts/7"}]},
}
AT = datetime(2026, 6, 27, 8, 15, tzinfo=UTC)


def test_posts_are_listed_with_their_time_in_utc() -> None:
    """A list of posts gives addresses, titles and exact times."""
    (found,) = discover(json.dumps([POST]).encode(), "https://news.example/wp-json/wp/v2/posts")
    assert found == Found(URL, AT, title="Bitcoin rises – again, and again")


@pytest.mark.parametrize(
    "body", [b"[]", b"[1]", b'[{"link": "javascript:x", "title": "a", "date": "b"}]', b'{"link": 1}', b"{"]
)
def test_other_data_lists_no_posts(body: bytes) -> None:
    """What has no address, title and time is no post."""
    assert posts_of(body, URL) == []


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "text/html", b"<html><head><title>N</title></head><body><div id=app></div></body></html>"),
        (404, "text/html", b"<html><h1>404 Not found</h1></html>"),
        (200, "application/json", json.dumps(POST).encode()),
    ],
    ids=["shell", "error", "data"],
)
def test_an_article_in_data_becomes_a_record_of_its_address(status: int, content_type: str, body: bytes) -> None:
    """Whatever the page shows, the record has the data's title, text and time, and the article's address."""
    (post,) = posts_of(json.dumps(POST).encode(), URL)
    page = Page(body, "https://news.example/wp-json/wp/v2/posts/7", content_type, status=status)
    record = extract(with_state(page, post.url, post.state))
    assert (record.url, record.canonical_url) == (URL, URL)
    assert record.published_at == "2026-06-27T08:15:00Z"
    assert record.title.startswith("Bitcoin rises – again")
    assert record.body.count("withdrawals had resumed") == 4


def test_other_interfaces_are_read_by_the_same_names() -> None:
    """An interface that calls things as page state does is read as well: relative addresses, seconds since 1970."""
    row = {"newsId": 5, "newsTitle": "Bitcoin rises", "path": "/news/5", "publishTime": 1782548100, "newsContent": TEXT}
    (post,) = posts_of(json.dumps({"code": 0, "data": {"list": [row], "page": {"next": 2}}}).encode(), URL)
    assert (post.url, post.title, post.published, post.has_text) == (f"{HOST}/news/5", "Bitcoin rises", AT, True)


def test_addresses_of_lists_of_posts() -> None:
    """The interface may be a path or a query; further pages are numbered."""
    assert posts_list("https://n.example/wp-json/") == "https://n.example/wp-json/wp/v2/posts?per_page=100"
    plain = posts_list("https://n.example/?rest_route=/")
    assert plain == "https://n.example/?rest_route=/wp/v2/posts&per_page=100"
    assert page_of_posts(plain, 2) == f"{plain}&page=2"
