"""The record: one article, one JSON object, one line. The form of the JSON is known here only."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.json_schema import GenerateJsonSchema

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


class EveryKeyRequired(GenerateJsonSchema):
    """Describes records as they are written: every key is there, whatever has a default when reading."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ANN401
        """Tell that the key is always there."""
        return True


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
    items: list[str] = Field(default_factory=list)
    """Of a list: its items."""
    rows: list[list[str]] = Field(default_factory=list)
    """Of a table: its rows of cells."""
    language: LanguageTag | None = None
    """Where it differs from the article's language: a quote or a paragraph in another one."""
    links: list[Link] = Field(default_factory=list)


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


# What Babelwire says of its own work. The other fields are what somebody may speak for in `provenance`.
BOOKKEEPING: Final = frozenset(
    {
        "schema_version",
        "id",
        "input_id",
        "fetched_at",
        "content_hash",
        "revision",
        "duplicate_of",
        "provenance",
        "warnings",
    }
)


class Article(Record):
    """One article page as a record. Every key is always there."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    """The version of this form of record."""
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """First 16 hex digits of the SHA-256 of the canonical URL; without any URL, of title and body."""
    input_id: str | None = None
    """The `id` of the line that the page was read from; of a page in a web archive, its WARC-Record-ID."""
    url: Url | None = None
    """The address that the page was fetched from."""
    canonical_url: Url | None = None
    """The address that the page declares as its own, cleaned of what only tracks a reader."""
    site: str | None = None
    """Key of the known site that the page belongs to."""
    publisher: str | None = None
    """Who runs the page."""
    source: Source | None = None
    """Who wrote the article, where it was taken over from somebody else."""
    title: Text
    """The headline, without the name of the site."""
    subtitle: str | None = None
    """The standfirst below the headline."""
    authors: list[Author] = []
    """Who made the article, and in which role."""
    published_at: IsoDate | None = None
    """When it was published: ISO 8601 at the precision that the page tells, with the offset where it is known."""
    updated_at: IsoDate | None = None
    """When it was changed last, in the same form."""
    language: LanguageTag
    """BCP 47 tag of the body, without the country that goes without saying (`en`, but `en-GB`, `pt-BR`)."""
    interface_language: LanguageTag | None = None
    """BCP 47 tag of the words around the article."""
    languages: Languages = Languages()
    """The language of each section."""
    summary: str | None = None
    """The summary that the page states; never made up."""
    key_points: list[str] = []
    """The key points that the page states."""
    body: str
    """Paragraphs, headings, lists, quotes, code and tables in reading order, a blank line between them."""
    blocks: list[ArticleBlock] = []
    """The same in blocks, with figures and embedded posts."""
    images: list[Image] = []
    """The pictures of the article."""
    qa: list[QuestionAnswer] = []
    """Questions that the page answers."""
    related: list[Related] = []
    """Articles that the page recommends."""
    translations: list[Translation] = []
    """The same article in other languages, as the page links them."""
    categories: list[str] = []
    """Sections that the site files it under."""
    tags: list[str] = []
    """Keywords that the page gives."""
    assets: list[Asset] = []
    """Crypto-assets that the page names as such."""
    access: Access = Access()
    """What the page declares about who may read and mine it."""
    fetched_at: IsoDate | None = None
    """When the page was fetched, in UTC."""
    content_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the normalized title and body."""
    revision: Annotated[int, Field(ge=1)] = 1
    """1, and one more each time that the text is found changed."""
    duplicate_of: str | None = None
    """Id of the first record that has (nearly) the same text."""
    provenance: dict[str, Provenance] = {}
    """Of each field that somebody spoke for: who did, and what was read."""
    warnings: list[str] = []
    """Codes of what was doubtful."""


SPOKEN_FIELDS: Final = tuple(name for name in Article.model_fields if name not in BOOKKEEPING)


def json_schema(row: type[BaseModel] = Article) -> dict[str, Any]:
    """Return the JSON Schema of records, or of other rows, as they are written."""
    return row.model_json_schema(schema_generator=EveryKeyRequired)
