"""Any site, by its home page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pipelines.catalogue import site_of_url
from pipelines.urls import is_http_address
from schemas.site import Site
from spiders.arguments import addresses_of, problem_of
from spiders.base import ArticleSpider
from spiders.editions import list_pages


class AnySiteSpider(ArticleSpider):
    """Finds and fetches the articles of a site: `-a url=https://…`, its home page."""

    name = "site"

    def __init__(self, url: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.addresses = addresses_of(url)
        self.facts = site_of_home(self.addresses[0]) if self.addresses and is_http_address(self.addresses[0]) else None

    def check(self) -> str:
        """Return what is wrong with the address."""
        several = "site takes one address; crawl each by itself" if len(self.addresses) > 1 else ""
        return problem_of(self.addresses, self.name) or several or super().check()


def site_of_home(home: str) -> Site:
    """Return what is known of the site of a home page; of an unknown one, that is the page and its host."""
    known = site_of_url(home)
    if known and _path(home) in {_path(page) for page in ("/", known.home, *list_pages(known))}:
        return known
    name = urlsplit(home).netloc.removeprefix("www.")
    return Site(key="", name=name, home=home)


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")
