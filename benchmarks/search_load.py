"""A made-up load for search: records in sixteen languages, with words about as often as news has them."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
TEXTS: Final = ROOT / "tests" / "pipelines" / "language"
ARTICLES: Final = ROOT / "spiders" / "demo_site" / "articles"
LANGUAGES: Final = (
    "en", "zh-Hans", "ja", "ko", "es", "pt", "ru", "tr", "vi", "ar", "de", "th", "fr", "fa", "hi", "zh-Hant",
)  # fmt: skip
# How many of 100 records are in each of these, in this order.
SHARES: Final = (26, 14, 7, 7, 7, 6, 6, 5, 4, 4, 4, 3, 2, 2, 2, 1)
UNSPACED: Final = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})
# The development pages' median article has 420 words; a word of an unspaced script has some two characters.
BODY_WORDS: Final = 420
# Word frequencies fall as Zipf and Mandelbrot found; so many different words stand in some thousand articles.
VOCABULARY: Final = 40_000
SHIFT: Final = 2.7


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of a language, most frequent first: those of real texts, then made of their halves."""

    language: str
    words: tuple[str, ...]
    weights: tuple[float, ...]

    def text(self, source: random.Random, count: int) -> str:
        """Return so many words, joined as the language does."""
        words = source.choices(self.words, cum_weights=self.weights, k=count)
        return ("" if self.language in UNSPACED else " ").join(words)


def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language."""
    source = random.Random(language)
    real = list(dict.fromkeys(_pieces(language, _real_text(language))))
    words = dict.fromkeys(real)
    while len(words) < VOCABULARY:
        first, second = source.choice(real), source.choice(real)
        words[first[: len(first) // 2 + 1] + second[len(second) // 2 :] + source.choice(real)[:2]] = None
    weights = accumulate(1 / (rank + SHIFT) for rank in range(len(words)))
    return Vocabulary(language, tuple(words), tuple(weights))


def records(count: int) -> Iterator[dict[str, Any]]:
    """Yield so many records, always the same."""
    source = random.Random(9)
    known = {language: vocabulary(language) for language in LANGUAGES}
    for number in range(count):
        (language,) = source.choices(LANGUAGES, SHARES)
        yield _record(number, known[language], source)


def write_files(folder: Path, count: int, lines_a_file: int = 20_000) -> None:
    """Write the records to files as a crawl does."""
    folder.mkdir(parents=True, exist_ok=True)
    made = records(count)
    for first in range(0, count, lines_a_file):
        with (folder / f"load-{first // lines_a_file:05}.jsonl").open("w", encoding="utf-8") as file:
            for _ in range(min(lines_a_file, count - first)):
                file.write(json.dumps(next(made), ensure_ascii=False) + "\n")


def _record(number: int, words: Vocabulary, source: random.Random) -> dict[str, Any]:
    title = words.text(source, 9)
    body = "\n\n".join(words.text(source, BODY_WORDS // 7) for _ in range(source.randint(3, 11)))
    month, day = source.randint(1, 12), source.randint(1, 28)
    url = f"https://news{number % 70:02}.example/{number}"
    qa = [{"question": words.text(source, 9), "answer": words.text(source, 25)} for _ in range(2)]
    asset = source.choice(("BTC", "ETH", "SOL", "XRP", "TON"))
    return {
        "schema_version": "1.0",
        "id": hashlib.sha256(url.encode()).hexdigest()[:16],
        "url": url,
        "canonical_url": url,
        "site": f"news{number % 70:02}",
        "source": {"name": f"Outlet {number % 300}", "url": None, "key": None} if number % 3 == 0 else None,
        "title": title,
        "authors": [{"name": words.text(source, 2), "role": "author", "url": None}],
        "published_at": f"2026-{month:02}-{day:02}T08:15:00Z",
        "language": words.language,
        "summary": words.text(source, 35),
        "body": body,
        "blocks": [{"type": "paragraph", "text": paragraph} for paragraph in body.split("\n\n")],
        "qa": qa if number % 3 == 0 else [],
        "assets": [{"symbol": asset, "name": None}],
        "fetched_at": "2026-12-31T00:00:00Z",
        "content_hash": hashlib.sha256(body.encode()).hexdigest(),
        "revision": 1,
    }


def _real_text(language: str) -> str:
    rows = [json.loads(line) for line in (TEXTS / f"{language}.jsonl").read_text("utf-8").splitlines()]
    stories = [json.loads(path.read_text("utf-8")) for path in sorted(ARTICLES.glob("*.json"))]
    own = [story for story in stories if story["language"] == language]
    blocks = [block.get("text") or "" for story in own for block in story["blocks"]]
    return "\n".join([row["text"] for row in rows] + [story["title"] for story in own] + blocks)


def _pieces(language: str, text: str) -> Iterator[str]:
    for run in re.findall(r"[^\W\d_][\w\u0900-\u0dff\u0e31-\u0e4e]*", text):
        # Nobody marks the words of these; two characters are a word as often as not.
        yield from (run[at : at + 2] for at in range(0, len(run), 2)) if language in UNSPACED else (run,)
