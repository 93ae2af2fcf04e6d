"""Any article of any site, by its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy import Request

from spiders.arguments import addresses_of, problem_of
from spiders.base import ArticleSpider


class PageSpider(ArticleSpider):
    """Fetches articles: `-a url=https://…`, several separated by commas."""

    name = "page"

    def __init__(self, url: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.addresses = addresses_of(url)
        # Who names an article wants it looked at now, whatever is known of it.
        self.refresh = "1"

    def check(self) -> str:
        """Return what is wrong with the addresses."""
        return problem_of(self.addresses, self.name)

    def batches(self) -> Iterator[Iterable[Request]]:
        """Return a request for each address."""
        yield map(self.article, self.addresses)
