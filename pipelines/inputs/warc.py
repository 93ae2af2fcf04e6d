"""Web archives to pages: WARC 1.0 and 1.1, plain, gzipped or zstd, as crawlers write them and as Common Crawl does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.catalogue import site_of_url
from pipelines.inflate import GZIP_MAGIC
from pipelines.inputs.files import Counted, Readable
from pipelines.inputs.gzip_members import Break, GzipMembers
from pipelines.inputs.http_message import NotHttp, http_message
from pipelines.inputs.usable import usable
from pipelines.rejected import Rejected
from pipelines.urls import is_http_address, path_of
from schemas.page import Page, Rejection
from schemas.site import Site

# A conversion is the text that somebody made of a page, as in Common Crawl's WET files.
WANTED: Final = (
    WarcRecordType.response,
    WarcRecordType.resource,
    WarcRecordType.conversion,
    WarcRecordType.revisit,
)
# What a response has beside its body; more than servers and browsers let headers have.
HTTP_HEAD_BYTES: Final = 1024 * 1024


class BrokenWarc(ValueError):
    """A part of the archive cannot be read."""

    def __init__(self, found: Break) -> None:
        super().__init__(found.why)
        self.offset = found.at


class BadRecord(ValueError):
    """A record does not say what it has to say."""


class Archive(Protocol):
    """The unpacked bytes of an archive."""

    broken: Break | None
    """Where they end too early, if they do."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most so many bytes."""

    def tell(self) -> int:
        """Return how many bytes have been read."""

    def packed_position(self, position: int, /) -> int:
        """Return where in the file the record begins that begins at some unpacked byte."""

    def after_break(self) -> Archive | None:
        """Return what can be read behind a break; None where there is nothing, or no break."""


class Straight(Counted):
    """An archive that is read as it is, from some byte on; of zstd, the library knows the places itself."""

    broken: Break | None = None

    def __init__(self, raw: Readable, begins_at: int = 0) -> None:
        super().__init__(raw)
        self._begins_at = begins_at

    def packed_position(self, position: int) -> int:
        """Return the place in the file."""
        return self._begins_at + position

    def after_break(self) -> None:
        """Return nothing: without members, nobody knows where the next record begins."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a page."""

    kind: WarcRecordType
    id: str | None
    url: str
    date: str
    content_type: str
    truncated: str
    """Why the archive does not have all of it; empty if it has."""
    content_length: int


def read_warc(
    packed: Readable, head: bytes, max_page_bytes: int, begins_at: int = 0
) -> Iterator[tuple[int, Page | Rejected]]:
    """Return the pages of an archive, or why there are none, each with the offset of its record in the file.

    What is read may begin at some byte of the file, where a record does.
    """
    form = GzipMembers if head.startswith(GZIP_MAGIC) else Straight
    archive: Archive | None = form(packed, begins_at)
    while archive:
        try:
            for offset, record, block in _records(archive, max_page_bytes + HTTP_HEAD_BYTES):
                yield offset, _page_or_rejection(record, block, max_page_bytes)
        except BrokenWarc as problem:
            yield problem.offset, Rejected(Rejection.BAD_INPUT, str(problem))
        archive = archive.after_break()


def _records(archive: Archive, max_bytes: int) -> Iterator[tuple[int, Record, bytes]]:
    """Return the records that pages may be made of, each with its block, or the beginning of a longer one."""
    offset = archive.packed_position(0)
    empty = True
    try:
        # Parsing HTTP is left to our own reader: there, a response that is broken costs itself only. (Of a stream, the
        # library calls `read` and `tell`; its types ask for more.)
        for found in ArchiveIterator(archive, parse_http=False, quirks_mode=True):  # type: ignore[arg-type]
            empty = False
            offset = archive.packed_position(found.stream_pos)
            record = _record(found)
            block = found.reader.read(max_bytes) if _is_wanted(record) else b""
            if not _header(found, "Content-Length") or len(block) + found.reader.consume() < record.content_length:
                raise BrokenWarc(archive.broken or Break(offset, "the file ends inside the record that begins here"))
            if _is_wanted(record):
                yield offset, record, block
    except OSError as problem:
        raise BrokenWarc(Break(offset, f"broken inside or after the record that begins here: {problem}")) from None
    if archive.broken:
        raise BrokenWarc(archive.broken)
    if empty:
        raise BrokenWarc(Break(offset, "the archive has no record"))


def _record(found: WarcRecord) -> Record:
    # A record in segments has its number on each; only the first looks like a page.
    segment = _header(found, "WARC-Segment-Number")
    return Record(
        kind=found.record_type,
        id=_header(found, "WARC-Record-ID").strip("<>") or None,
        # Some writers put the address in angle brackets, as the standard's first edition had it.
        url=_header(found, "WARC-Target-URI").strip("<>"),
        date=_header(found, "WARC-Date"),
        content_type=_header(found, "Content-Type"),
        truncated=_header(found, "WARC-Truncated") or (f"segment {segment}" if segment else ""),
        content_length=found.content_length,
    )


def _header(record: WarcRecord, name: str) -> str:
    return (record.headers.get(name) or "").strip()


def _is_wanted(record: Record) -> bool:
    if record.kind not in WANTED or record.url.startswith("dns:"):
        return False
    return not record.content_type.startswith("text/dns") and path_of(record.url) != "/robots.txt"


def _page_or_rejection(record: Record, block: bytes, max_page_bytes: int) -> Page | Rejected:
    if why := _reason_against(record, max_page_bytes):
        return _rejected(record, *why)
    try:
        return usable(_page(record, block, max_page_bytes), max_page_bytes)
    except (BadRecord, NotHttp) as problem:
        return _rejected(record, Rejection.BAD_INPUT, str(problem))


def _reason_against(record: Record, max_page_bytes: int) -> tuple[Rejection, str] | None:
    if record.kind == WarcRecordType.revisit:
        return Rejection.REVISIT, "the page is the same as in an earlier record, which has it"
    if record.truncated:
        return Rejection.TRUNCATED, f"the archive does not have all of the page ({record.truncated})"
    if record.content_length > max_page_bytes + HTTP_HEAD_BYTES:
        return Rejection.TOO_LARGE, f"more than {max_page_bytes} bytes"
    return None


def _rejected(record: Record, reason: Rejection, detail: str) -> Rejected:
    return Rejected(reason, detail, record.url or None, record.id)


def _page(record: Record, block: bytes, max_page_bytes: int) -> Page:
    fetched_at = _moment(record.date)
    if record.kind != WarcRecordType.response:
        # Files and the like have addresses that are none of the web's.
        url = record.url if is_http_address(record.url) else None
        return Page(block, url, record.content_type, fetched_at=fetched_at, site=_site(url), input_id=record.id)
    if not is_http_address(record.url):
        raise BadRecord(f"WARC-Target-URI is no http address with a host: {record.url[:200]}")
    message = http_message(block, max_page_bytes)
    return Page(
        body=message.body,
        url=record.url,
        content_type=message.headers.get("content-type", ""),
        headers=message.headers,
        status=message.status,
        fetched_at=fetched_at,
        site=_site(record.url),
        input_id=record.id,
    )


def _site(url: str | None) -> Site | None:
    return site_of_url(url) if url else None


def _moment(date: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(date) if date else None
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        raise BadRecord(f"WARC-Date is no ISO 8601 time: {date[:50]}") from None
