"""What a page declares about itself, by every reader that found something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """A value as a reader found it, with the reader's name and its key there."""

    value: str
    by: str
    """`json-ld`, `microdata`, `page-state`, `meta`, `link`, `html`."""
    key: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredPerson:
    """A name that the page declares, with the role that its key tells."""

    name: str
    by: str
    role: str = "author"
    url: str | None = None
    is_organisation: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredQuestion:
    """A question and its answer as a page declares them; both may hold markup."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class DeclaredRelated:
    """A related article as the page's state lists it."""

    title: str
    url: str | None = None
    summary: str | None = None
    source: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class DeclaredImage:
    """A picture that the page declares as the article's."""

    url: str
    by: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything declared, most trusted first in each tuple. Nothing is decided here."""

    titles: tuple[Declared, ...] = ()
    subtitles: tuple[Declared, ...] = ()
    descriptions: tuple[Declared, ...] = ()
    summaries: tuple[Declared, ...] = ()
    key_points: tuple[str, ...] = ()
    published: tuple[Declared, ...] = ()
    updated: tuple[Declared, ...] = ()
    people: tuple[DeclaredPerson, ...] = ()
    sources: tuple[Declared, ...] = ()
    publishers: tuple[Declared, ...] = ()
    languages: tuple[Declared, ...] = ()
    canonical: tuple[Declared, ...] = ()
    images: tuple[DeclaredImage, ...] = ()
    tags: tuple[Declared, ...] = ()
    categories: tuple[Declared, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    """Language tag and URL."""
    bodies: tuple[Declared, ...] = ()
    """The article's text or markup, where it stands in data."""
    questions: tuple[DeclaredQuestion, ...] = ()
    related: tuple[DeclaredRelated, ...] = ()
    types: tuple[str, ...] = ()
    """Types that the page gives itself (`NewsArticle`, `website`, `CollectionPage`)."""
    robots: str | None = None
    tdm_reservation: bool | None = None
    license: str | None = None
    accessible_for_free: bool | None = None
    base_url: str | None = None


def merged(parts: list[Metadata]) -> Metadata:
    """Join what several readers found: tuples in the readers' order, single values from the first that has one."""
    values: dict[str, object] = {}
    for name in Metadata.__slots__:
        found = [getattr(part, name) for part in parts]
        if isinstance(found[0], tuple):
            values[name] = tuple(item for items in found for item in items)
        else:
            values[name] = next((value for value in found if value is not None), None)
    return Metadata(**values)  # type: ignore[arg-type]
