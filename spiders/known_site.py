"""Any site that needs no spider of its own: known by its key, or unknown and given by its home page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pipelines.catalogue import site_of_key, site_of_url
from pipelines.urls import is_http_address
from schemas.site import Site
from spiders.arguments import addresses_of, problem_of
from spiders.base import ArticleSpider
from spiders.editions import list_pages


class KnownSiteSpider(ArticleSpider):
    """Crawls a known site (`-a key=coindesk`; `babelwire sites` lists the keys), or any site by its home page."""

    name = "site"

    def __init__(self, key: str = "", url: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.key = key
        self.addresses = addresses_of(url)
        self.facts = site_of_key(key)
        if not key and self.addresses and is_http_address(self.addresses[0]):
            self.facts = site_of_home(self.addresses[0])

    def check(self) -> str:
        """Return what is wrong with the key or the address."""
        if not self.key:
            several = "site takes one address; crawl each by itself" if len(self.addresses) > 1 else ""
            return problem_of(self.addresses, self.name) or several
        if self.facts is None:
            return f"no known site has the key {self.key!r}; `babelwire sites` lists them"
        return super().check()


def site_of_home(home: str) -> Site:
    """Return what is known of the site of a home page; of an unknown one, that is the page and its host."""
    known = site_of_url(home)
    if known and _path(home) in {_path(page) for page in ("/", known.home, *list_pages(known))}:
        return known
    name = urlsplit(home).netloc.removeprefix("www.")
    return Site(key="", name=name, home=home)


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")
