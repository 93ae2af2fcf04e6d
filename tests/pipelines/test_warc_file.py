"""Writing web archives."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.inputs import read_file
from pipelines.rejected import Rejected
from pipelines.warc_file import Exchange, Message, WarcFile, new_record_id

AT = datetime(2026, 6, 27, 8, 15, 0, 1200, tzinfo=UTC)
HTML = b"<!doctype html><html><body><p>Bitcoin rose.</p></body></html>"


def exchange(url: str = "https://example.org/a", body: bytes = HTML, truncated: str = "", **headers: str) -> Exchange:
    """Return a page that was fetched."""
    return Exchange(
        url=url,
        at=AT,
        record_id=new_record_id(),
        request=Message("GET /a HTTP/1.1", [("Host", "example.org")], b""),
        response=Message("HTTP/1.1 200 OK", [("Content-Type", "text/html"), *headers.items()], body),
        server="192.0.2.1",
        truncated=truncated,
    )


def written(folder: Path, *exchanges: Exchange) -> Path:
    """Return an archive with these exchanges."""
    file = WarcFile(folder / "a.warc.gz", {"software": "Babelwire/1"})
    for each in exchanges:
        file.write(each)
    file.close()
    return file.path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A page comes back with its address, headers, time to the microsecond, and the id of its record."""
    given = exchange(body=gzip.compress(HTML), **{"Content-Encoding": "gzip", "X-Note": "caf\xe9"})
    (found,) = read_file(written(tmp_path, given))
    page = found.page
    assert page is not None
    assert (page.url, page.body, page.fetched_at, page.input_id) == (given.url, HTML, AT, given.record_id)
    assert page.headers == {"content-type": "text/html", "x-note": "caf\xe9"}


def test_an_archive_is_what_others_read(tmp_path: Path) -> None:
    """Records have what the standard asks for, their digests are right, and each is a gzip member of its own."""
    path = written(tmp_path, exchange(truncated="disconnect"), exchange())
    with path.open("rb") as stream:
        archive = ArchiveIterator(stream, check_digests="raise")
        records = [(record.rec_type, record.rec_headers, record.content_stream().read()) for record in archive]
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "request", "response", "request"]
    (_, info, about), (_, response, body), (_, request, _), (_, whole, _), _ = records
    assert b"software: Babelwire/1\r\n" in about
    assert body == HTML
    assert info["WARC-Filename"] == "a.warc.gz"
    assert response["WARC-Warcinfo-ID"] == info["WARC-Record-ID"]
    assert response["WARC-Payload-Digest"].startswith("sha1:")
    assert response["WARC-Date"] == "2026-06-27T08:15:00.001200Z"
    assert response["WARC-IP-Address"] == "192.0.2.1"
    assert (response["WARC-Truncated"], whole["WARC-Truncated"]) == ("disconnect", None)
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert len({given.origin for given in read_file(path)}) == 2


def test_an_unfinished_archive_has_its_whole_records(tmp_path: Path) -> None:
    """What a killed run leaves is under a temporary name, and gives every page that was written."""
    file = WarcFile(tmp_path / "a.warc.gz", {})
    for number in range(3):
        file.write(exchange(f"https://example.org/{number}"))
    (part,) = tmp_path.iterdir()
    assert part.name == "a.warc.gz.part"
    assert [given.page and given.page.url for given in read_file(part)] == [
        f"https://example.org/{number}" for number in range(3)
    ]
    part.write_bytes(part.read_bytes()[:-700])
    *whole, broken = read_file(part)
    assert len(whole) == 2
    assert isinstance(broken.content, Rejected)


def test_no_archive_is_overwritten(tmp_path: Path) -> None:
    """A name that is taken is not written to."""
    written(tmp_path, exchange())
    with pytest.raises(FileExistsError, match="never overwritten"):
        WarcFile(tmp_path / "a.warc.gz", {})
