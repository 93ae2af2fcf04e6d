"""The facts of the demo site: articles and the words around them, as data beside this module."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from schemas.article import AuthorRole, BlockType

HERE: Final = Path(__file__).parent
# Inline links in the facts are written [words](address).
INLINE_LINK: Final = re.compile(r"\[([^\]]+)\]\((\S+?)\)")


def plain(text: str) -> str:
    """Return a text of the facts as a reader sees it, without the link marks."""
    return INLINE_LINK.sub(r"\1", text)


class Facts(BaseModel):
    """What all facts share: frozen, and no key that the layouts would silently ignore."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PictureFacts(Facts):
    """A picture of an article, its file under `/media/`."""

    file: str
    alt: str
    caption: str
    credit: str


class BlockFacts(Facts):
    """One block of an article's text."""

    type: BlockType
    text: str = ""
    level: int | None = None
    ordered: bool = False
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    image: PictureFacts | None = None
    caption: str = ""
    """Of a figure without a picture, which a text page leaves behind."""
    url: str = ""
    author: str = ""

    @property
    def shown(self) -> str:
        """Return the block's words: of a list its items, of a table its rows, a line each."""
        if self.items:
            return "\n".join(plain(item) for item in self.items)
        if self.rows:
            return "\n".join(" | ".join(plain(cell) for cell in row) for row in self.rows)
        if self.type is BlockType.FIGURE:
            return self.image.caption if self.image else self.caption
        return self.text if self.type is BlockType.CODE else plain(self.text)


class PersonFacts(Facts):
    """A person and what they did for the article."""

    name: str
    role: AuthorRole


class QuestionFacts(Facts):
    """A question and its answer, as the page's source has them."""

    question: str
    answer: str


class RelatedFacts(Facts):
    """A card that recommends another article."""

    title: str
    summary: str
    source: str
    age: Mapping[Literal["minutes", "hours", "days"], int]

    @property
    def unit(self) -> str:
        """Return the unit in which the card counts."""
        return next(iter(self.age))

    @property
    def number(self) -> int:
        """Return how many units ago the card says."""
        return next(iter(self.age.values()))

    @property
    def delta(self) -> timedelta:
        """Return the age as a length of time."""
        return timedelta(**{self.unit: self.number})


class AssetFacts(Facts):
    """A crypto-asset that the text names."""

    symbol: str
    name: str


class ArticleFacts(Facts):
    """Everything that a page about one article can show."""

    slug: str
    origin: str
    """Where the text comes from."""
    language: str
    title: str
    subtitle: str | None
    source: str | None
    """The outlet that wrote it, where the site took it over."""
    authors: tuple[PersonFacts, ...]
    published: str
    """A day, or a time with its offset."""
    updated: str | None
    summary: str
    key_points: tuple[str, ...]
    image: PictureFacts | None
    blocks: tuple[BlockFacts, ...]
    qa: tuple[QuestionFacts, ...]
    related: tuple[RelatedFacts, ...]
    category: str
    tags: tuple[str, ...]
    assets: tuple[AssetFacts, ...]
    free: bool


class Comment(NamedTuple):
    """A reader's name and words."""

    name: str
    text: str


class Interface(Facts):
    """The words that the site puts around an article, in one language."""

    tag: str
    dir: Literal["ltr", "rtl"]
    name: str
    nav: tuple[str, ...]
    pages: tuple[str, ...]
    home: str
    published: str
    updated: str
    source: str
    author: str
    editor: str
    translator: str
    reporter: str
    byline: str
    summary: str
    key_points: str
    qa: str
    related: str
    read_also: str
    share: str
    newsletter: str
    newsletter_text: str
    email: str
    subscribe: str
    tags: str
    comments: str
    comment_form: str
    reply: str
    comment_samples: tuple[Comment, ...]
    copyright: str
    risk_warning: str
    risk_text: str
    trading: tuple[str, ...]
    cookies: str
    accept: str
    settings: str
    login: str
    register_: str = Field(alias="register")
    follow: str
    advertisement: str
    photo: str
    reading_time: str
    ai_notice: str
    markets: str
    topics: str
    author_box: str
    date: str
    """How a day is written, with {d} {dd} {m} {mm} {month} {y}."""
    calendar: Literal["gregorian", "buddhist", "jalali"] = "gregorian"
    digits: str = "0123456789"
    months: tuple[str, ...]
    ago: Mapping[str, Mapping[str, str]]
    """Unit → plural category → text."""


@cache
def articles() -> Mapping[str, ArticleFacts]:
    """Read the articles, by slug."""
    files = sorted((HERE / "articles").glob("*.json"))
    return {file.stem: ArticleFacts.model_validate_json(file.read_text("utf-8")) for file in files}


@cache
def interfaces() -> Mapping[str, Interface]:
    """Read the interface languages, by tag."""
    files = sorted((HERE / "interface").glob("*.json"))
    return {file.stem: Interface.model_validate_json(file.read_text("utf-8")) for file in files}
