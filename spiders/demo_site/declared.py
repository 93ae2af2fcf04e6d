"""What the demo pages say of themselves in JSON: the JSON-LD graph, and the page state of two kinds of app."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup

from schemas.article import AuthorRole
from spiders.demo_site import dates
from spiders.demo_site.facts import ArticleFacts, Interface, PictureFacts, RelatedFacts
from spiders.demo_site.words import SITE_NAME, number

Json = dict[str, Any]
EDITORS: Final = frozenset({AuthorRole.EDITOR})


def script(data: Json) -> Markup:
    """Return JSON that may stand inside a script element."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/"))


def base_of(url: str) -> str:
    """Return scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def related_path(article: ArticleFacts, place: int) -> str:
    """Return the address of a recommended story."""
    return f"/flash/{article.slug}-{place}"


def _people(article: ArticleFacts, editors: bool) -> list[Json]:
    chosen = [person for person in article.authors if (person.role in EDITORS) == editors]
    return [{"@type": "Person", "name": person.name} for person in chosen]


def _image_object(picture: PictureFacts, base: str) -> Json:
    return {"@type": "ImageObject", "url": f"{base}/media/{picture.file}", "width": 1600, "height": 1067}


def _news_article(article: ArticleFacts, url: str) -> Json:
    base = base_of(url)
    node: Json = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "mainEntityOfPage": {"@id": url},
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.published,
        "author": _people(article, editors=False),
        "editor": _people(article, editors=True),
        "publisher": {"@id": f"{base}/#organization"},
        "inLanguage": article.language,
        "articleSection": article.category,
        "keywords": list(article.tags),
        "isAccessibleForFree": article.free,
    }
    optional = {
        "alternativeHeadline": article.subtitle,
        "dateModified": article.updated,
        "sourceOrganization": {"@type": "Organization", "name": article.source} if article.source else None,
        "image": [_image_object(article.image, base)] if article.image else None,
    }
    return node | {key: value for key, value in optional.items() if value}


def _faq(article: ArticleFacts) -> Json:
    questions = [
        {"@type": "Question", "name": item.question, "acceptedAnswer": {"@type": "Answer", "text": item.answer}}
        for item in article.qa
    ]
    return {"@type": "FAQPage", "mainEntity": questions}


def _crumbs(words: Interface, base: str) -> Json:
    names = [(words.home, f"{base}/{words.tag}/"), (words.nav[0], f"{base}/{words.tag}/section/0")]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": item}
        for place, (name, item) in enumerate(names, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def graph(article: ArticleFacts, words: Interface, url: str) -> Json:
    """Return the JSON-LD of a page: site, article, questions and bread crumbs in one graph."""
    base = base_of(url)
    logo = {"@type": "ImageObject", "url": f"{base}/media/logo.png"}
    organization = {"@type": "Organization", "@id": f"{base}/#organization", "name": SITE_NAME, "logo": logo}
    site = {"@type": "WebSite", "@id": f"{base}/#website", "url": base, "name": SITE_NAME, "inLanguage": words.tag}
    nodes = [organization, site, _news_article(article, url), _faq(article), _crumbs(words, base)]
    return {"@context": "https://schema.org", "@graph": nodes}


def _cover(picture: PictureFacts | None) -> Json | None:
    if picture is None:
        return None
    named = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return {"url": f"/media/{picture.file}", "width": 1600, "height": 1067, **named}


def _card(card: RelatedFacts, path: str, now: datetime) -> Json:
    published = int((now - card.delta).timestamp() * 1000)
    source = {"name": card.source}
    return {"title": card.title, "url": path, "summary": card.summary, "source": source, "publishTime": published}


def _cards(article: ArticleFacts, now: datetime) -> list[Json]:
    return [_card(card, related_path(article, place), now) for place, card in enumerate(article.related)]


def _messages(words: Interface) -> Json:
    keys = ("published", "updated", "summary", "key_points", "qa", "related", "share", "newsletter", "login")
    return {f"article.{key}": getattr(words, key) for key in keys}


def next_data(article: ArticleFacts, words: Interface, html: str, now: datetime) -> Json:
    """Return the state of an app that keeps its page properties in `__NEXT_DATA__`."""
    post = {
        "id": number(article.slug),
        "slug": article.slug,
        "title": article.title,
        "subtitle": article.subtitle,
        "language": article.language,
        "summary": article.summary,
        "keyPoints": list(article.key_points),
        "content": html,
        "authors": [{"name": person.name, "role": person.role.value} for person in article.authors],
        "source": {"name": article.source} if article.source else None,
        "publishTime": dates.epoch_ms(article.published),
        "updateTime": dates.epoch_ms(article.updated) if article.updated else None,
        "cover": _cover(article.image),
        "category": {"id": 7, "name": article.category},
        "tags": [{"id": number(tag), "name": tag} for tag in article.tags],
        "faq": [{"question": item.question, "answer": item.answer} for item in article.qa],
        "viewCount": number(article.title),
    }
    props = {"post": post, "relatedPosts": _cards(article, now), "messages": _messages(words)}
    route = {"page": "/[locale]/news/[slug]", "query": {"locale": words.tag, "slug": article.slug}}
    return {"props": {"pageProps": props, "__N_SSP": True}, **route, "buildId": "kQ3vZ8d", "locale": words.tag}


def initial_state(article: ArticleFacts, words: Interface, html: str, now: datetime) -> Json:
    """Return the state of an app that assigns it to `window.__INITIAL_STATE__`."""
    editors = [person.name for person in article.authors if person.role in EDITORS]
    writers = [
        {"nickname": person.name, "type": person.role.value} for person in article.authors if person.role not in EDITORS
    ]
    detail = {
        "articleId": number(article.slug),
        "headline": article.title,
        "deck": article.subtitle,
        "lang": article.language,
        "abstract": article.summary,
        "highlights": list(article.key_points),
        "body": html,
        "authors": writers,
        "editor": editors[0] if editors else None,
        "sourceName": article.source,
        "publishedAt": dates.epoch_ms(article.published),
        "updatedAt": dates.epoch_ms(article.updated) if article.updated else None,
        "coverImage": _cover(article.image),
        "channel": article.category,
        "tagList": list(article.tags),
        "qaList": [{"question": item.question, "answer": item.answer} for item in article.qa],
        "recommendList": _cards(article, now),
    }
    app = {"locale": words.tag, "theme": "light", "messages": _messages(words)}
    return {"app": app, "user": {"loggedIn": False}, "article": {"loading": False, "detail": detail}}
