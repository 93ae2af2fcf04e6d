"""`babelwire crawl`."""

from __future__ import annotations


def crawl() -> None:
    """Crawl sites."""
