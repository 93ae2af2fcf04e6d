"""The page's server answers what the page asks, and nobody else."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipelines.search.embedded.database import IndexProblem
from pipelines.search.page.server import SearchPage
from tests.pipelines.search.small_index import index, multilingual, write_records


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchPage]:
    """Serve the articles of all languages."""
    folder = tmp_path_factory.mktemp("page")
    index(folder / "search.sqlite", write_records(folder / "records.jsonl", multilingual()))
    with SearchPage(folder / "search.sqlite", "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


def ask(page: SearchPage, path: str, host: str = "") -> tuple[int, dict[str, str], Any]:
    """Return status, headers and body of an answer, JSON read."""
    connection = http.client.HTTPConnection("127.0.0.1", page.server_address[1], timeout=30)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    body = answer.read().decode()
    is_json = answer.headers["Content-Type"] == "application/json"
    return answer.status, dict(answer.headers), json.loads(body) if is_json else body


def test_search_is_answered_with_marks_and_facets(page: SearchPage) -> None:
    """What the page asks for is found, filtered and counted."""
    _, _, found = ask(page, "/api/search?q=%E5%87%8F%E5%8D%8A+%E7%9F%BF%E5%B7%A5&language=zh")
    assert [hit["title"] for hit in found["hits"]] == ["减半之后，矿工抛售储备比特币"]
    assert found["hits"][0]["title_marks"] == [[0, 2], [5, 7]]
    assert found["facets"]["language"] == {"zh-Hans": 1}


def test_record_is_answered_whole(page: SearchPage) -> None:
    """A record comes by its id; one that is not there is an error in a line."""
    wanted = multilingual()[0]
    status, _, record = ask(page, f"/api/record?id={wanted.id}")
    assert (status, record) == (200, wanted.model_dump(mode="json"))
    assert ask(page, "/api/record?id=0")[::2] == (404, {"error": "the index has no such record"})


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/search?since=yesterday", 400, "since is no date"),
        ("/api/search?month=2026-13", 400, "month is no date"),
        ("/api/search?offset=-1", 400, "offset is no number"),
        ("/api/search?limit=%D9%A3", 400, "limit is no number"),
        ("/api/search?q=" + "a+" * 99, 400, "64 at most"),
        ("/../../etc/passwd", 404, "no such page"),
    ],
)
def test_bad_questions_are_told(page: SearchPage, path: str, status: int, told: str) -> None:
    """Parameters that are none are refused with their name; there are no files to be had."""
    answered, _, answer = ask(page, path)
    assert answered == status
    assert told in answer["error"]


def test_month_and_days_bind_together(page: SearchPage) -> None:
    """A month and days are one span of time."""
    assert ask(page, "/api/search?month=2026-06&since=2026-06-10&until=2026-06-12")[0] == 200


def test_other_sites_cannot_ask_through_a_name(page: SearchPage) -> None:
    """A name that somebody let lead to this machine is refused; its numbers and localhost are not."""
    assert ask(page, "/", "evil.example")[0] == 403
    assert ask(page, "/", "localhost:8014")[0] == 200
    assert ask(page, "/", "[::1]:8014")[0] == 200


def test_page_loads_nothing_from_elsewhere(page: SearchPage) -> None:
    """The policy allows the page's own script and questions to its server; the page names no other address."""
    _, headers, body = ask(page, "/")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert "connect-src 'self'" in policy
    assert "://" not in body.replace("https?:\\/\\/", "")


def test_page_needs_an_index(tmp_path: Path) -> None:
    """Without an index there is no page."""
    with pytest.raises(IndexProblem, match="`babelwire index` makes it"):
        SearchPage(tmp_path / "search.sqlite", "127.0.0.1", 0)
