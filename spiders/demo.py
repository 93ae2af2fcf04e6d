"""The embedded demo site, crawled as any other site."""

from __future__ import annotations

from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler

from spiders.base import ArticleSpider
from spiders.demo_site import DemoSite, site

# The same in each crawl, so that a second one meets the addresses of the first.
PORT: Final = 8017


class DemoSpider(ArticleSpider):
    """Serves the demo site on this machine and crawls it: a crawl to try, without a network."""

    name = "demo"
    # Nobody has to be spared on the loopback; robots.txt is obeyed all the same.
    custom_settings = {  # noqa: RUF012 - Scrapy declares it as the instance's
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "RETRY_TIMES": 0,
        "BABELWIRE_ALLOW_PRIVATE": True,
        # Its stories are of June 2026 for ever.
        "BABELWIRE_STALE_DAYS": 36500,
    }

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Make the spider, and start what it crawls."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        server = DemoSite(port=PORT).start()
        spider.facts = site(server.base_url)
        crawler.signals.connect(lambda: server.stop(), signals.spider_closed, weak=False)
        return spider
