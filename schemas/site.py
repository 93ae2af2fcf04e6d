"""A known site: facts only, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Site:
    """What is peculiar to a site. Everything else the general rules find out."""

    key: str
    name: str
    home: str
    languages: tuple[str, ...] = ()
    """BCP 47 tags of what it publishes."""
    locale_urls: Mapping[str, str] = field(default_factory=dict)
    """Language tag → list page of that edition."""
    feeds: tuple[str, ...] = ()
    sitemap: str | None = None
    api: str | None = None
    """Address at which it gives its newest articles as JSON, for pages that only a browser could read."""
    article_url: str | None = None
    """Regular expression, matched against the whole URL: articles yes, lists no."""
    timezone: str | None = None
    """The newsroom's IANA zone, for times printed without one."""
    kind: str = "outlet"
    """`outlet`, `exchange` (takes articles over), `flash` or `aggregator`."""
    aliases: tuple[str, ...] = ()
    """Names under which other sites credit it."""
    browser: bool = False
    """Its articles come into being in a browser only; they are fetched with one, where that extra is installed."""
