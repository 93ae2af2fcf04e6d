"""Twelve sites, each of another kind, crawled from their home pages alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.spiders.universe import crawling
from tests.spiders.universe.press import TRAP
from tests.spiders.universe.server import UniverseServer

ROOT = Path(__file__).parents[2]
LANGUAGES = {"ko", "ja", "ar", "ru", "zh-Hans", "th", "vi", "tr", "pt", "en"}


@pytest.fixture(scope="module")
def server() -> Iterator[UniverseServer]:
    """Serve the universe."""
    running = UniverseServer()
    Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def output(server: UniverseServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl all sites; return where the records are."""
    folder = tmp_path_factory.mktemp("output")
    crawl(folder, *server.universe.articles)
    return folder


def crawl(folder: Path, *homes: str, locale: str = "", limit: str = "") -> str:
    """Crawl some sites in one process; return its log."""
    command = [sys.executable, "-m", crawling.__name__, str(folder), locale, limit, *homes]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert "Traceback" not in done.stderr
    return done.stderr


def records(folder: Path) -> list[dict[str, str]]:
    """Return all records."""
    return [json.loads(line) for path in folder.glob("[!r]*/*.jsonl") for line in path.read_bytes().splitlines()]


def reports(folder: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the sources of the latest run of each site, by site and by address."""
    told = [json.loads(path.read_bytes()) for path in sorted((folder / "runs").glob("*Z-??????.json"))]
    return {run["scope"].partition(":")[0]: {source["url"]: source for source in run["sources"]} for run in told}


def test_every_article_is_found_once_and_no_list_is_taken_for_one(server: UniverseServer, output: Path) -> None:
    """The records are those of the articles, each once, on every site; their languages are those of the sites."""
    wanted = server.universe.articles
    found = Counter(record["url"] for record in records(output))
    right = sum(number for url, number in found.items() if any(url in articles for articles in wanted.values()))
    total = sum(map(len, wanted.values()))
    print(f"{len(wanted)} sites, {total} articles: precision {right / found.total():.3f}, recall {right / total:.3f}")
    for home, articles in wanted.items():
        host = home.partition("//")[2].partition(".example")[0]
        of_site = {url: number for url, number in found.items() if f"{host}.example" in url}
        assert of_site == dict.fromkeys(articles, 1), home
    assert {record["language"] for record in records(output)} == LANGUAGES


def test_records_have_the_titles_of_their_articles(server: UniverseServer, output: Path) -> None:
    """Also where an article stands in data only, its title is its own, not the app's."""
    assert {record["url"]: record["title"] for record in records(output)} == server.universe.titles


def test_lists_are_not_fetched_as_articles(output: Path) -> None:
    """Only a list that has the address of a headline, and stands in a sitemap, is taken for an article at first."""
    rejected = [line for path in output.glob("runs/*.rejects.jsonl") for line in path.read_bytes().splitlines()]
    assert [json.loads(line)["url"].partition(".example")[0] for line in rejected] == ["http://deadfeed"]
    assert json.loads(rejected[0])["url"].endswith(TRAP)


def test_each_source_is_counted_and_the_dead_are_named(server: UniverseServer, output: Path) -> None:
    """The report says of every source what it gave, and why a dead one gave nothing."""
    told, port = reports(output), server.server_address[1]
    wordpress = told["wordpress.example"]
    base = f"http://wordpress.example:{port}"
    posts, feed = wordpress[f"{base}/wp-json/wp/v2/posts?per_page=100"], wordpress[f"{base}/feed/"]
    assert (posts["kind"], posts["origin"], posts["problem"], posts["found"]) == ("posts", "declared", "", 13)
    assert (feed["kind"], feed["origin"], feed["problem"], feed["found"]) == ("feed", "declared", "", 5)
    # Which of the two answers first is chance; together they have every article once.
    assert sum(source["new"] for source in wordpress.values()) == 13
    assert sum(source["records"] for source in wordpress.values()) == 13
    assert told["deadfeed.example"][f"http://deadfeed.example:{port}/rss/news.xml"]["problem"] == "status 410"
    assert told["pageforfeed.example"][f"http://pageforfeed.example:{port}/rss"]["problem"] == "html"
    assert told["stale.example"][f"http://stale.example:{port}/old.rss"]["problem"] == "stale"


def test_the_learned_expression_matches_the_articles(server: UniverseServer, output: Path) -> None:
    """What a run has learned of a site's addresses can go into the facts of the site."""
    told = [json.loads(path.read_bytes()) for path in (output / "runs").glob("*Z-??????.json")]
    assert len(told) == len(server.universe.articles)
    shapes = {run["scope"].partition(":")[0]: run["shape"] for run in told}
    for home, articles in server.universe.articles.items():
        shape = shapes[home.partition("//")[2].partition(":")[0]]
        assert [url for url in articles if not re.match(shape, url)] == []
        assert not re.match(shape, home)


def test_a_second_crawl_fetches_lists_only(server: UniverseServer, output: Path) -> None:
    """What is known is not fetched again, nor what lists it once more; places that had nothing are not tried again."""
    server.asked.clear()
    crawl(output, *server.universe.articles)
    articles = set().union(*server.universe.articles.values())
    assert not articles & set(server.asked)
    paths = Counter(url.partition(".example:")[2].partition("/")[2] for url in server.asked)
    assert paths["news-sitemap.xml"] == 1
    assert paths["sitemap.xml"] == 1
    assert paths["sitemap_index.xml"] == paths["feed.xml"] == 0
    # The feed of the WordPress site reaches back to what is known; the other has no feed.
    posts = [url.partition(".example:")[0] for url in server.asked if "/wp-json/" in url]
    assert posts == ["http://data"]


def test_what_a_limit_cut_off_is_found_by_the_next_crawl(server: UniverseServer, tmp_path: Path) -> None:
    """A first crawl of a few records does not pass for one that has searched the site whole."""
    (home,) = (home for home in server.universe.articles if "wordpress" in home)
    crawl(tmp_path, home, limit="2")
    assert len(records(tmp_path)) < len(server.universe.articles[home])
    crawl(tmp_path, home)
    assert sorted(record["url"] for record in records(tmp_path)) == sorted(server.universe.articles[home])


def test_one_edition_is_crawled_where_a_language_is_asked_for(server: UniverseServer, tmp_path: Path) -> None:
    """Only the articles of the edition that the home page declares for it; where there is none, that is said."""
    homes = {home.partition("//")[2].partition(".")[0]: home for home in server.universe.articles}
    hosts = homes["hosts"]
    log = crawl(tmp_path, homes["paths"], hosts, homes["index"], locale="th")
    found = {record["url"] for record in records(tmp_path)}
    assert found == {url for url in server.universe.articles[hosts] if url.startswith("http://th.")}
    assert "has no edition 'th'; known: en, ar, tr" in log
    assert "has no edition 'th'; known: none" in log
