"""Whatever the layout and whatever the language of the interface, the same article gives the same record.

The seed article stands in every layout under every interface language; each other article in every layout, each time
under another interface. What is expected comes from the article's facts, never from the extractor.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pipelines.extract import extract
from schemas.page import Page
from spiders.demo_site.expectation import expected
from spiders.demo_site.facts import articles, interfaces
from spiders.demo_site.render import LAYOUTS, render

NOW = datetime(2026, 6, 27, 12, 30, tzinfo=UTC)
SEED = "us-large-models-closure"
TAGS = sorted(interfaces())

SEED_CASES = [(SEED, layout, tag) for layout in LAYOUTS for tag in TAGS]
# Steps of seven through fifteen interfaces: no article meets the same one twice in six layouts.
OTHER_CASES = [
    (slug, layout, TAGS[(row + 7 * column) % len(TAGS)])
    for row, slug in enumerate(sorted(set(articles()) - {SEED}))
    for column, layout in enumerate(LAYOUTS)
]


def record_of(slug: str, layout: str, tag: str) -> dict[str, Any]:
    """Extract a rendered page; the record with sources and assets by name, as the expectation has them."""
    url = f"https://wirepost.example/{tag}/news/{slug}"
    body = render(articles()[slug], interfaces()[tag], layout, NOW, url)
    page = Page(body=body, url=url, fetched_at=NOW, content_type="text/html; charset=utf-8")
    record = extract(page).model_dump(mode="json")
    record["paywalled"] = record["access"]["paywalled"]
    for holder in (record, *record["related"]):
        holder["source"] = holder["source"] and holder["source"]["name"]
    record["assets"] = [asset["symbol"] for asset in record["assets"]]
    return record


def narrowed(got: object, want: object) -> object:
    """Return what was got, with only those keys that the expectation speaks of."""
    if isinstance(want, dict) and isinstance(got, dict):
        return {key: narrowed(got.get(key), value) for key, value in want.items()}
    if isinstance(want, list) and isinstance(got, list):
        pairs = [narrowed(one, other) for one, other in zip(got, want, strict=False)]
        return pairs + got[len(want) :]
    return got


@pytest.mark.parametrize(("slug", "layout", "tag"), SEED_CASES + OTHER_CASES)
def test_every_layout_gives_the_same_record(slug: str, layout: str, tag: str) -> None:
    """All fields are as the facts say, at the precision that the layout tells them."""
    url = f"https://wirepost.example/{tag}/news/{slug}"
    want = expected(articles()[slug], interfaces()[tag], layout, NOW, url)
    record = record_of(slug, layout, tag)
    assert narrowed({key: record[key] for key in want}, want) == want


def test_the_cases_cover_the_languages() -> None:
    """Articles in a dozen languages stand under interfaces in a dozen others."""
    cases = SEED_CASES + OTHER_CASES
    assert len({articles()[slug].language for slug, _, _ in cases}) >= 12
    assert len({tag for _, _, tag in cases}) >= 12
    foreign = [case for case in cases if articles()[case[0]].language != interfaces()[case[2]].tag]
    assert len(foreign) > len(cases) * 0.8
