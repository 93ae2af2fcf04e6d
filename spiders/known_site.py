"""Any site of the catalogue that needs no spider of its own."""

from __future__ import annotations

from typing import Any

from pipelines.catalogue import site_of_key
from spiders.base import ArticleSpider


class KnownSiteSpider(ArticleSpider):
    """Crawls a known site: `-a key=coindesk`; `babelwire sites` lists the keys."""

    name = "site"

    def __init__(self, key: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.key = key
        self.facts = site_of_key(key)

    def check(self) -> str:
        """Return what is wrong with the key."""
        if self.facts is None:
            return f"no known site has the key {self.key!r}; `babelwire sites` lists them"
        return super().check()
