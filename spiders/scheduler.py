"""The order of a crawl: lists wait in memory, articles in the ledger, which outlives the crawl and takes no memory."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import format_datetime
from typing import Final, TypeVar

from scrapy import Request
from scrapy.core.scheduler import Scheduler

from pipelines.items import count, crawl_store_of
from pipelines.rejected import Unfetched
from pipelines.store.ledger import Offer, Validators
from pipelines.store.store import Store
from spiders.base import LEASE, LISTED, ArticleSpider
from spiders.discovery.site import SOURCE

T = TypeVar("T")
OFFERS: Final = {Offer.NEW: "found", Offer.AGAIN: "asked_again", Offer.KNOWN: "known"}


class LedgerScheduler(Scheduler):
    """Scrapy's scheduler, but requests of articles become addresses in the ledger, and are leased from it."""

    def enqueue_request(self, request: Request) -> bool:
        """Take a request in; False where nothing will come of it."""
        store = self._store
        if store is None or not isinstance(self.spider, ArticleSpider):
            return super().enqueue_request(request)
        if LEASE in request.meta:
            return self._goes_on(request, store) and super().enqueue_request(request)
        if LISTED in request.meta:
            return self._offered(request, store)
        return super().enqueue_request(request)

    def next_request(self) -> Request | None:
        """Return what waits in memory first: lists, and what is under way already."""
        return super().next_request() or self._leased()

    def has_pending_requests(self) -> bool:
        """Tell whether anything waits, in memory or in the ledger."""
        store = self._store
        return super().has_pending_requests() or (store is not None and bool(self._safely(store.ledger.has_pending)))

    @property
    def _store(self) -> Store | None:
        assert self.crawler
        extension = crawl_store_of(self.crawler)
        return None if extension.is_broken else extension.store

    def _offered(self, request: Request, store: Store) -> bool:
        offer = self._safely(lambda: store.offer(request.url, request.meta[LISTED]))
        if offer in OFFERS:
            self._count(OFFERS[offer])
        if offer and (source := request.meta[SOURCE]) and isinstance(self.spider, ArticleSpider):
            self.spider.discovery.register.offered(request.url, source, offer)
        return True

    def _leased(self) -> Request | None:
        store = self._store
        if store is None or not isinstance(self.spider, ArticleSpider):
            return None
        lease = self._safely(store.lease)
        if lease is None:
            return None
        request = self.spider.request_of(lease.url)
        _set_conditions(request, lease.validators)
        return request

    def _goes_on(self, request: Request, store: Store) -> bool:
        """Tell whether a request that is under way, and is redirected or tried again, has to be made."""
        leased: str = request.meta[LEASE]
        if request.url in request.meta.get("redirect_urls", ()):
            self._count("not_fetched/redirect_loop")
            looped = Unfetched(leased, "redirect_loop", f"it leads to {request.url} again")
            self._safely(lambda: store.not_fetched(looped))
            return False
        if request.url == leased:
            return True
        lease = self._safely(lambda: store.move(leased, request.url))
        if lease is None:
            self._count("not_fetched/redirect_to_known")
            return False
        request.meta[LEASE] = lease.url
        _set_conditions(request, lease.validators)
        return True

    def _safely(self, keep: Callable[[], T]) -> T | None:
        assert self.crawler
        return crawl_store_of(self.crawler).safely(keep)

    def _count(self, key: str) -> None:
        assert self.crawler
        count(self.crawler, key)


def _set_conditions(request: Request, validators: Validators) -> None:
    """Ask for a page only if it has changed since it was fetched."""
    for name in ("If-None-Match", "If-Modified-Since"):
        request.headers.pop(name, None)
    if validators.etag:
        request.headers["If-None-Match"] = validators.etag
    if validators.modified:
        request.headers["If-Modified-Since"] = format_datetime(validators.modified, usegmt=True)
