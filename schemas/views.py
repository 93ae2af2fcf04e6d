"""What a dataset shows of records: a row a record, a question, a pair of translations or a text."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.article import IsoDate, LanguageTag, Record, Text, Url


class RecordRow(Record):
    """A record as one line of a table: of lists, the names alone, parted by semicolons."""

    id: str
    """Id of the record."""
    revision: int
    """1, and one more each time that the text was found changed."""
    url: Url | None
    """The declared address of the page, or else the one that it was fetched from."""
    site: str | None
    """Key of the known site that the page belongs to."""
    publisher: str | None
    """Who runs the page."""
    source: str | None
    """Who wrote the article, where it was taken over from somebody else."""
    title: Text
    """The headline."""
    subtitle: str | None
    """The standfirst below the headline."""
    authors: str
    """Who made the article."""
    published_at: IsoDate | None
    """When it was published: ISO 8601 at the precision that the page tells."""
    updated_at: IsoDate | None
    """When it was changed last."""
    language: LanguageTag
    """BCP 47 tag of the body."""
    summary: str | None
    """The summary that the page states."""
    key_points: str
    """The key points that the page states, one a line."""
    body: str
    """The text, a blank line between its blocks."""
    categories: str
    """Sections that the site files it under."""
    tags: str
    """Keywords that the page gives."""
    assets: str
    """Symbols of the crypto-assets that the page names as such."""
    questions: int
    """How many questions the page answers."""
    images: int
    """How many pictures the article has."""
    paywalled: bool | None
    """Whether the page declares that one has to pay."""
    robots: str | None
    """What the page tells robots."""
    tdm_reservation: bool | None
    """Whether text and data mining is reserved."""
    license: str | None
    """The licence that the page declares."""
    fetched_at: IsoDate | None
    """When the page was fetched, in UTC."""
    content_hash: str
    """SHA-256 of the normalized title and body."""
    duplicate_of: str | None
    """Id of the first record that has (nearly) the same text."""


class QuestionRow(Record):
    """A question that an article answers."""

    id: str
    """Id of the article's record."""
    revision: int
    """Revision of the article's record."""
    number: Annotated[int, Field(ge=1)]
    """Its place among the questions of the article."""
    question: Text
    """The question."""
    answer: Text
    """The answer."""
    language: LanguageTag
    """BCP 47 tag of the answers."""
    title: Text
    """The article's headline."""
    url: Url | None
    """The article's address."""
    site: str | None
    """Key of the known site that the page belongs to."""
    source: str | None
    """Who wrote the article, where it was taken over from somebody else."""
    published_at: IsoDate | None
    """When the article was published: ISO 8601 at the precision that the page tells."""


class PairRow(Record):
    """An article in two languages. The sides are in the order of their tags; neither is called the original."""

    id_a: str
    """Id of the record on side a."""
    id_b: str
    """Id of the record on side b."""
    revision_a: int
    """Revision of the record on side a."""
    revision_b: int
    """Revision of the record on side b."""
    language_a: LanguageTag
    """BCP 47 tag of side a."""
    language_b: LanguageTag
    """BCP 47 tag of side b."""
    title_a: Text
    """Headline in language a."""
    title_b: Text
    """Headline in language b."""
    summary_a: str | None
    """The summary that the page in language a states."""
    summary_b: str | None
    """The summary that the page in language b states."""
    body_a: str
    """Text in language a, a blank line between its blocks."""
    body_b: str
    """Text in language b, a blank line between its blocks."""
    url_a: Url | None
    """Address of side a."""
    url_b: Url | None
    """Address of side b."""
    site_a: str | None
    """Key of the known site that side a belongs to."""
    site_b: str | None
    """Key of the known site that side b belongs to."""
    published_at_a: IsoDate | None
    """When side a was published."""
    published_at_b: IsoDate | None
    """When side b was published."""
    mutual: bool
    """Whether each of the two pages names the other one as its translation; else only one does."""


class TextRow(Record):
    """An article as one text, with what is known of it."""

    id: str
    """Id of the record."""
    revision: int
    """Revision of the record."""
    text: Text
    """Headline and body, a blank line between them and between the blocks."""
    language: LanguageTag
    """BCP 47 tag of the body."""
    title: Text
    """The headline."""
    url: Url | None
    """The declared address of the page, or else the one that it was fetched from."""
    site: str | None
    """Key of the known site that the page belongs to."""
    source: str | None
    """Who wrote the article, where it was taken over from somebody else."""
    authors: str
    """Who made the article, parted by semicolons."""
    published_at: IsoDate | None
    """When it was published: ISO 8601 at the precision that the page tells."""
    fetched_at: IsoDate | None
    """When the page was fetched, in UTC."""
    words: int
    """How many words the body has; a guess in scripts without blanks."""
    license: str | None
    """The licence that the page declares."""
    tdm_reservation: bool | None
    """Whether text and data mining is reserved."""
    content_hash: str
    """SHA-256 of the normalized title and body."""
