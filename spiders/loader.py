"""Gives every site of the catalogue a spider of its name: `scrapy list`, `scrapy crawl coindesk`."""

from __future__ import annotations

from scrapy import Spider
from scrapy.spiderloader import SpiderLoader

from pipelines.catalogue import load_sites, site_of_key
from spiders.base import ArticleSpider


class CatalogueSpiderLoader(SpiderLoader):
    """Loads the spiders of the project, and makes one for each known site that needs none of its own."""

    def list(self) -> list[str]:
        """Return the names of all spiders, in the order of the alphabet."""
        return sorted({*super().list(), *load_sites()})

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a name, or raise KeyError."""
        site = None if spider_name in super().list() else site_of_key(spider_name)
        if site is None:
            return super().load(spider_name)
        return type("CatalogueSpider", (ArticleSpider,), {"name": site.key, "site": site, "__doc__": site.name})
