"""A resolver that knows some names under .example: all lead to this machine, and one of them passes as public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scrapy.resolver import dnscache
from twisted.internet.defer import Deferred

from spiders.addresses import PublicResolver


class SmallResolver(PublicResolver):
    """Takes `news.example` for public."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments)
        self.allowed.add("news.example")

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """Return this machine's address for names under .example."""
        if name.endswith(".example"):
            dnscache[name] = "127.0.0.1"
        return super().getHostByName(name, timeout)
