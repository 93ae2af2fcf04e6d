"""A spider of a site whose facts are given as arguments."""

from __future__ import annotations

from typing import Any

from schemas.site import Site
from spiders.base import ArticleSpider


class SmallSpider(ArticleSpider):
    """Crawls a small site from its home page: `-a url=http://127.0.0.1:…`."""

    name = "small"

    def __init__(self, url: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.facts = Site(key="small", name="Small", home=url, languages=("en",), article_url=f"{url}.*/story-")


class MovedSpider(ArticleSpider):
    """Crawls a site of which nothing is any more as its facts tell: neither its feed nor its addresses."""

    name = "moved"

    def __init__(self, url: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.facts = Site(key="moved", name="Moved", home=url, feeds=(f"{url}old.rss",), article_url=f"{url}story-\\d+")
