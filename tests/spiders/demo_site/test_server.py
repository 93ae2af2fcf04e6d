"""The demo site answers on a local port, and each of its links leads where it should."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urljoin

import pytest

from spiders.demo_site import DemoSite, site
from spiders.demo_site.edition import DUPLICATE, FORBIDDEN, GONE, MOVED, MOVED_TO, PLACEMENTS
from spiders.demo_site.newsroom import Newsroom

NOW = datetime(2026, 6, 27, 12, 30, tzinfo=UTC)


class Links(HTMLParser):
    """Collects the addresses of links and pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {"a": "href", "img": "src", "link": "href"}.get(tag)
        self.found += [value for name, value in attrs if name == wanted and value]


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoSite]:
    """A running site."""
    with DemoSite(NOW) as running:
        yield running


def fetch(url: str) -> tuple[int, str, bytes]:
    """Return status, final URL and body."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.url, response.read()
    except urllib.error.HTTPError as error:
        return error.code, url, error.read()


def links(base: str, path: str, body: bytes) -> set[str]:
    """Return the site's own addresses that a page links."""
    parser = Links()
    parser.feed(body.decode("utf-8", "replace"))
    found = {urldefrag(urljoin(base + path, link)).url for link in parser.found}
    return {quote(url[len(base) :], safe="/?=&%") for url in found if url.startswith(base)}


def test_a_running_site_answers(demo: DemoSite) -> None:
    """The root leads to the English list, and the request is noted."""
    status, url, body = fetch(demo.base_url + "/")
    assert (status, url) == (200, f"{demo.base_url}/en/")
    assert b"<h1>News</h1>" in body
    assert "/en/" in demo.requests


def test_a_stopped_site_frees_its_port() -> None:
    """After `stop` nobody answers, and the address is no longer told."""
    demo = DemoSite(NOW).start()
    url = demo.base_url
    demo.stop()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=2)
    with pytest.raises(RuntimeError):
        _ = demo.base_url


def test_every_link_resolves_as_intended() -> None:
    """From the English list everything is reached; only the withdrawn story is missing."""
    base = "http://127.0.0.1:1"
    newsroom = Newsroom(base, NOW)
    todo, broken, seen = ["/en/"], [], {"/en/"}
    while todo:
        path = todo.pop()
        answer = newsroom.answer(path)
        if answer.status == 404:
            broken.append(path)
        new = links(base, path, answer.body) if answer.content_type.startswith("text/html") else set()
        todo += new - seen
        seen |= new
    assert {path for path in broken if not path.startswith("/wp-json")} == {GONE}
    assert {f"/{placement.tag}/news/{placement.slug}" for placement in PLACEMENTS} <= seen
    assert {FORBIDDEN, MOVED, DUPLICATE} <= seen


def test_a_moved_story_redirects(demo: DemoSite) -> None:
    """The old address of a story leads to the new one."""
    assert fetch(demo.base_url + MOVED)[:2] == (200, demo.base_url + MOVED_TO)


def test_a_duplicate_names_the_first_address(demo: DemoSite) -> None:
    """The second address of a story declares the first as canonical."""
    body = fetch(demo.base_url + DUPLICATE)[2]
    assert f'<link rel="canonical" href="{demo.base_url}/pt/news/mineradores-vento">'.encode() in body


def test_robots_forbid_a_story_which_lists_link(demo: DemoSite) -> None:
    """The embargoed story exists, is linked, and is forbidden."""
    robots = fetch(demo.base_url + "/robots.txt")[2].decode()
    rule = re.search(r"Disallow: (.+)", robots)
    assert rule is not None
    assert FORBIDDEN.startswith(rule[1])
    assert fetch(demo.base_url + FORBIDDEN)[0] == 200


def test_some_bytes_are_not_what_is_said_of_them(demo: DemoSite) -> None:
    """A windows-1251 page says UTF-8; a GBK page says nothing."""
    russian = fetch(f"{demo.base_url}/ru/news/ural-mining")[2]
    chinese = fetch(f"{demo.base_url}/en/news/shenzhen-power")[2]
    assert b'<meta charset="UTF-8">' in russian
    assert "Уральские города" in russian.decode("windows-1251")
    assert b"charset" not in chinese.partition(b"</head>")[0]
    assert "边缘算力网络" in chinese.decode("gbk")


def test_feed_and_sitemap_list_every_story(demo: DemoSite) -> None:
    """Each article stands in the feed and in the sitemap that the index names."""
    feed = fetch(site(demo.base_url).feeds[0])[2].decode()
    index = fetch(f"{demo.base_url}/sitemap.xml")[2].decode()
    news = fetch(re.findall("<loc>(.*?)</loc>", index)[0])[2].decode()
    urls = set(DemoSite.expected_records(demo.base_url, NOW))
    assert set(re.findall("<guid.*?>(.*?)</guid>", feed)) == urls
    assert set(re.findall("<loc>(.*?)</loc>", news)) == urls


def test_lists_have_further_pages(demo: DemoSite) -> None:
    """A list links the next page, and the last one links none."""
    newsroom = Newsroom(demo.base_url, NOW)
    assert b'rel="next" href="/pt/page/2/"' in newsroom.answer("/pt/").body
    assert b'<a rel="next"' not in newsroom.answer("/pt/page/4/").body
    assert newsroom.answer("/pt/page/5/").status == 404


def test_expected_records_cover_all_layouts_and_many_languages(demo: DemoSite) -> None:
    """What a crawl must give: all articles, in all layouts and at least eight languages."""
    records = DemoSite.expected_records(demo.base_url, NOW)
    assert len(records) == len(PLACEMENTS) >= 14
    assert len({record["language"] for record in records.values()}) >= 8
    assert {placement.layout for placement in PLACEMENTS} >= {"semantic", "soup", "jsonld", "state", "wordpress"}


def test_the_site_describes_article_addresses(demo: DemoSite) -> None:
    """The pattern matches stories, and neither lists nor short news."""
    pattern = site(demo.base_url).article_url or ""
    assert all(re.match(pattern, url) for url in DemoSite.expected_records(demo.base_url, NOW))
    assert not re.match(pattern, f"{demo.base_url}/en/section/2")
    assert not re.match(pattern, f"{demo.base_url}/flash/iran-farms-0")
