"""Sizes as people write them."""

from __future__ import annotations

import re
from typing import Final

from spiders.commands import refuse

UNITS: Final = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG]I?B|)", re.I)


def bytes_of(size: str, option: str) -> int:
    """Return the bytes of a size that was given to an option; refuse what is none."""
    found = SIZE.fullmatch(size.strip())
    number = int(float(found[1]) * UNITS[found[2].upper()]) if found else 0
    return number or refuse(f"{option} {size} is no size; give 500KB, 256MB or 2GB")
