"""What a site reserves in its tdmrep.json."""

from __future__ import annotations

import json

import pytest

from pipelines.tdmrep import MAX_BYTES, read_tdmrep, reservation_of

HOST = "https://news.example"


def rules(**locations: int) -> bytes:
    """Return a file with a rule for each location."""
    return json.dumps([{"location": path, "tdm-reservation": said} for path, said in locations.items()]).encode()


@pytest.mark.parametrize(
    ("locations", "path", "reserved"),
    [
        ({"/": 1}, "/news/a", True),
        ({"/": 0}, "/news/a", False),
        ({"*": 1}, "/news/a", True),
        ({"/news/": 1}, "/about", None),
        ({"/news/": 1}, "/news", None),
        ({"/": 1, "/open/": 0}, "/open/a", False),
        ({"/open/": 0, "/": 1}, "/open/a", False),
        ({"/": 1, "/open/": 0}, "/news/a", True),
        ({"/img/*.jpg": 1}, "/img/a/b.jpg?w=3", True),
        ({"/img/*.jpg$": 1}, "/img/a/b.jpg?w=3", None),
        ({"/img/*.jpg$": 1}, "/img/b.jpg", True),
        ({"/img/*.jpg$": 1}, "/img.jpg", None),
        ({"/a*b*c$": 1}, "/a-c-b-c", True),
        ({"/a*b*c$": 1}, "/a-c-b", None),
        ({"/a*b*c": 1}, "/a-b", None),
        ({"/a*b": 0, "/aa*": 1}, "/aab", True),
        ({"/news$": 1}, "/news", True),
        ({"/news$": 1}, "/news/", None),
        ({"news/": 1}, "/news/a", True),
        ({"/%E6%96%B0%E9%97%BB/": 1}, "/新闻/1", True),
        ({"/?id=": 1}, "/?id=7", True),
        ({"": 1}, "", True),
    ],
)
def test_the_most_specific_rule_decides(locations: dict[str, int], path: str, reserved: bool | None) -> None:
    """Locations are patterns as in robots.txt; the longest that covers an address speaks for it."""
    assert reservation_of(read_tdmrep(rules(**locations)), HOST + path) is reserved


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Not found</html>",
        b"null",
        b"[]",
        b"[1, null, [], {}]",
        b'[{"location": 5, "tdm-reservation": 1}]',
        b'[{"location": "/", "tdm-reservation": "maybe"}]',
        b'[{"location": "/"}]',
        b"[" * 10_000,
        b"\xff\xfe",
        rules(**{"/": 1}) + b" " * MAX_BYTES,
    ],
)
def test_what_is_no_such_file_says_nothing(body: bytes) -> None:
    """A page, broken JSON, rules of another shape and a file of another size reserve nothing."""
    assert read_tdmrep(body) == ()


def test_one_rule_may_stand_alone() -> None:
    """A rule without the list around it is one too; so is one with a number in quotes, and a byte order mark before."""
    alone = b'\xef\xbb\xbf{"location": "/", "tdm-reservation": "1", "tdm-policy": "https://news.example/policy"}'
    assert reservation_of(read_tdmrep(alone), HOST) is True


def test_a_hostile_pattern_costs_no_time() -> None:
    """Thousands of stars are matched in one walk along the path."""
    body = rules(**{"/" + "*a" * 20_000 + "b$": 1})
    assert reservation_of(read_tdmrep(body), f"{HOST}/{'a' * 30_000}") is None
