"""The record: one article, one JSON object, one line. The form of the JSON is known here only."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION: Final = "1.0"

# Year, month or day alone, or a date with a time and, where known, its offset.
ISO_8601 = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?)?$"


def _absolute(url: str) -> str:
    if not re.match(r"(?i)[a-z][a-z0-9+.-]*://[^/?#\s]", url):
        raise ValueError("not an absolute URL")
    return url


Url = Annotated[str, AfterValidator(_absolute)]
IsoDate = Annotated[str, StringConstraints(pattern=ISO_8601)]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class Record(BaseModel):
    """What all parts of a record share: strict types, no unknown keys, no changes after making."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class Source(Record):
    """Who wrote an article that another site took over."""

    name: Text
    url: Url | None = None
    key: str | None = None
    """Key of the known site that the name is, or is an alias of."""


class AuthorRole(StrEnum):
    """What a person did for the article."""

    AUTHOR = "author"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    REPORTER = "reporter"
    PHOTOGRAPHER = "photographer"
    CONTRIBUTOR = "contributor"


class Author(Record):
    """A person (or, where the page names no person, an organisation) and what they did."""

    name: Text
    role: AuthorRole = Field(default=AuthorRole.AUTHOR, strict=False)
    url: Url | None = None


class BlockType(StrEnum):
    """What a block of the article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    FIGURE = "figure"
    EMBED = "embed"


class Link(Record):
    """A link inside a block: its words and where it leads."""

    text: str
    url: Url


class ArticleBlock(Record):
    """One block of the article in reading order."""

    type: BlockType = Field(strict=False)
    text: str
    """The block's words: of a list its items, of a table its rows, a line each."""
    level: Annotated[int, Field(ge=1, le=6)] | None = None
    """Of a heading: 1 to 6, where the page says it."""
    items: list[str] = []
    """Of a list: its items."""
    rows: list[list[str]] = []
    """Of a table: its rows of cells."""
    language: LanguageTag | None = None
    """Where it differs from the article's language: a quote or a paragraph in another one."""
    links: list[Link] = []


class Image(Record):
    """A picture of the article: its own URL (lazy loading and srcset resolved) and what is said of it."""

    url: Url
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


class QuestionAnswer(Record):
    """A question and its answer, without their letters."""

    question: Text
    answer: Text


class RelatedSource(Record):
    """Who wrote a related article, as its card says."""

    name: Text
    key: str | None = None


class Related(Record):
    """An article that the page recommends."""

    title: Text
    url: Url | None = None
    summary: str | None = None
    source: RelatedSource | None = None
    published_at: IsoDate | None = None
    """Relative times are resolved against `fetched_at` at their own precision."""
    published_raw: str | None = None
    """The time as the card shows it ("Há 7h")."""


class Translation(Record):
    """The same article in another language."""

    language: LanguageTag
    url: Url


class Asset(Record):
    """A crypto-asset that the page names as such."""

    symbol: Text
    name: str | None = None


class Access(Record):
    """What the page declares about who may read and mine it."""

    paywalled: bool | None = None
    """Only where declared (`isAccessibleForFree`, HTTP status); never guessed from words."""
    robots: str | None = None
    tdm_reservation: bool | None = None
    license: str | None = None


class Languages(Record):
    """The language of each section that the page has."""

    title: LanguageTag | None = None
    summary: LanguageTag | None = None
    body: LanguageTag | None = None
    qa: LanguageTag | None = None
    related: LanguageTag | None = None
    interface: LanguageTag | None = None


class Provenance(Record):
    """Which reader spoke for a field, and what it read."""

    by: Text
    """`json-ld`, `meta`, `microdata`, `page-state`, `label`, `layout`, `site`, `url`, `detector`, …"""
    raw: str | None = None
    zone: Literal["page", "site", "unknown"] | None = None
    """Of a date: who says its zone."""


class Article(Record):
    """One article page as a record. Every key is always there."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """First 16 hex digits of the SHA-256 of the canonical URL; without any URL, of title and body."""
    input_id: str | None = None
    """The `id` of the line that the page was read from; of a page in a web archive, its WARC-Record-ID."""
    url: Url | None = None
    canonical_url: Url | None = None
    site: str | None = None
    publisher: str | None = None
    source: Source | None = None
    title: Text
    subtitle: str | None = None
    authors: list[Author] = []
    published_at: IsoDate | None = None
    updated_at: IsoDate | None = None
    language: LanguageTag
    interface_language: LanguageTag | None = None
    languages: Languages = Languages()
    summary: str | None = None
    key_points: list[str] = []
    body: str
    blocks: list[ArticleBlock] = []
    images: list[Image] = []
    qa: list[QuestionAnswer] = []
    related: list[Related] = []
    translations: list[Translation] = []
    categories: list[str] = []
    tags: list[str] = []
    assets: list[Asset] = []
    access: Access = Access()
    fetched_at: IsoDate | None = None
    content_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the normalized title and body."""
    revision: Annotated[int, Field(ge=1)] = 1
    duplicate_of: str | None = None
    provenance: dict[str, Provenance] = {}
    warnings: list[str] = []
