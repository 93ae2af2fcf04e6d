"""Pages of a new site as fixtures, each with a draft of its record that a person has to correct."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from pipelines.coverage import filled_fields
from schemas.article import Article
from schemas.page import Page
from spiders.newsite.sample import Sampled

# What a fixture says of an article: all that a reader sees on the page.
WANTED: Final = (
    "title",
    "subtitle",
    "source",
    "authors",
    "published_at",
    "updated_at",
    "language",
    "interface_language",
    "summary",
    "key_points",
    "body",
    "blocks",
    "qa",
    "related",
    "tags",
)
# Of a block, what it is and what it says; of a date in a card, what it shows and what that means.
OF_BLOCK: Final = ("type", "text", "level", "items", "rows")
DRAFT: Final = "article.draft.json"
# One fixture a language shows what differs; more than these nobody would look through.
MAX_FIXTURES: Final = 3
# Long enough to tell articles apart, short enough for any file system.
LONGEST_SLUG: Final = 60


@dataclass(frozen=True, slots=True)
class Fixture:
    """A page and the draft of its record, as the files of a folder."""

    slug: str
    files: dict[str, bytes]


def fixtures_of(sample: Sequence[Sampled]) -> list[Fixture]:
    """Return a fixture for each of some languages, of the article that shows most."""
    found: dict[str, Fixture] = {}
    for each, page, article in _chosen(sample):
        slug = _slug(each.origin)
        found.setdefault(slug, Fixture(slug, dict(_files(page, article))))
    return list(found.values())


def wanted_of(article: Article) -> dict[str, Any]:
    """Return a record as a fixture says it: without what the page does not show, and empty parts of parts."""
    record = article.model_dump(mode="json", include=set(WANTED))
    record["blocks"] = [{key: block[key] for key in OF_BLOCK if block[key]} for block in record["blocks"]]
    return {key: _filled(record[key]) for key in WANTED}


def _chosen(sample: Sequence[Sampled]) -> Iterator[tuple[Sampled, Page, Article]]:
    ranked = sorted((each for each in sample if each.article), key=_richness, reverse=True)
    languages: set[str] = set()
    for each in ranked:
        if len(languages) == MAX_FIXTURES:
            return
        if each.page and each.article and each.article.language not in languages and each.stands_alone:
            languages.add(each.article.language)
            yield each, each.page, each.article


def _richness(each: Sampled) -> int:
    return len(filled_fields(each.article)) if each.article else 0


def _files(page: Page, article: Article) -> Iterator[tuple[str, bytes]]:
    is_text = page.content_type.startswith("text/plain")
    yield "page.txt" if is_text else "page.html", page.body
    told = {
        "url": page.url,
        "content_type": page.content_type,
        "fetched_at": article.fetched_at,
        "source": page.url or article.canonical_url,
        "licence": None,
    }
    yield "page.json", _json(told)
    yield DRAFT, _json(wanted_of(article))


def _filled(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item not in (None, [], {})}
    return value


def _slug(origin: str) -> str:
    path = unquote(urlsplit(origin).path) if "://" in origin else origin
    last = re.sub(r"\.\w{1,5}$", "", path.rstrip("/").rpartition("/")[2])
    query = urlsplit(origin).query if "://" in origin else ""
    return re.sub(r"[^\w]+", "-", f"{last} {query}").strip("-")[:LONGEST_SLUG].strip("-") or "article"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
