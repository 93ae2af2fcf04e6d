"""Reads meta elements, links in the head, and what the response headers declare."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lxml.html import HtmlElement

from pipelines.lexicon import load_lexicon
from pipelines.urls import joined
from schemas.metadata import Declared, DeclaredImage, DeclaredPerson, Metadata
from schemas.page import Page
from schemas.role import Role

BY = "meta"
# A `link` element and the words of its `rel`.
Link: TypeAlias = tuple[HtmlElement, list[str]]

# Keys by field, most trusted first. All are compared in lower case.
TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "title",
    "headline",
    "sailthru.title",
    "parsely-title",
    "citation_title",
    "cxenseparse:title",
)
DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "published_time",
    "published",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "article.published",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "date",
    "originalpublicationdate",
    "article_date_original",
    "bt:pubdate",
    "weibo:article:create_at",
    "date.release",
    "last-publication-date",
)
UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "date_modified",
    "lastmod",
    "last-modified",
    "dc.date.modified",
    "dcterms.modified",
    "article.updated",
    "weibo:article:update_at",
    "revised",
    "modified_time",
    "article:updated_time",
)
AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.name",
    "parsely-author",
    "sailthru.author",
    "byl",
    "authors",
    "twitter:creator:name",
    "citation_author",
    "weibo:article:author",
    "cxenseparse:author",
    "article.author",
    "og:author",
)
PUBLISHERS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "copyright",
    "twitter:app:name:iphone",
)
LANGUAGES = ("og:locale", "content-language", "language", "dc.language", "dcterms.language")
TAGS = (
    "article:tag",
    "news_keywords",
    "keywords",
    "parsely-tags",
    "sailthru.tags",
    "og:article:tag",
    "dc.subject",
)
CATEGORIES = ("article:section", "og:article:section", "parsely-section", "category", "section")
IMAGES = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "thumbnail",
)
# The same under other names ("w-published-date", "cb:article_publication_date", "articleAuthor").
PUBLISHED_KEY = re.compile(
    r"^(?!.*(?:modif|updat|last|expir|unpubl)).*(?:publi\w*[-_.: ]?(?:date|time|on|at)$|(?:date|time)[-_.: ]?publi\w*$"
    r"|pub[-_.]?date$|(?:creation|created?|issued?|release|posted)[-_.: ]?(?:date|time|on|at)$|[:.](?:created|issued)$)"
)
AUTHOR_KEY = re.compile(r"^(?!twitter|fb:|app).*(?:author|byline)s?(?:[-_.: ]?names?)?$")


def read_meta(root: HtmlElement, found: Mapping[str, list[HtmlElement]], page: Page) -> Metadata:
    """Return what meta elements, head links, `<title>` and `<html lang>` say; `found` are these elements by tag."""
    metas = _metas(found["meta"])
    links = [(link, rel) for link in found["link"] if (rel := _rel(link))]
    base = _base(found["base"], page.url)
    headers = {name.lower(): value for name, value in page.headers.items()}
    authors = (
        *_values(metas, AUTHORS),
        *_values(metas, _alike(metas, AUTHOR_KEY, (AUTHORS,))),
        *_values(metas, _cards(metas)),
    )
    return Metadata(
        titles=(*_values(metas, TITLES), *_document_title(found["title"])),
        descriptions=_values(metas, DESCRIPTIONS),
        published=(*_values(metas, PUBLISHED), *_values(metas, _alike(metas, PUBLISHED_KEY, (PUBLISHED, UPDATED)))),
        updated=_values(metas, UPDATED),
        people=tuple(DeclaredPerson(item.value, BY) for item in authors if "://" not in item.value),
        publishers=_values(metas, PUBLISHERS),
        languages=(*_html_language(root), *_values(metas, LANGUAGES), *_header_language(headers)),
        canonical=(*_canonical(links, base), *_values(metas, ("og:url", "twitter:url"))),
        images=tuple(DeclaredImage(joined(base, item.value), BY) for item in _values(metas, IMAGES)),
        tags=tuple(
            Declared(word.strip(), BY, item.key)
            for item in _values(metas, TAGS)
            for word in item.value.replace("，", ",").replace("、", ",").split(",")
            if word.strip()
        ),
        categories=_values(metas, CATEGORIES),
        translations=tuple(_alternates(links, base)),
        types=tuple(item.value for item in _values(metas, ("og:type",))),
        robots=_robots(metas, headers),
        tdm_reservation=_reservation(metas, headers, page),
        license=next(
            (joined(base, link.get("href", "")) for link, rel in links if "license" in rel and link.get("href")),
            None,
        ),
        base_url=base or None,
    )


def _metas(elements: Iterable[HtmlElement]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in elements:
        # Hand-written heads at times name the attribute as forms do.
        content = " ".join((element.get("content") or element.get("value") or "").split())
        if "&" in content:
            # Some systems escape what is escaped already.
            content = html.unescape(content)
        key = element.get("property") or element.get("name") or element.get("http-equiv")
        if key and content:
            found.setdefault(key.strip().lower(), []).append(content)
    return found


def _values(metas: dict[str, list[str]], keys: Iterable[str]) -> tuple[Declared, ...]:
    return tuple(Declared(value, BY, key) for key in keys for value in metas.get(key, ()))


def _alike(metas: dict[str, list[str]], pattern: re.Pattern[str], known: tuple[tuple[str, ...], ...]) -> list[str]:
    """Return the keys that say the same as the known ones under a prefix of the site's own."""
    return [key for key in metas if pattern.search(key) and not any(key in keys for keys in known)]


def _cards(metas: dict[str, list[str]]) -> list[str]:
    """Return the keys of a preview's facts that its labels say to be the author ("Written by", in any language)."""
    labels = {f"twitter:data{number}": metas.get(f"twitter:label{number}", ("",))[0] for number in (1, 2)}
    return [key for key, words in labels.items() if any(hit.role is Role.AUTHOR for hit in load_lexicon().exact(words))]


def _document_title(titles: list[HtmlElement]) -> tuple[Declared, ...]:
    text = " ".join((titles[0].text_content() if titles else "").split())
    return (Declared(text, "html", "title"),) if text else ()


def _base(bases: list[HtmlElement], url: str | None) -> str:
    href: str = (bases[0].get("href") or "") if bases else ""
    return joined(url or "", href)


def _html_language(root: HtmlElement) -> tuple[Declared, ...]:
    tag = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    return (Declared(tag.strip(), "html", "lang"),) if tag.strip() else ()


def _header_language(headers: dict[str, str]) -> tuple[Declared, ...]:
    tag = headers.get("content-language", "").split(",")[0].strip()
    return (Declared(tag, "header", "content-language"),) if tag else ()


def _rel(link: HtmlElement) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _canonical(links: list[Link], base: str) -> list[Declared]:
    return [
        Declared(joined(base, link.get("href", "").strip()), "link", "canonical")
        for link, rel in links
        if "canonical" in rel and (link.get("href") or "").strip()
    ]


def _alternates(links: list[Link], base: str) -> list[tuple[str, str]]:
    return [
        (link.get("hreflang", "").strip(), joined(base, link.get("href", "").strip()))
        for link, rel in links
        if "alternate" in rel and link.get("hreflang") and link.get("href")
    ]


def _robots(metas: dict[str, list[str]], headers: dict[str, str]) -> str | None:
    said = [*metas.get("robots", ()), *filter(None, [headers.get("x-robots-tag")])]
    return ", ".join(dict.fromkeys(said)) or None


def _reservation(metas: dict[str, list[str]], headers: dict[str, str], page: Page) -> bool | None:
    """Return what header, meta element or the site's file says of mining, the nearest to the page first."""
    said = headers.get("tdm-reservation") or next(iter(metas.get("tdm-reservation", ())), None)
    return page.tdm_reservation if said is None else said.strip() == "1"
