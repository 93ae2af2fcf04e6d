"""A page whose article is known as data: it carries the data as pages of apps carry their state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import orjson

from schemas.page import Page

HTTP_ERROR: Final = 400
HTML: Final = "text/html; charset=utf-8"


def with_state(page: Page, url: str, state: Mapping[str, Any]) -> Page:
    """Return the page with the article's data, under the article's address; where the page is none, the data alone."""
    # (A slash before each end tag in the text is escaped: the first of them would end the script.)
    script = b'<script type="application/json">' + orjson.dumps(state).replace(b"</", b"<\\/") + b"</script>"
    is_page = page.status < HTTP_ERROR and "html" in page.content_type.lower()
    if is_page:
        return replace(page, body=page.body + script, url=url)
    alone = b"<!doctype html><html><head>" + script + b"</head><body></body></html>"
    return replace(page, body=alone, url=url, status=200, content_type=HTML)
