"""Reading pages from files, directories and streams."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.inputs import MAX_PAGE_BYTES, Input, Unreadable, read_file, read_stream
from pipelines.inputs.files import page_files
from pipelines.rejected import Rejected
from schemas.page import Page, Rejection

HTML = b"<!doctype html><html><body><p>Bitcoin rose.</p></body></html>"


def only(inputs: list[Input]) -> Page | Rejected | Unreadable:
    """Return the content of the only input."""
    assert len(inputs) == 1
    return inputs[0].content


def page(inputs: list[Input]) -> Page:
    """Return the only input, which is a page."""
    content = only(inputs)
    assert isinstance(content, Page)
    return content


def rejected(inputs: list[Input]) -> Rejected:
    """Return the only input, which is a rejection."""
    content = only(inputs)
    assert isinstance(content, Rejected)
    return content


def streamed(data: bytes) -> list[Input]:
    """Return what standard input with these bytes gives."""
    return list(read_stream(io.BytesIO(data), "standard input"))


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("a.html", HTML, "text/html"),
        ("a.HTM", HTML, "text/html"),
        ("a.txt", b"Bitcoin rose.\n", "text/plain"),
        ("index.php?id=3", b"\xef\xbb\xbf<!-- saved -->\n" + HTML, "text/html"),
        ("a.txt", HTML, "text/html"),
        ("noname", b"Bitcoin rose.\n", ""),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_is_a_page(tmp_path: Path, name: str, data: bytes, content_type: str, pack: type[bytes]) -> None:
    """A file of HTML or text is one page with its bytes as they are, gzipped or not, whatever its name says of that."""
    path = tmp_path / name
    path.write_bytes(pack(data))
    found = page(list(read_file(path)))
    assert found.body == data
    assert found.content_type == content_type
    assert found.url is None
    assert found.fetched_at is None


def test_json_lines_are_pages_in_order(tmp_path: Path) -> None:
    """Each line is a page with what the line says of it; empty lines are nothing."""
    rows = [
        {
            "id": "a",
            "url": "https://www.htx.com/pt-br/news/1/",
            "html": "<p>é</p>",
            "fetched_at": "2026-06-27T12:30:00+02:00",
        },
        {"id": 7, "text": "链捕手"},
    ]
    path = tmp_path / "pages.jsonl"
    path.write_text("\ufeff" + "\n\n".join(map(json.dumps, rows)), "utf-8")
    first, second = list(read_file(path))
    assert first.origin == f"{path}:1"
    assert first.page is not None
    assert first.page.body == "<p>é</p>".encode()
    assert first.page.content_type == "text/html; charset=utf-8"
    assert first.page.fetched_at == datetime(2026, 6, 27, 10, 30, tzinfo=UTC)
    assert first.page.site is not None
    assert first.page.site.key == "htx"
    assert second.origin == f"{path}:3"
    assert second.page is not None
    assert second.page.input_id == "7"
    assert second.page.content_type == "text/plain; charset=utf-8"
    assert second.page.body.decode() == "链捕手"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json at all", "not JSON"),
        ('{"id": "x", "html": ', "not JSON"),
        ("[" * 5000, "not JSON"),
        ("[1, 2]", "no JSON object"),
        ('{"id": "x"}', "neither"),
        ('{"html": null}', "neither"),
        ('{"html": 5}', '"html" is no string'),
        ('{"html": "x", "url": "http:///path"}', "host"),
        ('{"html": "x", "url": "/path"}', "host"),
        ('{"html": "x", "url": "http://[::1"}', "host"),
        ('{"html": "x", "url": 5}', '"url" is no string'),
        ('{"html": "x", "fetched_at": "yesterday"}', "fetched_at"),
        ('{"html": "x", "fetched_at": 1782563400}', "fetched_at"),
        ('{"html": "x", "fetched_at": "0001-01-01T00:00:00+14:00"}', "fetched_at"),
        ('{"html": "x", "id": {"a": 1}}', '"id"'),
        ('{"html": "x", "site": 5}', '"site"'),
    ],
)
def test_a_bad_line_is_a_rejection_that_says_why(tmp_path: Path, line: str, told: str) -> None:
    """A line that cannot be a page is counted as bad input, and the next line is read all the same."""
    path = tmp_path / "pages.jsonl"
    path.write_text(f'{line}\n{{"html": "<p>good</p>"}}\n', "utf-8")
    bad, good = list(read_file(path))
    assert isinstance(bad.content, Rejected)
    assert bad.content.reason is Rejection.BAD_INPUT
    assert told in bad.content.detail
    assert good.page is not None


def test_half_a_character_is_read() -> None:
    """A line with a lone surrogate, as other programs write them, is a page that UTF-8 can hold."""
    found = page(streamed(b'{"html": "<p>\\ud83d rose</p>"}\n'))
    assert found.body == b"<p>? rose</p>"


def test_an_unknown_site_key_is_no_reason_to_refuse() -> None:
    """Where the catalogue does not have the key, the address tells the site."""
    found = page(streamed(b'{"html": "x", "site": "nobody", "url": "https://decrypt.co/1/x"}\n'))
    assert found.site is not None
    assert found.site.key == "decrypt"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_stream_is_told_by_its_first_bytes(pack: type[bytes]) -> None:
    """Standard input may be JSON lines, HTML or text, gzipped or not."""
    assert [given.page and given.page.body for given in streamed(pack(b'{"html": "a"}\n{"html": "b"}'))] == [b"a", b"b"]
    assert page(streamed(pack(HTML))).content_type == "text/html"
    assert page(streamed(pack(b"Title\n\nText"))).body == b"Title\n\nText"
    assert page(streamed(b"")).body == b""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_huge_page_is_too_large(tmp_path: Path, pack: type[bytes]) -> None:
    """A page beyond the limit is refused without being read whole; so is one that hides in gzip."""
    path = tmp_path / "a.html"
    path.write_bytes(pack(b"<p>" + b"a" * MAX_PAGE_BYTES))
    assert rejected(list(read_file(path))).reason is Rejection.TOO_LARGE


def test_a_huge_line_costs_itself_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the limit is skipped to its end, and the next one is a page."""
    monkeypatch.setattr("pipelines.inputs.MAX_LINE_BYTES", 1000)
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"html": "a" * 5000}) + '\n{"html": "b"}\n', "utf-8")
    big, small = list(read_file(path))
    assert isinstance(big.content, Rejected)
    assert big.content.reason is Rejection.TOO_LARGE
    assert small.page is not None
    assert small.page.body == b"b"


@pytest.mark.parametrize("cut", [5, 40])
def test_broken_gzip_is_bad_input(tmp_path: Path, cut: int) -> None:
    """A gzip file that ends early is a rejection, wherever it ends."""
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(HTML * 3)[:cut])
    assert rejected(list(read_file(path))).reason is Rejection.BAD_INPUT


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    """A missing file is not a rejection but an error, with its cause."""
    missing = only(list(read_file(tmp_path / "missing.html")))
    assert isinstance(missing, Unreadable)
    assert "no such file" in missing.why


def test_a_directory_gives_its_pages_in_order(tmp_path: Path) -> None:
    """Pages are found at any depth, in the order of their paths; other files and hidden ones are left alone."""
    names = ["b/2.html", "b/10.txt", "a.html.gz", "c.jsonl", "saved?id=1", "style.css", "logo.png", ".hidden.html"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(HTML if "saved" in name else b"x")
    found = [path.relative_to(tmp_path).as_posix() for path in page_files(tmp_path)]
    assert found == ["a.html.gz", "c.jsonl", "saved?id=1", "b/10.txt", "b/2.html"]


def test_position_tells_how_far_a_file_is_read(tmp_path: Path) -> None:
    """The position counts bytes on the disk, so that the last input of a file is at its end."""
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b'{"html": "a"}\n' * 3)
    assert [given.position for given in read_file(path)][-1] == path.stat().st_size


def test_broken_gzip_is_told_by_files_that_say_they_are_pages(tmp_path: Path) -> None:
    """Of broken gzip files, a directory gives those that are named as pages, each as a rejection, and no others."""
    broken = gzip.compress(HTML)[:10] + b"\xff" * 40
    for name in ("a.html.gz", "b.jsonl.gz", "picture.bin"):
        (tmp_path / name).write_bytes(broken)
    found = list(page_files(tmp_path))
    assert [path.name for path in found] == ["a.html.gz", "b.jsonl.gz"]
    assert [rejected(list(read_file(path))).reason for path in found] == [Rejection.BAD_INPUT] * 2
