"""What a record of a page must say, from the facts and from what the layout shows; never from the extractor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

from schemas.article import AuthorRole, BlockType
from spiders.demo_site import dates
from spiders.demo_site.facts import ArticleFacts, BlockFacts, Interface, PictureFacts, RelatedFacts

EXAMPLE_BASE: Final = "https://wirepost.example"
# A record's fields, JSON-like; the test compares them one by one.
Expected = dict[str, Any]

# Layouts that print the subtitle, or hold it in their data.
WITH_SUBTITLE: Final = frozenset({"semantic", "jsonld", "state", "state-window", "wordpress"})
# Layouts whose headings are bold lines, without a level.
WITHOUT_LEVELS: Final = frozenset({"soup"})
# Layouts that declare an editor's name under a key of its own, but a reporter only as an author.
REPORTER_IS_AUTHOR: Final = frozenset({"jsonld"})
STATE: Final = frozenset({"state", "state-window"})
# Captions and body of the text, which the body leaves out.
NOT_BODY: Final = frozenset({BlockType.FIGURE, BlockType.EMBED})


def page_url(article: ArticleFacts, interface: Interface, base: str = EXAMPLE_BASE) -> str:
    """Return the address of an article in one edition of the site."""
    return f"{base}/{interface.tag}/news/{article.slug}"


def shown_time(iso: str | None, layout: str) -> str | None:
    """Return a date at the precision that the layout tells.

    `soup` prints days; the page state counts milliseconds, so that a day becomes its midnight UTC; `wordpress`
    declares UTC times (and only prints a day without one); the other layouts give the time with its offset.
    """
    if iso is None:
        return None
    if layout == "soup":
        return dates.day(iso)
    if layout in STATE:
        return dates.utc_z(dates.moment(iso))
    if layout == "wordpress" and not dates.is_day(iso):
        return dates.utc_z(dates.moment(iso))
    return iso


def _authors(article: ArticleFacts, layout: str) -> list[dict[str, str]]:
    def role(given: AuthorRole) -> AuthorRole:
        as_author = given is AuthorRole.REPORTER and layout in REPORTER_IS_AUTHOR
        return AuthorRole.AUTHOR if as_author else given

    return [{"name": person.name, "role": role(person.role).value} for person in article.authors]


def _block(block: BlockFacts, layout: str) -> dict[str, Any]:
    level = None if layout in WITHOUT_LEVELS else block.level
    return {"type": block.type.value, "text": block.shown, "level": level}


def _lead(article: ArticleFacts, layout: str) -> list[dict[str, Any]]:
    """Return the lead picture's block: state keeps the cover outside the text."""
    if article.image is None or layout in STATE:
        return []
    return [{"type": BlockType.FIGURE.value, "text": article.image.caption, "level": None}]


def _pictures(article: ArticleFacts) -> list[PictureFacts]:
    pictures = [article.image, *(block.image for block in article.blocks)]
    return [picture for picture in pictures if picture is not None]


def _image(picture: PictureFacts, url: str) -> dict[str, str]:
    address = urljoin(url, f"/media/{picture.file}")
    return {"url": address, "alt": picture.alt, "caption": picture.caption, "credit": picture.credit}


def _related(card: RelatedFacts, layout: str, words: Interface, now: datetime) -> dict[str, str | None]:
    in_state = layout in STATE
    return {
        "title": card.title,
        "summary": card.summary,
        "source": card.source,
        "published_at": dates.utc_z(now - card.delta) if in_state else dates.related_at(card, now),
        "published_raw": None if in_state else dates.shown_age(card, words),
    }


def _answer(text: str) -> str:
    # One article's answers hold Markdown that nobody rendered.
    return text.replace("**", "")


def body(article: ArticleFacts) -> str:
    """Return the body: prose, headings, lists, quotes, tables and code, a blank line between."""
    return "\n\n".join(block.shown for block in article.blocks if block.type not in NOT_BODY)


def expected(
    article: ArticleFacts, interface: Interface, layout: str, now: datetime, url: str | None = None
) -> Expected:
    """Return the fields that the record of such a page must have."""
    return {
        "title": article.title,
        "subtitle": article.subtitle if layout in WITH_SUBTITLE else None,
        "source": article.source,
        "authors": _authors(article, layout),
        "published_at": shown_time(article.published, layout),
        "updated_at": shown_time(article.updated, layout),
        "language": article.language,
        "interface_language": interface.tag,
        "summary": article.summary,
        "key_points": list(article.key_points),
        "body": body(article),
        "blocks": [*_lead(article, layout), *(_block(block, layout) for block in article.blocks)],
        "qa": [{"question": item.question, "answer": _answer(item.answer)} for item in article.qa],
        "related": [_related(card, layout, interface, now) for card in article.related],
        "tags": list(article.tags),
        "images": [_image(picture, url or page_url(article, interface)) for picture in _pictures(article)],
        "assets": [asset.symbol for asset in article.assets],
        "paywalled": (not article.free) if layout == "jsonld" else None,
    }


def expected_records(pages: Mapping[str, tuple[ArticleFacts, Interface, str]], now: datetime) -> dict[str, Expected]:
    """Return the expectations of several pages, by canonical URL."""
    return {url: expected(*facts, now, url) for url, facts in pages.items()}
