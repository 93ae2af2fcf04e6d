"""Pages by the names that people give them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.inspect.pages import PageNotFound, page_at
from pipelines.warc_file import Exchange, Message, WarcFile, new_record_id
from tests.pipelines.inspect.some_pages import ARTICLE, INDEX


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Write two pages as lines of JSON."""
    path = tmp_path / "pages.jsonl"
    rows = [{"id": "a", "html": ARTICLE, "url": "https://news.example/a"}, {"id": "b", "html": INDEX}, {"id": "c"}]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_a_file_with_one_page(tmp_path: Path) -> None:
    """A saved page is named by its file, also where the name holds the sign before ids."""
    path = tmp_path / "saved#1.html"
    path.write_text(ARTICLE, "utf-8")
    assert page_at(str(path)).body == ARTICLE.encode()


def test_one_page_of_several(lines: Path) -> None:
    """An id or an address behind the file, or behind its folder, tells which one."""
    assert page_at(f"{lines}#b").body == INDEX.encode()
    assert page_at(f"{lines}#https://news.example/a").body == ARTICLE.encode()
    assert page_at(f"{lines.parent}#a").url == "https://news.example/a"


def test_a_page_of_an_archive(tmp_path: Path) -> None:
    """A page that a crawl kept is named by its record's id, with or without `urn:uuid:`."""
    archive = WarcFile(tmp_path / "run-00000.warc.gz", {})
    ids = [new_record_id(), new_record_id()]
    for id_, body in zip(ids, (INDEX, ARTICLE), strict=True):
        request = Message("GET /a HTTP/1.1", [("Host", "news.example")], b"")
        response = Message("HTTP/1.1 200 OK", [("Content-Type", "text/html")], body.encode())
        archive.write(Exchange("https://news.example/a", datetime.now(UTC), id_, request, response))
    archive.close()
    for name in (ids[1], ids[1].removeprefix("urn:uuid:")):
        assert page_at(f"{archive.path}#{name}").body == ARTICLE.encode()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("{0}", "holds several pages; name one by its id, {0}#ID (the first: a, b, c)"),
        ("{0}#z", "no page has the id or the address z"),
        ("{0}#c", 'bad_input: the line has neither "html" nor "text"'),
        ("{0}x", "{0}x is not there"),
        ("{1}", "is a folder; give a page in it"),
    ],
)
def test_what_is_no_page_is_told(lines: Path, place: str, told: str) -> None:
    """Each mistake has its own words."""
    with pytest.raises(PageNotFound) as caught:
        page_at(place.format(lines, lines.parent))
    assert told.format(lines, lines.parent) in str(caught.value)
