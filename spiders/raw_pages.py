"""Fetched article pages as they came, kept in web archives: `output/<site>/<run>-<part>.warc.gz`."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.headers import Headers

from pipelines.items import STATS, count, crawl_store_of, run_of
from pipelines.store.parts import ARCHIVES, PartFiles
from pipelines.warc_file import Exchange, Message, WarcFile, new_record_id
from spiders.base import KEPT, NOT_MODIFIED, ArticleSpider, Kept, is_for_article

# What readers of archives unpack; not all of them know the younger ones.
CODINGS: Final = "gzip, deflate"
# The downloader has undone the first; the second may tell of a body that did not come whole.
ABOUT_THE_BODY: Final = ("Transfer-Encoding", "Content-Length")
ORIGINAL: Final = "X-Original-"
CUT_FLAGS: Final = frozenset({"dataloss", "partial", "download_stopped"})


class RawPages:
    """Scrapy's downloader middleware that keeps each answer to a request for an article, redirects among them.

    It stands next to the downloader, where bodies are still packed as they came.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        output, part_bytes = Path(crawler.settings["BABELWIRE_OUTPUT"]), crawler.settings.getint("BABELWIRE_RAW_BYTES")
        about = _about(crawler)
        self._parts = PartFiles(output, run_of(crawler), ARCHIVES, part_bytes, lambda path: WarcFile(path, about))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl that is to keep its pages."""
        if not crawler.settings.getbool("BABELWIRE_KEEP_RAW"):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Ask for bodies that readers of archives unpack."""
        if is_for_article(request, self._crawler.spider):
            request.headers["Accept-Encoding"] = CODINGS

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep an article's response, and note on the request when it came and where it is."""
        # A redirect's request has the notes of the one before.
        request.meta.pop(KEPT, None)
        is_article = is_for_article(request, self._crawler.spider)
        if is_article and response.status != NOT_MODIFIED and "cached" not in response.flags:
            exchange = exchange_of(request, response)
            try:
                self._keep(exchange)
            except OSError as error:
                crawl_store_of(self._crawler).stop(error)
            else:
                request.meta[KEPT] = Kept(exchange.at, exchange.record_id)
        return response

    def close(self) -> None:
        """Give the archives their names."""
        try:
            self._parts.close()
        except OSError as error:
            crawl_store_of(self._crawler).stop(error)

    def _keep(self, exchange: Exchange) -> None:
        self._parts.growing(self._folder(exchange.url)).write(exchange)
        count(self._crawler, "raw_pages")
        assert self._crawler.stats
        self._crawler.stats.set_value(f"{STATS}/raw_files", list(map(str, self._parts.begun)))
        self._parts.close_full()

    def _folder(self, url: str) -> str:
        spider = self._crawler.spider
        assert isinstance(spider, ArticleSpider)
        site = spider.site_of(url)
        return site.key if site else spider.folder


def exchange_of(request: Request, response: Response) -> Exchange:
    """Return a request and the response that has just come, as they were on the wire as far as the downloader tells."""
    return Exchange(
        url=response.url,
        at=datetime.now(UTC),
        record_id=new_record_id(),
        request=_request_message(request),
        response=_response_message(response),
        server=str(response.ip_address) if response.ip_address else None,
        truncated="disconnect" if CUT_FLAGS & set(response.flags) else "",
    )


def _request_message(request: Request) -> Message:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = _lines(request.headers)
    if "Host" not in request.headers:
        # The downloader adds it.
        headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    return Message(f"{request.method} {target} HTTP/1.1", headers, request.body)


def _response_message(response: Response) -> Message:
    headers = [
        (f"{ORIGINAL}{name}" if _is_untrue(name, value, len(response.body)) else name, value)
        for name, value in _lines(response.headers)
    ]
    # HTTP/2 has no such line; archives write it as of the version before.
    protocol = response.protocol if str(response.protocol).startswith("HTTP/1.") else "HTTP/1.1"
    first_line = f"{protocol} {response.status} {_phrase(response.status)}".rstrip()
    return Message(first_line, headers, response.body)


def _is_untrue(name: str, value: str, body_bytes: int) -> bool:
    return name in ABOUT_THE_BODY and value != str(body_bytes)


def _lines(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values or ()
    ]


def _phrase(status: int) -> str:
    # The server's own words are not handed on.
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _about(crawler: Crawler) -> dict[str, str]:
    """Return what an archive says of the crawl that made it."""
    settings = crawler.settings
    agent = str(settings["USER_AGENT"])
    return {
        "software": agent.partition(" ")[0],
        "isPartOf": run_of(crawler),
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": agent,
        "operator": str(settings["BABELWIRE_CONTACT"] or ""),
    }
