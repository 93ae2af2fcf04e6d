"""Reading web archives, written here as Common Crawl and other crawlers write them."""

from __future__ import annotations

import gzip
import io
import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.inputs import MAX_PAGE_BYTES, Input, read_file, read_stream
from pipelines.inputs.files import page_files
from pipelines.inputs.http_message import NotHttp, dechunked, http_message, unpacked
from pipelines.rejected import Rejected
from schemas.page import Page, Rejection
from tests.pipelines.archive import HTML, URL, Archive

CHUNKED = b"%x\r\n%b\r\n%x;name=value\r\n%b\r\n0\r\n\r\n" % (10, HTML[:10], len(HTML) - 10, HTML[10:])


def read(data: bytes) -> list[Input]:
    """Return what an archive gives."""
    return list(read_stream(io.BytesIO(data), "a.warc"))


def pages(data: bytes) -> list[Page]:
    """Return the pages of an archive that has nothing else."""
    found = [given.page for given in read(data)]
    assert None not in found
    return [page for page in found if page]


def rejected(given: Input) -> Rejected:
    """Return the rejection that an input is."""
    assert isinstance(given.content, Rejected)
    return given.content


def test_a_response_is_a_page() -> None:
    """Address, time, headers, site and id come from the record; requests and metadata are no inputs."""
    archive = Archive()
    offset = archive.page(WARC_Record_ID="<urn:uuid:7>")
    (given,) = read(archive.data)
    page = given.page
    assert page is not None
    assert given.origin == f"a.warc:{offset}"
    assert (page.url, page.body, page.status) == (URL, HTML, 200)
    assert page.content_type == page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.fetched_at == datetime(2026, 6, 27, 8, 15, tzinfo=UTC)
    assert page.input_id == "urn:uuid:7"
    assert page.site is not None
    assert page.site.key == "decrypt"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("gzipped", [True, False])
def test_records_keep_their_order(tmp_path: Path, version: str, gzipped: bool) -> None:
    """Pages come as they stand in the file, by any name, each with its place."""
    archive = Archive(version, gzipped=gzipped)
    offsets = [archive.page(f"{URL}-{number}") for number in range(50)]
    path = tmp_path / "unnamed"
    path.write_bytes(archive.data)
    found = list(read_file(path))
    assert [given.page and given.page.url for given in found] == [f"{URL}-{number}" for number in range(50)]
    assert [given.origin for given in found] == [f"{path}:{offset}" for offset in offsets]
    assert found[-1].position == path.stat().st_size


def test_an_archive_in_one_gzip_member() -> None:
    """A plain archive that somebody gzipped as a whole is read all the same."""
    archive = Archive(gzipped=False)
    for number in range(3):
        archive.page(f"{URL}-{number}")
    assert len(pages(gzip.compress(archive.data))) == 3


def test_an_archive_in_zstd_frames() -> None:
    """Archives packed by zstd are read, whatever their names, and however large their first frame is."""
    archive = Archive(gzipped=False)
    archive.response("https://decrypt.co/robots.txt", random.Random(1).randbytes(300_000))
    archive.page()
    packed = io.BytesIO()
    writer = ZstdWriter(packed)
    writer.write(archive.data)
    writer.close()
    assert [page.body for page in pages(packed.getvalue())] == [HTML]


def test_fractions_of_seconds_are_kept() -> None:
    """WARC 1.1 dates have fractions."""
    archive = Archive("1.1")
    archive.page(WARC_Date="2026-06-27T08:15:00.123456Z")
    (page,) = pages(archive.data)
    assert page.fetched_at == datetime(2026, 6, 27, 8, 15, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("br", brotli.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", bytes),
        ("gzip", bytes),
    ],
)
def test_packed_bodies_are_unpacked(coding: str, pack: Callable[[bytes], bytes]) -> None:
    """A body is as a browser has it; Common Crawl keeps bodies that are unpacked already under the header as it was."""
    archive = Archive()
    archive.response(body=pack(HTML), headers={"Content-Encoding": coding})
    (page,) = pages(archive.data)
    assert page.body == HTML
    assert "content-encoding" not in page.headers


@pytest.mark.parametrize("body", [CHUNKED, CHUNKED.replace(b"\r\n", b"\n"), HTML])
def test_chunks_are_joined(body: bytes) -> None:
    """A chunked body is whole, also where the archive keeps the header of a body that has no chunks."""
    archive = Archive()
    archive.response(body=body, headers={"Transfer-Encoding": "chunked"})
    assert [page.body for page in pages(archive.data)] == [HTML]


def test_what_is_left_of_a_cut_body_is_read() -> None:
    """Of a body that breaks off, what came is the page."""
    long = b"".join(b"<p>%d</p>" % (number * number) for number in range(100_000))
    for coding, pack in (("gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress)):
        half = unpacked(pack(long)[:100_000], coding, 10_000_000)
        assert 100_000 < len(half) < len(long)
        assert long.startswith(half)
    assert dechunked(CHUNKED[:40]) == HTML[: len(dechunked(CHUNKED[:40]))] != b""


def test_a_small_record_that_unpacks_to_much_is_too_large() -> None:
    """A page beyond the limit is refused without being unpacked whole."""
    archive = Archive()
    bomb = gzip.compress(b"a" * (3 * MAX_PAGE_BYTES))
    archive.response(body=bomb, headers={"Content-Encoding": "gzip"})
    archive.response(body=b"a" * (2 * MAX_PAGE_BYTES))
    archive.page()
    first, second, third = read(archive.data)
    assert rejected(first).reason is rejected(second).reason is Rejection.TOO_LARGE
    assert third.page is not None
    assert len(unpacked(bomb, "gzip", 1000)) == 1000


def test_http_is_read_leniently() -> None:
    """Lines may end in a line feed alone, headers may be folded, repeated, broken, or in no charset at all."""
    block = b"HTTP/2 200\nA: 1\nX-Robots-Tag: noindex,\n  nofollow\nA:2\nbroken\nB: \xe9\n\n" + HTML
    message = http_message(block, 1000)
    assert message.headers == {"a": "1, 2", "x-robots-tag": "noindex, nofollow", "b": "é"}
    assert (message.status, message.body) == (200, HTML)
    assert http_message(b"HTTP/1.1 404 Not Found", 10).body == b""
    with pytest.raises(NotHttp):
        http_message(HTML, 10)


def test_what_the_archive_does_not_have_is_rejected_with_its_reason() -> None:
    """Revisits, truncated and segmented records, and answers without a page are counted, each with its place and id."""
    archive = Archive()
    wanted = {
        archive.response(line="404 Not Found"): (Rejection.HTTP_ERROR, "status 404"),
        archive.response(line="301 Moved Permanently"): (Rejection.HTTP_ERROR, "status 301"),
        archive.record("revisit", URL, [("Content-Type", "text/html")], b"", line="304 Not Modified"): (
            Rejection.REVISIT,
            "the page is the same as in an earlier record, which has it",
        ),
        archive.page(WARC_Truncated="length"): (
            Rejection.TRUNCATED,
            "the archive does not have all of the page (length)",
        ),
        archive.response(WARC_Segment_Number="1"): (
            Rejection.TRUNCATED,
            "the archive does not have all of the page (segment 1)",
        ),
        archive.response("ftp://example.org/a"): (
            Rejection.BAD_INPUT,
            "WARC-Target-URI is no http address with a host: ftp://example.org/a",
        ),
        archive.response(WARC_Date="yesterday"): (Rejection.BAD_INPUT, "WARC-Date is no ISO 8601 time: yesterday"),
        archive.response(line="no HTTP"): (
            Rejection.BAD_INPUT,
            "no HTTP status line",
        ),
    }
    found = read(archive.data)
    assert {given.origin: (rejected(given).reason, rejected(given).detail) for given in found} == {
        f"a.warc:{offset}": told for offset, told in wanted.items()
    }
    assert all(rejected(given).url and str(rejected(given).input_id).startswith("urn:uuid:") for given in found)


def test_what_is_no_page_is_no_input() -> None:
    """Answers of name servers, robots.txt and records about records are passed over."""
    archive = Archive()
    archive.record("response", "dns:decrypt.co", None, b"20260627081500\n", Content_Type="text/dns")
    archive.response("https://decrypt.co/robots.txt", b"User-agent: *")
    archive.record("metadata", URL, None, b"a: b")
    archive.record("continuation", URL, None, HTML, WARC_Segment_Number="2")
    assert read(archive.data) == []


def test_resources_and_conversions_are_pages() -> None:
    """Files that were put into an archive, and text that was made of pages, come with the record's own type."""
    archive = Archive()
    archive.record("resource", "file:///saved/a.html", None, HTML, Content_Type="text/html")
    archive.record("resource", f"<{URL}>", None, HTML, Content_Type="text/html; charset=utf-8")
    archive.record("conversion", URL, None, b"Title\n\nText", Content_Type="text/plain")
    assert [(page.url, page.content_type, page.body) for page in pages(archive.data)] == [
        (None, "text/html", HTML),
        (URL, "text/html; charset=utf-8", HTML),
        (URL, "text/plain", b"Title\n\nText"),
    ]


@pytest.mark.parametrize("cut", [1, 9, 40, 200])
@pytest.mark.parametrize("gzipped", [True, False])
def test_a_file_that_ends_early_gives_what_is_whole(cut: int, gzipped: bool) -> None:
    """Pages before the break are kept; one rejection says at which byte the last record begins that is not whole."""
    archive = Archive(gzipped=gzipped)
    archive.page(f"{URL}-1")
    broken_at = archive.response(f"{URL}-2", HTML * 20)
    whole, broken = read(archive.data[: broken_at + cut + (300 if not gzipped else 0)])
    assert whole.page is not None
    assert rejected(broken).reason is Rejection.BAD_INPUT
    assert "ends inside" in rejected(broken).detail
    assert broken.origin == f"a.warc:{broken_at}"


def test_a_record_is_kept_where_only_its_packing_is_cut() -> None:
    """A file that lacks its last bytes has its last page, and is told to be broken all the same."""
    archive = Archive()
    offset = archive.response()
    kept, broken = read(archive.data[:-3])
    assert kept.page is not None
    assert broken.origin == f"a.warc:{offset}"


@pytest.mark.parametrize("members_before", [1, 500])
@pytest.mark.parametrize("members_after", [0, 1, 500])
def test_damage_costs_what_is_damaged(members_before: int, members_after: int) -> None:
    """Pages before damaged bytes are kept, and those of members behind them; one rejection says where the damage is."""
    archive = Archive()
    urls = [f"{URL}-{number}" for number in range(members_before + members_after)]
    for url in urls[:members_before]:
        archive.response(url)
    offset = archive.response(f"{URL}-lost")
    for url in urls[members_before:]:
        archive.response(url)
    damaged = bytearray(archive.data)
    damaged[offset + 60 : offset + 70] = b"\xff" * 10
    found = read(bytes(damaged))
    assert [given.page.url for given in found if given.page] == urls
    (broken,) = (given for given in found if not given.page)
    assert "is broken" in rejected(broken).detail
    assert broken.origin == f"a.warc:{offset}"
    places = [given.origin for given in found if given.page]
    assert places == [f"a.warc:{begin}" for begin in archive.offsets[1:] if begin != offset]


def test_archives_one_after_another_are_one() -> None:
    """Files that are put together are read through, also behind one that breaks off."""
    archive = Archive()
    archive.response(f"{URL}-1")
    archive.response(f"{URL}-2", HTML * 50)
    whole = [given.page.url for given in read(archive.data + archive.data) if given.page]
    assert whole == [f"{URL}-1", f"{URL}-2"] * 2
    found = read(archive.data[:-40] + archive.data)
    assert [given.page.url[-1] if given.page and given.page.url else "!" for given in found] == ["1", "!", "1", "2"]


def test_zeros_after_the_last_record_are_no_break() -> None:
    """Some writers fill the last block of a file."""
    archive = Archive()
    archive.page()
    assert len(pages(archive.data + bytes(100_000))) == 1


def test_a_file_that_is_only_named_as_an_archive_is_rejected(tmp_path: Path) -> None:
    """An empty file, and one of something else, are rejections; what begins as a page is one, by whatever name."""
    for name, data, reason in (
        ("a.warc", b"", Rejection.EMPTY),
        ("b.warc.gz", gzip.compress(b"something"), Rejection.BAD_INPUT),
        ("c.warc.zst", b"something", Rejection.BAD_INPUT),
        ("d.warc.gz", b"\x1f\x8b", Rejection.BAD_INPUT),
        ("e.warc", b"WARC/1.0\r\n", Rejection.BAD_INPUT),
    ):
        (tmp_path / name).write_bytes(data)
        (given,) = read_file(tmp_path / name)
        assert rejected(given).reason is reason
    (tmp_path / "f.warc").write_bytes(HTML)
    (page,) = read_file(tmp_path / "f.warc")
    assert page.page is not None


def test_a_directory_gives_its_archives(tmp_path: Path) -> None:
    """Archives are found by their names, and by their first bytes where the names say nothing."""
    archive = Archive()
    archive.page()
    for name in ("a.warc.gz", "b.warc", "c.warc.zst", "d.warc.gz.part", "e.wet.gz", "f.zst"):
        (tmp_path / name).write_bytes(b"\x28\xb5\x2f\xfd" if name.endswith("zst") else archive.data)
    assert [path.name for path in page_files(tmp_path)] == [
        "a.warc.gz",
        "b.warc",
        "c.warc.zst",
        "d.warc.gz.part",
        "e.wet.gz",
    ]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 3000), st.booleans(), st.booleans())
def test_whatever_is_in_the_file_nothing_raises(noise: bytes, at: int, over: bool, gzipped: bool) -> None:
    """Damage anywhere costs pages and is told; it never ends the reading of other files."""
    archive = Archive(gzipped=gzipped)
    for number in range(5):
        archive.page(f"{URL}-{number}")
    data = archive.data
    damaged = data[:at] + noise + data[at + (len(noise) if over else 0) :]
    found = read(damaged)
    assert all(isinstance(given.content, Page | Rejected) for given in found)
