"""Web archives, as crawls write them: WARC 1.1, each request after its response, a gzip member a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from pipelines.line_files import GrowingFile

VERSION: Final = "WARC/1.1"
ABOUT_THE_FORMAT: Final = {
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a response: its first line, its headers and its body, as they went over the wire."""

    first_line: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what the server answered."""

    url: str
    at: datetime
    record_id: str
    """Of the response's record: `urn:uuid:…`."""
    request: Message
    response: Message
    server: str | None = None
    """The address that answered."""
    truncated: str = ""
    """Why the response is not whole, in the words of the standard (`disconnect`, …); empty if it is."""


class WarcFile(GrowingFile):
    """An archive that is being written."""

    def __init__(self, path: Path, about: Mapping[str, str]) -> None:
        super().__init__(path)
        out = BytesIO()
        writer = _writer(out)
        info = writer.create_warcinfo_record(path.name, {**about, **ABOUT_THE_FORMAT})
        writer.write_record(info)
        self.append(out.getvalue())
        self._info_id = info.rec_headers.get_header("WARC-Record-ID")

    def write(self, exchange: Exchange) -> None:
        """Append an exchange, its response first."""
        out = BytesIO()
        writer = _writer(out)
        response, request = self._headers(exchange), self._headers(exchange)
        response["WARC-Record-ID"] = f"<{exchange.record_id}>"
        if exchange.truncated:
            response["WARC-Truncated"] = exchange.truncated
        request["WARC-Record-ID"] = f"<{new_record_id()}>"
        request["WARC-Concurrent-To"] = f"<{exchange.record_id}>"
        writer.write_record(_record(writer, "response", exchange.url, response, exchange.response))
        writer.write_record(_record(writer, "request", exchange.url, request, exchange.request))
        self.append(out.getvalue())

    def _headers(self, exchange: Exchange) -> dict[str, str]:
        at = exchange.at.astimezone(UTC)
        headers = {"WARC-Date": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06}Z", "WARC-Warcinfo-ID": self._info_id}
        return {**headers, "WARC-IP-Address": exchange.server} if exchange.server else headers


class _AsSent(StatusAndHeaders):  # type: ignore[misc]
    """First line and headers byte by byte: what is not ASCII is not quoted."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        return bytes(self.to_bytes(filter_func, encoding="latin-1"))


def new_record_id() -> str:
    """Return the id of a record that is to be written."""
    return f"urn:uuid:{uuid4()}"


def _writer(out: BytesIO) -> WARCWriter:
    return WARCWriter(out, gzip=True, warc_version=VERSION)


def _record(writer: WARCWriter, kind: str, url: str, headers: dict[str, str], message: Message) -> ArcWarcRecord:
    return writer.create_warc_record(
        url,
        kind,
        payload=BytesIO(message.body),
        length=len(message.body),
        warc_headers_dict=headers,
        http_headers=_AsSent(message.first_line, message.headers),
    )
