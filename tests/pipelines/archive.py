"""Web archives in the making, for tests."""

from __future__ import annotations

import io

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = b"<!doctype html><html><body><p>Bitcoin rose.</p></body></html>"
URL = "https://decrypt.co/1/bitcoin-rose"
DATE = "2026-06-27T08:15:00Z"


class Archive:
    """An archive in the making: a gzip member a record."""

    def __init__(self, version: str = "1.0", *, gzipped: bool = True) -> None:
        self.out = io.BytesIO()
        self.offsets: list[int] = []
        self._writer = WARCWriter(self.out, gzip=gzipped, warc_version=version)
        self._write(self._writer.create_warcinfo_record("x.warc.gz", {"software": "test", "format": "WARC 1.0"}))

    @property
    def data(self) -> bytes:
        """Return the whole file."""
        return self.out.getvalue()

    def page(self, url: str = URL, *, body: bytes = HTML, **warc: str) -> int:
        """Add request, response and metadata of a page, as Common Crawl does; return the offset of the response."""
        self.record("request", url, [("Host", "decrypt.co"), ("User-Agent", "CCBot/2.0")], b"", line="GET /1 HTTP/1.1")
        offset = self.response(url, body, **warc)
        self.record("metadata", url, None, b"fetchTimeMs: 70\r\n", WARC_Concurrent_To="<urn:uuid:1>")
        return offset

    def response(
        self,
        url: str = URL,
        body: bytes = HTML,
        headers: dict[str, str] | None = None,
        line: str = "200 OK",
        **warc: str,
    ) -> int:
        """Add a response."""
        http = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        return self.record("response", url, [*http.items()], body, line, **warc)

    def record(
        self, kind: str, url: str, http: list[tuple[str, str]] | None, body: bytes, line: str = "200 OK", **warc: str
    ) -> int:
        """Add any record; return its offset."""
        given = {name.replace("_", "-"): value for name, value in {"WARC_Date": DATE, **warc}.items()}
        content_type = given.pop("Content-Type", "")
        protocol = "" if " HTTP" in line else "HTTP/1.1"
        return self._write(
            self._writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body),
                length=len(body),
                warc_content_type=content_type,
                warc_headers_dict=given,
                http_headers=None if http is None else StatusAndHeaders(line, http, protocol=protocol),
            )
        )

    def _write(self, record: object) -> int:
        self.offsets.append(self.out.tell())
        self._writer.write_record(record)
        return self.offsets[-1]
