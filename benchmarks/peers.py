"""The extractors that are compared, each behind the same small function. What is not installed is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version


@dataclass(frozen=True, slots=True)
class Answer:
    """What an extractor makes of a page."""

    body: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    rejected: str | None = None
    subtitle: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()


Extractor = Callable[[bytes, str], Answer]


def babelwire(body: bytes, url: str) -> Answer:
    """This project."""
    from pipelines.extract import extract
    from schemas.page import NotAnArticle, Page

    try:
        article = extract(Page(body=body, url=url))
    except NotAnArticle as reason:
        return Answer(rejected=str(reason.reason))
    # Peers have one list, of writers; the truth too. Editors and translators have roles of their own here.
    authors = tuple(person.name for person in article.authors if person.role in ("author", "reporter"))
    image = next((image.url for image in article.images), None)
    return Answer(
        article.body,
        article.title,
        authors,
        article.published_at,
        subtitle=article.subtitle,
        image=image,
        tags=tuple(article.tags),
    )


def trafilatura(body: bytes, url: str) -> Answer:
    """Trafilatura's `bare_extraction` with metadata."""
    from trafilatura import bare_extraction

    found = bare_extraction(body, url=url, with_metadata=True)
    if found is None:
        return Answer(rejected="none")
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Answer(found.text or "", found.title, authors, found.date, tags=tuple(found.tags or ()))


def newspaper(body: bytes, url: str) -> Answer:
    """Newspaper4k's article."""
    from newspaper import Article

    article = Article(url)
    article.download(input_html=body.decode("utf-8", "replace"))
    article.parse()
    published = article.publish_date
    return Answer(article.text, article.title, tuple(article.authors), str(published)[:10] if published else None)


def readability(body: bytes, url: str) -> Answer:
    """readability-lxml's document, as text."""
    from lxml import html
    from readability import Document

    document = Document(body.decode("utf-8", "replace"), url=url)
    text = "\n".join(html.fromstring(document.summary()).itertext())
    return Answer(text, document.short_title())


PEERS: dict[str, tuple[Extractor, str]] = {
    "babelwire": (babelwire, "babelwire"),
    "trafilatura": (trafilatura, "trafilatura"),
    "newspaper4k": (newspaper, "newspaper4k"),
    "readability-lxml": (readability, "readability-lxml"),
}


def installed(names: list[str] | None = None) -> dict[str, tuple[Extractor, str]]:
    """Return the extractors that can be run here, with their versions."""
    found = {}
    for name in names or list(PEERS):
        extractor, package = PEERS[name]
        try:
            found[name] = (extractor, version(package))
        except PackageNotFoundError:
            continue
    return found
