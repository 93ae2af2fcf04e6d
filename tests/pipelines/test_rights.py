"""What is reserved of a page."""

from __future__ import annotations

import pytest

from pipelines.extract import extract
from pipelines.rights import rights_of
from schemas.article import Access
from schemas.page import Page

PROSE = "<p>The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users.</p>"


@pytest.mark.parametrize(
    ("robots", "rights"),
    [
        (None, ()),
        ("index, follow, max-snippet:-1, max-image-preview:large", ()),
        ("noindex", ("noindex",)),
        ("NoIndex,NoFollow", ("noindex",)),
        ("none", ("noindex",)),
        ("noai, noimageai", ("noai",)),
        ("noimageai", ("noai",)),
        ("noarchive noindex noai", ("noai", "noindex")),
        ("googlebot: noindex", ()),
        ("googlebot: noindex, noai", ("noai",)),
        ("babelwire: noindex", ("noindex",)),
        ("unavailable_after: 25 Jun 2026 15:00:00 PST", ()),
    ],
)
def test_robots_say_what_is_reserved(robots: str | None, rights: tuple[str, ...]) -> None:
    """Words of meta robots and X-Robots-Tag count for us, except those meant for another crawler."""
    assert rights_of(Access(robots=robots)) == rights


@pytest.mark.parametrize(
    ("header", "meta", "file", "reserved"),
    [
        (None, None, None, None),
        (None, None, True, True),
        (None, None, False, False),
        (None, "0", True, False),
        (None, "1", False, True),
        ("0", None, True, False),
        ("0", "1", True, False),
        ("1", "0", None, True),
    ],
)
def test_the_page_wins_over_the_file(
    header: str | None, meta: str | None, file: bool | None, reserved: bool | None
) -> None:
    """A header wins over a meta element, and both over the site's file."""
    head = f'<meta name="tdm-reservation" content="{meta}">' if meta else ""
    body = f"<html lang=en><head>{head}</head><body><article><h1>Withdrawals resume</h1>{PROSE * 4}</article></html>"
    headers = {"TDM-Reservation": header} if header else {}
    access = extract(Page(body.encode(), "https://a.example/b", headers=headers, tdm_reservation=file)).access
    assert access.tdm_reservation is reserved
    assert rights_of(access) == (("tdm_reserved",) if reserved else ())
