"""Pauses that a site asks for: Crawl-delay of robots.txt, Retry-After, and backing off where it only says no."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic
from typing import Final, Self

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from spiders.retry_after import backoff, seconds_asked
from spiders.slots import is_robots, slot_of, turn_away

logger = logging.getLogger(__name__)

REFUSALS: Final = (429, 503)
REDIRECTS: Final = range(300, 400)
SERVER_ERROR: Final = 500
# The downloader looks at a slot's last use only where the slot has some delay.
LEAST_DELAY: Final = 0.001
GIVEN_UP: Final = "the host was given up for this run"


class HostRefuses(IgnoreRequest):
    """The host said several times in a row that it wants no requests now; it is left alone for this run."""


class Refused(IgnoreRequest):
    """The host refuses this address, as often as it was asked for, and takes others."""


@dataclass(slots=True)
class Host:
    """How a host, by the name of its downloader slot, took the requests so far."""

    crawl_delay: float = 0.0
    refusals: int = 0
    """In a row; those that come in while the host is paused already count as one."""
    paused_until: float = 0.0
    given_up: bool = False


class Politeness:
    """Slows a host down as it asks, and leaves it alone where it keeps refusing.

    All pauses are the downloader slot's: they hold for the whole host, and nothing sleeps.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts: dict[str, Host] = {}
        settings = crawler.settings
        self._agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._longest_delay = settings.getfloat("BABELWIRE_CRAWL_DELAY_MAX")
        self._longest_pause = settings.getfloat("BABELWIRE_PAUSE_MAX")
        self._first_pause = settings.getfloat("BABELWIRE_PAUSE")
        self._patience = settings.getint("BABELWIRE_REFUSALS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(middleware.about_to_wait, signals.request_reached_downloader)
        crawler.signals.connect(middleware.answered, signals.response_downloaded)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Note the delay that the host's robots.txt asks for."""
        key = slot_of(request)
        asked = robotparser.crawl_delay(self._agent) or 0.0
        if asked > self._longest_delay:
            logger.warning("%s asks for a delay of %g s; %g s are kept", key, asked, self._longest_delay)
        if asked > 0:
            host = self._host(key)
            # Several ports of a host share its slot.
            host.crawl_delay = max(host.crawl_delay, min(asked, self._longest_delay))

    def about_to_wait(self, request: Request) -> None:
        """Slow the slot down that a request has come to: it is new at times, and knows nothing yet."""
        self._slow_down(slot_of(request))

    def answered(self, response: Response, request: Request) -> None:
        """Pause the host that refused, before its next request is sent."""
        key = slot_of(request)
        host = self._host(key)
        if _refuses(request, response):
            if not host.given_up:
                self._refused(key, host, response)
        elif response.status not in REDIRECTS:
            # A redirect is no answer yet: its target may be the refusal.
            host.refusals = 0
        # AutoThrottle, which heard of the response first, may have set a shorter delay.
        self._slow_down(key)

    def process_request(self, request: Request) -> None:
        """Ask nothing of a host that was given up."""
        # After a redirect, the request still has the slot of the host that it comes from.
        request.meta.pop("download_slot", None)
        if self._host(slot_of(request)).given_up:
            raise HostRefuses(GIVEN_UP)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again later for what was refused, as often as for what failed otherwise."""
        if not _refuses(request, response):
            return response
        key = slot_of(request)
        host = self._host(key)
        again = None if host.given_up or request.meta.get("dont_retry") else self._again(request, response)
        if again:
            return again
        if is_robots(request):
            # Without its robots.txt, nobody knows what may be asked of the host.
            self._give_up(key, host)
        raise (HostRefuses if host.given_up else Refused)(f"status {response.status}")

    def _refused(self, key: str, host: Host, response: Response) -> None:
        now = monotonic()
        if now >= host.paused_until:
            host.refusals += 1
        if host.refusals >= self._patience:
            logger.warning("%s refused %d times in a row: given up for this run", key, host.refusals)
            self._give_up(key, host)
            return
        asked = seconds_asked(response.headers.get("Retry-After"))
        if asked and asked > self._longest_pause:
            logger.warning("%s asks for a pause of %g s; %g s are kept", key, asked, self._longest_pause)
        pause = min(asked or backoff(self._first_pause, host.refusals), self._longest_pause)
        host.paused_until = max(host.paused_until, now + pause)

    def _again(self, request: Request, response: Response) -> Request | None:
        spider: Spider | None = self._crawler.spider
        assert spider
        reason = f"status {response.status}"
        return get_retry_request(request, spider=spider, reason=reason, give_up_log_level="DEBUG")

    def _slow_down(self, key: str) -> None:
        host, slot = self._host(key), self._downloader.slots.get(key)
        if slot is None:
            return
        if host.crawl_delay:
            # Never shorter than asked for: no jitter.
            slot.delay, slot.jitter = max(slot.delay, host.crawl_delay), 0.0
        if host.paused_until > monotonic():
            # The slot counts its delay from its last use; this one lies at the end of the pause.
            slot.delay, slot.lastseen = max(slot.delay, LEAST_DELAY), max(slot.lastseen, host.paused_until)

    def _give_up(self, key: str, host: Host) -> None:
        host.given_up, host.paused_until = True, 0.0
        if slot := self._downloader.slots.get(key):
            turn_away(slot, HostRefuses(GIVEN_UP))

    def _host(self, key: str) -> Host:
        return self._hosts.setdefault(key, Host())

    @property
    def _downloader(self) -> Downloader:
        engine = self._crawler.engine
        assert engine
        return engine.downloader


def _refuses(request: Request, response: Response) -> bool:
    # Where robots.txt fails at the server, all is forbidden until it is back (RFC 9309).
    return response.status in REFUSALS or (is_robots(request) and response.status >= SERVER_ERROR)
