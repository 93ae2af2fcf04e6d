"""Crawls some sites by their home pages alone, side by side in one process: `python -m … OUTPUT LOCALE LIMIT HOME…`."""

from __future__ import annotations

import sys

from scrapy.crawler import AsyncCrawlerProcess

from spiders.commands.running import project_settings

# Nobody has to be spared on this machine.
HASTE = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "RETRY_TIMES": 0,
    "BABELWIRE_WORKERS": 1,
    "LOG_LEVEL": "WARNING",
    "LOG_INSTALL_ROOT_HANDLER": True,
    "TWISTED_DNS_RESOLVER": "tests.spiders.small_resolver.SmallResolver",
}


def main(output: str, locale: str, limit: str, *homes: str) -> None:
    """Crawl the sites, or the editions of a language, up to so many records of each."""
    settings = project_settings()
    settings.setdict({**HASTE, "BABELWIRE_OUTPUT": output, "BABELWIRE_ALLOW_PRIVATE": True}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    for home in homes:
        process.crawl("site", url=home, locale=locale, limit=limit)
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
