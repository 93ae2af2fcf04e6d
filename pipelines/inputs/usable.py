"""Which pages are worth parsing, whatever they were read from."""

from __future__ import annotations

from typing import Final

from pipelines.rejected import Rejected
from schemas.page import Page, Rejection

OK: Final = range(200, 300)


def usable(page: Page, max_bytes: int) -> Page | Rejected:
    """Return a page, or the rejection of one that came with an error, or is too large."""
    if page.status not in OK:
        return Rejected(Rejection.HTTP_ERROR, f"status {page.status}", page.url, page.input_id)
    if len(page.body) > max_bytes:
        return Rejected(Rejection.TOO_LARGE, f"more than {max_bytes} bytes", page.url, page.input_id)
    return page
