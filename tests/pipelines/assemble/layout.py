"""A page around a title and two paragraphs, for tests of a record's fields."""

from __future__ import annotations

import json

from pipelines.extract import extract
from schemas.article import Article
from schemas.page import Page

TITLE = "Fees on the old chain fall to a level last seen in spring"
PROSE = (
    "Fees on the old chain fell on Friday to a level that was last seen in the spring of last year, as fewer people "
    "moved coins between exchanges, according to figures that three data providers published in the morning."
)


def record(around_title: str = "", after_text: str = "", head: str = "", body: str | None = None) -> Article:
    """Extract a page that is built around the same title and text."""
    text = f"<h1>{TITLE}</h1>{around_title}<div class=article-body><p>{PROSE}</p><p>{PROSE} More.</p></div>{after_text}"
    page = f"<html lang=en><head><title>{TITLE}</title>{head}</head><body><main>{body or text}</main></body></html>"
    return extract(Page(body=page.encode(), url="https://wirepost.example/news/fees"))


def names(article: Article) -> list[str]:
    """Return the names of an article's people."""
    return [person.name for person in article.authors]


def ld(**fields: object) -> str:
    """Return JSON-LD of an article with some fields."""
    said = json.dumps({"@type": "NewsArticle", "headline": TITLE, **fields})
    return f'<script type="application/ld+json">{said}</script>'
