"""How likely chance alone makes it as bad as it is."""

from __future__ import annotations

import math


def chance_of_at_most(most: int, count: int, share: float) -> float:
    """Return the chance (0 to 1) that of `count` at most `most` are, where each is with the chance `share`."""
    return math.fsum(math.comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(most + 1))
