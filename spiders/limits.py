"""Files that are short by their nature: of robots.txt and its like, no more is read than they can need."""

from __future__ import annotations

from typing import Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response

from spiders.slots import is_robots

# A crawler has to read 500 KiB of a robots.txt (RFC 9309); of ten megabytes, the parser is busy for seconds.
MAX_ROBOTS: Final = 512 * 1024
# Keys of a request's meta.
READ_AT_MOST: Final = "read_at_most"
BYTES_READ: Final = "bytes_read"


class ShortFiles:
    """Stops reading where a request says so, and for each robots.txt."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        middleware = cls()
        crawler.signals.connect(middleware.bytes_received, signals.bytes_received)
        return middleware

    def process_request(self, request: Request) -> None:
        """Set the limit of a robots.txt; begin to count anew where a request is repeated."""
        if is_robots(request):
            request.meta.setdefault(READ_AT_MOST, MAX_ROBOTS)
        if READ_AT_MOST in request.meta:
            request.meta[BYTES_READ] = 0

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Hang up when the limit is reached; what has come until then is the response."""
        if READ_AT_MOST not in request.meta:
            return
        request.meta[BYTES_READ] += len(data)
        if request.meta[BYTES_READ] > request.meta[READ_AT_MOST]:
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        """Cut what was unpacked in the meantime, at the end of a line."""
        limit = request.meta.get(READ_AT_MOST)
        if limit is None or len(response.body) <= limit:
            return response
        return response.replace(body=response.body[:limit].rpartition(b"\n")[0])
