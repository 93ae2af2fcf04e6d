"""Small indexes of made-up records, and what searches them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.search.embedded.database import open_for_reading
from pipelines.search.embedded.index import EmbeddedIndex
from pipelines.search.embedded.searching import Found, Request, search
from pipelines.search.filters import Filters
from pipelines.search.indexing import index_files
from schemas.article import Article

ARTICLES = tomllib.loads(Path(__file__).with_name("articles.toml").read_text("utf-8"))["articles"]
Search = Callable[..., Found]


def article(title: str, body: str = "", **fields: Any) -> Article:  # noqa: ANN401
    """Return a record with this title."""
    name = fields.pop("name", title)
    values = {
        "id": hashlib.sha256(name.encode()).hexdigest()[:16],
        "canonical_url": f"https://news.example/{hashlib.sha256(name.encode()).hexdigest()[:8]}",
        "site": "news",
        "title": title,
        "language": "en",
        "body": body,
        "content_hash": hashlib.sha256(f"{title}{body}".encode()).hexdigest(),
        **fields,
    }
    return Article.model_validate(values)


def multilingual() -> list[Article]:
    """Return the articles of the table."""
    return [
        article(
            row["title"],
            row["body"],
            language=row["language"],
            summary=row["summary"],
            qa=[{"question": question, "answer": answer} for question, answer in row.get("qa", ())],
        )
        for row in ARTICLES
    ]


def write_records(path: Path, articles: list[Article]) -> Path:
    """Write records to a file, a line each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{each.model_dump_json()}\n" for each in articles), "utf-8")
    return path


def index(database: Path, *files: Path) -> int:
    """Bring files into an index, and return how many records it took."""
    target = EmbeddedIndex(database)
    indexed = index_files(target, files, database.parent)
    target.close()
    return indexed.taken


def searching(folder: Path, articles: list[Article]) -> Search:
    """Make an index of some records in a folder, and return what searches it."""
    database = folder / "search.sqlite"
    index(database, write_records(folder / "news" / "records.jsonl", articles))
    connection = open_for_reading(database)

    def look_up(text: str, limit: int = 10, offset: int = 0, facets: bool = False, **filters: Any) -> Found:  # noqa: ANN401
        return search(connection, Request(text, Filters(**filters), limit, offset, facets))

    return look_up
