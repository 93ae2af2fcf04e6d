"""Records for tests of exports."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from schemas.article import Article

LONG = "The exchange said on Monday that withdrawals had resumed after a pause of six hours. " * 8


def article(slug: str, *, body: str = "", revision: int = 1, **others: object) -> Article:
    """Return the record of an article; what is not told is made of its slug."""
    url = f"https://news.example/{slug}"
    text = body or f"{slug}: {LONG}"
    known: dict[str, Any] = {
        "id": hashlib.sha256(url.encode()).hexdigest()[:16],
        "url": url,
        "canonical_url": url,
        "site": "news",
        "title": f"Title of {slug}",
        "language": "en",
        "body": text,
        "published_at": "2026-06-27T08:15:00+08:00",
        "fetched_at": "2026-06-28T00:00:00Z",
        "content_hash": hashlib.sha256(text.encode()).hexdigest(),
        "revision": revision,
    }
    return Article.model_validate({**known, **others})


def write(path: Path, *articles: Article) -> Path:
    """Write records to a file, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{record.model_dump_json()}\n" for record in articles), "utf-8")
    return path
