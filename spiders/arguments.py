"""Arguments of spiders."""

from __future__ import annotations

import re

from pipelines.urls import is_http_address


def addresses_of(argument: str) -> list[str]:
    """Return the addresses in an argument, comma separated; a comma inside an address stays there."""
    return [url.strip() for url in re.split(r",(?=\s*https?://)", argument) if url.strip()]


def names_of(argument: str) -> tuple[str, ...]:
    """Return the names in an argument, comma separated."""
    return tuple(filter(None, map(str.strip, argument.split(","))))


def problem_of(addresses: list[str], spider: str) -> str:
    """Return what is wrong with a spider's addresses, in one line; nothing if all is well."""
    if not addresses:
        return f"{spider} needs an address: -a url=https://…"
    wrong = [url for url in addresses if not is_http_address(url)]
    return f"not an http address with a host: {wrong[0]}" if wrong else ""


def is_on(argument: str) -> bool:
    """Tell whether an argument that is a switch is on."""
    return argument.lower() in ("1", "true", "yes", "on")
