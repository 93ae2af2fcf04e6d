"""Archives as StormCrawler writes them, and Common Crawl's news crawl, which runs on it."""

from __future__ import annotations

import gzip
import hashlib
import io
from base64 import b32encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.inputs import Input, read_file, read_stream
from pipelines.normalizing import normalized_here
from pipelines.rejected import Rejected
from pipelines.shards.shard import shards_of
from schemas.article import Article
from schemas.page import Page, Rejection
from tests.pipelines.archive import HTML, URL, Archive

PROSE = "<p>거래소는 월요일 여섯 시간의 중단 끝에 모든 이용자의 출금을 재개했다고 밝혔다.</p>"
ARTICLE = f"<html lang=ko><meta charset=euc-kr><body><article><h1>출금 재개</h1>{PROSE * 6}</article></body></html>"
# What StormCrawler makes of a response that came packed and chunked: it keeps the body as a browser has it, and renames
# what would say otherwise.
STORED = {
    "X-Crawler-Content-Encoding": "gzip",
    "X-Crawler-Transfer-Encoding": "chunked",
    "X-Crawler-Content-Length": "1234",
    "Content-Length": str(len(HTML)),
}
PACKED = gzip.compress(HTML)
PACKED_AND_CHUNKED = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
PROTOCOL = {"WARC_Protocol": "h2", "WARC_IP_Address": "192.0.2.7"}


def digest(body: bytes) -> str:
    """Return a digest as archives have it."""
    return f"sha1:{b32encode(hashlib.sha1(body).digest()).decode()}"


def read(archive: Archive) -> list[Input]:
    """Return what an archive gives."""
    return list(read_stream(io.BytesIO(archive.data), "CC-NEWS-20260627081500-00042.warc.gz"))


def only_page(archive: Archive) -> Page:
    """Return the page of an archive that has nothing else."""
    (given,) = read(archive)
    assert given.page
    return given.page


def reasons(archive: Archive) -> list[Rejection | None]:
    """Return why inputs of an archive are no pages."""
    return [given.content.reason if isinstance(given.content, Rejected) else None for given in read(archive)]


def test_a_page_as_stormcrawler_stores_it() -> None:
    """Request, response and metadata are one page; its body is what the archive has, whatever it was packed in."""
    archive = Archive()
    archive.record("request", URL, [("Host", "decrypt.co")], b"", line="GET /1 HTTP/1.1")
    archive.response(headers=STORED, **PROTOCOL)
    archive.record("metadata", URL, None, b"fetch.statusCode: 200\r\nprotocol.set-header: x\r\n")
    page = only_page(archive)
    assert page.body == HTML
    assert page.fetched_at == datetime(2026, 6, 27, 8, 15, tzinfo=UTC)
    assert page.headers["content-length"] == str(len(HTML))


@pytest.mark.parametrize("line", ["200 ", "200", "206 Partial Content"])
def test_status_lines_that_were_mended(line: str) -> None:
    """Of HTTP/2 there is no reason in the line."""
    archive = Archive()
    archive.response(line=line, **PROTOCOL)
    assert only_page(archive).body == HTML


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/octet-stream", ""])
def test_a_response_whose_headers_were_not_kept(content_type: str) -> None:
    """It is a resource then, without a type of the server's a stream of bytes; it is read as what it is."""
    archive = Archive()
    archive.record("resource", URL, None, ARTICLE.encode("euc-kr"), Content_Type=content_type)
    ((_, outcome),) = normalized_here(read(archive))
    assert isinstance(outcome, bytes)
    article = Article.model_validate_json(outcome)
    assert (article.title, article.language, article.url) == ("출금 재개", "ko", URL)


@pytest.mark.parametrize("given", [digest(HTML), digest(b"something else"), "md5:?", ""])
def test_a_digest_is_no_reason_to_lose_a_page(given: str) -> None:
    """Right ones, those of the packed body, and wrong ones: the page is what is in the file."""
    archive = Archive()
    archive.response(WARC_Payload_Digest=given, WARC_Block_Digest=given)
    assert only_page(archive).body == HTML


@pytest.mark.parametrize("with_original", [True, False])
def test_a_revisit_is_counted(with_original: bool) -> None:
    """The page itself is read once where the file has it, and where it does not, the rejection tells its address."""
    archive = Archive()
    if with_original:
        archive.response()
    archive.record(
        "revisit",
        URL,
        [("Content-Type", "text/html")],
        b"",
        WARC_Profile="http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        WARC_Payload_Digest=digest(HTML),
        WARC_Refers_To_Target_URI=URL,
        WARC_Refers_To_Date="2026-06-26T08:15:00Z",
    )
    archive.record(
        "revisit",
        URL,
        None,
        b"",
        WARC_Profile="http://netpreserve.org/warc/1.0/revisit/server-not-modified",
    )
    assert reasons(archive) == [None] * with_original + [Rejection.REVISIT] * 2
    last = read(archive)[-1].content
    assert isinstance(last, Rejected)
    assert last.url == URL


@pytest.mark.parametrize("why", ["length", "time", "disconnect", "unspecified"])
def test_a_truncated_page_is_counted(why: str) -> None:
    """Crawlers stop reading at some size or time; half an article is none."""
    archive = Archive()
    archive.response(body=HTML[:-20], WARC_Truncated=why)
    archive.response()
    assert reasons(archive) == [Rejection.TRUNCATED, None]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Encoding": "gzip"}, PACKED),
        ({"Content-Encoding": "gzip"}, HTML),
        (PACKED_AND_CHUNKED, b"%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED), PACKED)),
        (PACKED_AND_CHUNKED, PACKED),
        ({"X-Crawler-Content-Encoding": "br", "Content-Encoding": "identity"}, HTML),
    ],
    ids=["as it came", "unpacked", "packed and chunked", "joined", "renamed"],
)
def test_whatever_was_undone_the_body_is_the_page(headers: dict[str, str], body: bytes) -> None:
    """Some crawlers keep bodies as they came, some unpack or join them, and some leave the headers all the same."""
    archive = Archive()
    archive.response(body=body, headers=headers)
    assert only_page(archive).body == HTML


def test_files_of_a_day_with_one_that_was_cut(tmp_path: Path) -> None:
    """Each file has a shard; of the one that ends amid a record, what is whole is read, and the rest told."""
    files = []
    for number in range(3):
        archive = Archive()
        offsets = [archive.response(f"{URL}-{number}-{page}", HTML * 50, headers=STORED) for page in range(2)]
        files.append(tmp_path / f"CC-NEWS-2026062708150{number}-0000{number}.warc.gz")
        files[-1].write_bytes(archive.data[: offsets[1] + 60] if number == 1 else archive.data)
    shards = list(shards_of(files, tmp_path / "out"))
    assert [shard.path for shard in shards] == files
    pages = [[given.page.url if given.page else None for given in shard.pages()] for shard in shards]
    assert pages == [[f"{URL}-0-0", f"{URL}-0-1"], [f"{URL}-1-0", None], [f"{URL}-2-0", f"{URL}-2-1"]]
    broken = list(read_file(files[1]))[-1].content
    assert isinstance(broken, Rejected)
    assert broken.detail == "the file ends inside the gzip member that begins here"
