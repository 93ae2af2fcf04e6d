"""All articles of a feed or sitemap, by its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from spiders.arguments import addresses_of, problem_of
from spiders.base import ArticleSpider
from spiders.discovery.declared import article_feeds_of
from spiders.discovery.places import kind_of
from spiders.discovery.sources import Origin


class FeedSpider(ArticleSpider):
    """Fetches what a feed lists: `-a url=https://…`, RSS, Atom, JSON feed, sitemap, news sitemap or index."""

    name = "feed"

    def __init__(self, url: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.addresses = addresses_of(url)
        self._declared: list[str] = []

    @property
    def scope(self) -> str:
        """Return whose addresses these are: those of the feeds."""
        return f"{self.name}/{','.join(self.addresses)}"

    def check(self) -> str:
        """Return what is wrong with the addresses."""
        return problem_of(self.addresses, self.name)

    def batches(self) -> Iterator[Iterable[Request]]:
        """Return a request for each feed, and then for those that pages declare which were given for a feed."""
        yield self._asked(self.addresses, Origin.KNOWN)
        yield self._asked(self._declared, Origin.DECLARED)

    def no_feed(self, response: Response) -> None:
        """Note the feeds that a page declares, where a page was given for a feed."""
        if isinstance(response, TextResponse):
            self._declared += article_feeds_of(response)

    def _asked(self, addresses: list[str], origin: Origin) -> Iterator[Request]:
        for url in addresses:
            yield from self.discovery.asked(url, kind_of(url), origin)
