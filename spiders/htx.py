"""HTX: an exchange whose news section takes over articles of many outlets, in many interface languages."""

from __future__ import annotations

import re

from pipelines.catalogue import load_sites
from spiders.base import ArticleSpider


class HtxSpider(ArticleSpider):
    """Crawls the news of HTX; `-a locale=pt-br,en-us` for some editions."""

    name = "htx"
    site = load_sites()["htx"]

    def edition(self, locale: str) -> str | None:
        """Return the list page of an edition; it has more of them than are known, all of one shape."""
        shaped = re.fullmatch(r"[a-z]{2}-[a-z]{2}", locale.lower())
        return super().edition(locale) or (f"https://www.htx.com/{locale.lower()}/news/" if shaped else None)
