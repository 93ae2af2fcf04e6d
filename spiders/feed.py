"""All articles of a feed or sitemap, by its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from spiders.arguments import addresses_of, problem_of
from spiders.base import ArticleSpider
from spiders.links import feeds_of


class FeedSpider(ArticleSpider):
    """Fetches what a feed lists: `-a url=https://…`, RSS, Atom, JSON feed, sitemap, news sitemap or index."""

    name = "feed"

    def __init__(self, url: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.addresses = addresses_of(url)

    @property
    def scope(self) -> str:
        """Return whose addresses these are: those of the feeds."""
        return f"{self.name}/{','.join(self.addresses)}"

    def check(self) -> str:
        """Return what is wrong with the addresses."""
        return problem_of(self.addresses, self.name)

    def first_requests(self) -> Iterator[Request]:
        """Return a request for each feed."""
        return map(self.discovery, self.addresses)

    def no_feed(self, response: Response, depth: int) -> Iterator[Request]:
        """Follow the feeds that a page declares, where a page was given for a feed."""
        declared = feeds_of(response) if depth == 0 and isinstance(response, TextResponse) else []
        if not declared:
            yield from super().no_feed(response, depth)
        for url in declared:
            yield self.discovery(url, depth + 1)
