"""What a page's owner does not want done with it, in one word each."""

from __future__ import annotations

import re
from typing import Final

from schemas.article import Access

TDM_RESERVED: Final = "tdm_reserved"
NOINDEX: Final = "noindex"
NOAI: Final = "noai"
WORDS: Final = {"noindex": NOINDEX, "none": NOINDEX, "noai": NOAI, "noimageai": NOAI}
# A rule may be meant for one crawler: `googlebot: noindex`.
FOR_AGENT: Final = re.compile(r"\s*([\w-]+)\s*:\s*(.*)", re.S)
OURS: Final = ("babelwire", "*")


def rights_of(access: Access) -> tuple[str, ...]:
    """Return what is reserved of a page: to be mined, to be indexed, to be used by an AI."""
    said = {WORDS[word] for word in _directives(access.robots or "") if word in WORDS}
    return (*((TDM_RESERVED,) if access.tdm_reservation else ()), *sorted(said))


def _directives(robots: str) -> list[str]:
    found: list[str] = []
    for part in robots.split(","):
        named = FOR_AGENT.fullmatch(part)
        if named is None or named[1].lower() in OURS:
            # Header lines come joined, so nobody can tell where a crawler's own rules end: in doubt they are for all.
            found += (named[2] if named else part).lower().split()
    return found
