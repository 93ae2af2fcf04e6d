"""Which records a search is bound to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """What a record must be, beside having the words; of several values it must have one."""

    languages: tuple[str, ...] = ()
    """BCP 47, as far as wanted: `zh` takes `zh-Hans` too."""
    sites: tuple[str, ...] = ()
    """Keys of known sites, or hosts."""
    sources: tuple[str, ...] = ()
    """Keys or names of the outlets that wrote the articles."""
    assets: tuple[str, ...] = ()
    """Symbols: BTC."""
    since: datetime | None = None
    """Aware. Records of this moment pass."""
    until: datetime | None = None
    """Aware. Records of this moment do not."""
    has_qa: bool = False
