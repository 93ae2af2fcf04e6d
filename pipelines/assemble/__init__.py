"""Labelled blocks and declared values become a record."""

from __future__ import annotations

import hashlib
import re

from pipelines.assemble.assets import find_assets
from pipelines.assemble.body import article_blocks, body_of
from pipelines.assemble.checks import check_article
from pipelines.assemble.evidence import read_evidence
from pipelines.assemble.images import find_images
from pipelines.assemble.languages import article_language, interface_language, section_language, with_languages
from pipelines.assemble.moments import find_moments
from pipelines.assemble.nearby import dates_nearby, names_nearby
from pipelines.assemble.people import find_people, with_addresses
from pipelines.assemble.provenance import provenance_of, provenance_of_lists
from pipelines.assemble.questions import find_questions
from pipelines.assemble.related import find_related
from pipelines.assemble.sources import find_source
from pipelines.assemble.stated import categories_of, key_points_of, subtitle_of, summary_of, tags_of
from pipelines.assemble.titles import choose_title
from pipelines.language.tags import tag_of, without_main_country
from pipelines.lexicon import Lexicon, fold
from pipelines.lexicon.shapes import is_full_name
from pipelines.site_names import site_names, squashed
from pipelines.urls import absolute, clean
from schemas.article import Access, Article, Languages, Translation
from schemas.block import LabelledBlock, Segments
from schemas.metadata import Declared, Metadata
from schemas.page import Page

__all__ = ["assemble"]

# A body shorter than this is complete at times (a flash), and cut off at others.
SHORT_BODY = 250
CONFIDENT = 0.8
HTTP_PAYMENT_REQUIRED = 402


def assemble(
    page: Page,
    metadata: Metadata,
    segments: Segments,
    labelled: tuple[LabelledBlock, ...],
    lexicon: Lexicon,
    warnings: tuple[str, ...],
) -> Article:
    """Return the record of a page, or raise NotAnArticle."""
    title = choose_title(labelled, metadata, page.url)
    check_article(title.value if title else None, labelled, metadata)
    assert title is not None
    base = metadata.base_url or page.url
    blocks = article_blocks(labelled, base)
    body = body_of(blocks)
    interface, agreed = interface_language(labelled, metadata, lexicon, page.url)
    language, language_by = article_language(body, metadata)
    spoken = interface or language.tag
    evidence = read_evidence(labelled, spoken, page.fetched_at)
    nearby = dates_nearby(labelled, spoken)
    moments = find_moments(page, metadata, evidence, nearby, spoken)
    shown_interface = without_main_country(interface) if interface else None
    names = site_names(metadata, page.url)
    summary = summary_of(labelled, metadata, lexicon)
    subtitle = subtitle_of(labelled, metadata, title.value)
    authors = find_people(metadata, evidence, names_nearby(labelled, spoken), names, base)
    questions = find_questions(labelled, metadata, lexicon)
    related = find_related(labelled, segments.regions, metadata.related, page, base, spoken)
    canonical = canonical_url(metadata, page)
    tags = tags_of(labelled, metadata)
    # (A full name in front of the dates is the writer's.)
    persons = {squashed(person.name) for person in authors if is_full_name(person.name)}
    source = find_source(metadata, evidence, names | persons, spoken)
    publisher = next((item for item in metadata.publishers), None)
    fields = {
        "title": title,
        "summary": summary,
        "subtitle": subtitle,
        "source": source[1],
        "publisher": publisher,
        "canonical_url": canonical,
    }
    article = Article(
        id=stable_id(canonical.value if canonical else page.url, title.value, body),
        input_id=page.input_id,
        url=absolute(page.url, None),
        canonical_url=canonical.value if canonical else None,
        site=page.site.key if page.site else None,
        publisher=publisher.value if publisher else None,
        source=source[0],
        title=title.value,
        subtitle=subtitle.value if subtitle else None,
        authors=with_addresses(authors, labelled, base),
        published_at=moments.published.iso if moments.published else None,
        updated_at=moments.updated.iso if moments.updated else None,
        language=language.tag,
        interface_language=shown_interface,
        languages=Languages(
            title=section_language(title.value, language.tag),
            summary=section_language(summary.value if summary else None, language.tag),
            body=language.tag,
            qa=section_language(" ".join(pair.answer for pair in questions), language.tag),
            related=section_language(" ".join(item.summary or item.title for item in related), language.tag),
            interface=shown_interface,
        ),
        summary=summary.value if summary else None,
        key_points=key_points_of(labelled, metadata),
        body=body,
        blocks=with_languages(blocks, language.tag),
        images=find_images(segments, labelled, metadata, lexicon, base),
        qa=questions,
        related=related,
        translations=translations_of(metadata, canonical.value if canonical else page.url),
        categories=categories_of(metadata),
        tags=tags,
        assets=find_assets(title.value, blocks, tags),
        access=access_of(page, metadata),
        fetched_at=page.fetched_at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
        if page.fetched_at
        else None,
        content_hash=content_hash(title.value, body),
        provenance=provenance_of(fields, moments, language_by),
        warnings=list(dict.fromkeys([*warnings, *moments.warnings, *_doubts(body, language.confidence, agreed)])),
    )
    provenance = {**article.provenance, **provenance_of_lists(article, labelled, metadata)}
    return article.model_copy(update={"provenance": provenance})


def stable_id(url: str | None, title: str, body: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of the URL, or of title and body where there is none."""
    return hashlib.sha256((url or f"{title}\n{body}").encode()).hexdigest()[:16]


def content_hash(title: str, body: str) -> str:
    """Return the SHA-256 of title and body, case and white space squashed."""
    # (Line by line: a text of megabytes is a list of a million words for a moment.)
    lines = map(fold, f"{title}\n{body}".split("\n"))
    return hashlib.sha256(" ".join(filter(None, lines)).encode()).hexdigest()


def canonical_url(metadata: Metadata, page: Page) -> Declared | None:
    """Return the declared canonical address, cleaned; the page's own where none is declared."""
    for item in (*(c for c in metadata.canonical if c.by == "link"), *metadata.canonical):
        found = absolute(item.value, page.url)
        if found and re.match(r"https?://[^/]+/?$", found) and page.url and len(page.url) > len(found) + 3:
            # Some themes declare the home page as canonical of every page.
            continue
        if found:
            return Declared(clean(found), item.by, item.key)
    own = absolute(page.url, None)
    return Declared(clean(own), "url") if own else None


def translations_of(metadata: Metadata, own: str | None) -> list[Translation]:
    """Return the other language editions that the page links."""
    found = [(tag_of(tag), absolute(url, own)) for tag, url in metadata.translations]
    ordered = dict.fromkeys((without_main_country(tag), clean(url)) for tag, url in found if tag and url)
    return [Translation(language=tag, url=url) for tag, url in ordered if url != own]


def access_of(page: Page, metadata: Metadata) -> Access:
    """Return what is declared about reading and mining the page."""
    free = metadata.accessible_for_free
    paywalled = True if page.status == HTTP_PAYMENT_REQUIRED else (None if free is None else not free)
    return Access(
        paywalled=paywalled,
        robots=metadata.robots,
        tdm_reservation=metadata.tdm_reservation,
        license=metadata.license,
    )


def _doubts(body: str, confidence: float, agreed: bool) -> list[str]:
    doubts = []
    if len(body) < SHORT_BODY:
        doubts.append("short_body")
    if confidence < CONFIDENT:
        doubts.append("language_uncertain")
    if not agreed:
        doubts.append("interface_language_disagreement")
    return doubts
