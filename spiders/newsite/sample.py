"""The pages of a site that were looked at, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import orjson

from pipelines.inputs import Input, Unreadable, read_file
from pipelines.inputs.files import page_files
from pipelines.outcome import article_of
from pipelines.rejected import Rejected
from schemas.article import Article
from schemas.page import Page

# An app's page before its script has run: an empty element that it is to fill.
SHELL_ROOT: Final = re.compile(rb"""\bid=["']?(?:app|root|__next|__nuxt|___gatsby)["'\s>]""")


@dataclass(frozen=True, slots=True)
class Sampled:
    """A page that was looked at."""

    origin: str
    """Its address; of a saved page without one, its file."""
    article: Article | None
    reason: str = ""
    """Why it gave no article."""
    page: Page | None = None
    """As it came, where it was kept."""
    stands_alone: bool = False
    """Whether the page by itself gives the article, without a list of posts that held its text."""

    @property
    def url(self) -> str | None:
        """Return the address, as far as it is known."""
        known = self.page.url if self.page else None
        return known or (self.article and (self.article.url or self.article.canonical_url)) or None

    @property
    def is_shell(self) -> bool:
        """Tell whether the page holds nothing but a place for a script to fill."""
        return self.article is None and self.page is not None and SHELL_ROOT.search(self.page.body) is not None


def crawled(output: Path) -> list[Sampled]:
    """Return the pages that a crawl has left in an output folder, its records first."""
    pages = _pages_of(output)
    records = [Article.model_validate_json(line) for line in _lines(output.glob("[!r]*/*.jsonl"))]
    rejects = [orjson.loads(line) for line in _lines(output.glob("runs/*.rejects.jsonl"))]
    found = [_recorded(record, pages.get(record.input_id or "")) for record in records]
    missing = [
        Sampled(told["url"] or "", None, told["reason"], pages.get(told.get("id") or ""))
        for told in rejects
        if told["url"]
    ]
    return found + missing


def _recorded(record: Article, page: Page | None) -> Sampled:
    again = article_of(page) if page else None
    stands_alone = isinstance(again, Article) and again.content_hash == record.content_hash
    return Sampled(record.url or "", record, page=page, stands_alone=stands_alone)


def saved(paths: Iterable[Path]) -> tuple[list[Sampled], list[str]]:
    """Return the pages of files and directories, and what could not be read, a line each."""
    found: list[Sampled] = []
    problems: list[str] = []
    for given in _inputs(paths):
        if isinstance(given.content, Unreadable):
            problems.append(f"{given.origin}: {given.content.why}")
        else:
            found.append(_sampled(given.origin, given.content))
    return found, problems


def _sampled(origin: str, content: Page | Rejected) -> Sampled:
    outcome = article_of(content) if isinstance(content, Page) else content
    page = content if isinstance(content, Page) else None
    if page and not page.url and isinstance(outcome, Article) and outcome.canonical_url:
        # Its links lead somewhere, now that the page itself has said where it stands.
        page = replace(page, url=outcome.canonical_url)
        outcome = article_of(page)
    place = (page and page.url) or origin
    if isinstance(outcome, Rejected):
        return Sampled(place, None, str(outcome.reason), page)
    return Sampled(place, outcome, page=page, stands_alone=True)


def _inputs(paths: Iterable[Path]) -> Iterator[Input]:
    for path in paths:
        files = list(page_files(path)) if path.is_dir() else [path]
        if not files:
            yield Input(str(path), Unreadable("no pages in this directory (.html, .txt, .jsonl, .warc, also .gz)"))
        for file in files:
            yield from read_file(file)


def _pages_of(output: Path) -> dict[str, Page]:
    given = (found for archive in sorted(output.glob("*/*.warc.gz")) for found in read_file(archive))
    return {page.input_id: page for each in given if (page := each.page) and page.input_id}


def _lines(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in sorted(paths):
        yield from path.read_bytes().splitlines()
