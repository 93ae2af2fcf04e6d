"""What a site's `/.well-known/tdmrep.json` reserves (W3C TDM Reservation Protocol)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import orjson

PATH: Final = "/.well-known/tdmrep.json"
# A rule for every section of a large site fits; what is longer is no such file.
MAX_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Rule:
    """What the file says about the addresses of one pattern."""

    location: str
    reserved: bool

    def covers(self, path: str) -> bool:
        """Tell whether a path begins as the pattern does; `*` is anything, `$` the end, as in robots.txt."""
        pattern = self.location.removesuffix("$")
        first, *rest = pattern.split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        # No regular expression: a hostile pattern would keep it busy for hours.
        for part in rest[:-1]:
            at = path.find(part, at) + len(part)
            if at < len(part):
                return False
        if not self.location.endswith("$"):
            return not rest or path.find(rest[-1], at) >= 0
        return path[at:].endswith(rest[-1]) if rest else at == len(path)


def read_tdmrep(body: bytes) -> tuple[Rule, ...]:
    """Return the rules of the file; none where it is no such file."""
    try:
        found = orjson.loads(body.removeprefix(b"\xef\xbb\xbf")) if len(body) <= MAX_BYTES else None
    except orjson.JSONDecodeError:
        return ()
    # Some sites write their only rule without the list around it.
    listed = found if isinstance(found, list) else [found]
    return tuple(rule for item in listed if (rule := _rule(item)))


def reservation_of(rules: tuple[Rule, ...], url: str) -> bool | None:
    """Return whether mining of an address is reserved; None where no rule speaks of it."""
    parts = urlsplit(url)
    path = unquote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    covering = [rule for rule in rules if rule.covers(path)]
    # The most specific pattern decides, as in robots.txt; of two that are equal, the one that reserves.
    strongest = max(covering, key=lambda rule: (len(rule.location), rule.reserved), default=None)
    return strongest.reserved if strongest else None


def _rule(item: Any) -> Rule | None:  # noqa: ANN401 - whatever JSON the site wrote
    if not isinstance(item, dict):
        return None
    location, reserved = item.get("location"), str(item.get("tdm-reservation"))
    if not isinstance(location, str) or reserved not in ("0", "1"):
        return None
    return Rule(unquote(location if location.startswith(("/", "*")) else f"/{location}"), reserved == "1")
