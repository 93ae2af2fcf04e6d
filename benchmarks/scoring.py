"""How near an extractor's answer is to the truth."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

# Scripts that write no blanks count by characters, or a page of theirs would be three words.
WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
RUN = 4
DAY_LENGTH = len("2026-01-31")
FARTHEST_ZONE = timedelta(hours=14)
STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"') | {"\u00ad": ""})
SEPARATORS = re.compile(r"[;,]|\s(?:and|und|et|y|&)\s")


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return the multiset of a text's runs of four words; a shorter text is one run."""
    # (A soft hyphen parts no words, but at the end of a line.)
    words = WORD.findall(text.replace("\u00ad", ""))
    if not words:
        return Counter()
    return Counter(tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)))


def overlap(found: str, true: str) -> tuple[float, float, float]:
    """Return F1, precision and recall of a text's runs."""
    ours, theirs = runs(found), runs(true)
    common = sum((ours & theirs).values())
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / sum(ours.values()), common / sum(theirs.values())
    return 2 * precision * recall / (precision + recall), precision, recall


def squashed(text: str) -> str:
    """Return a text without white space, its quotation marks straight, without soft hyphens.

    (Whoever noted down the snippets typed straight ones where pages have round ones: three of four snippets that an
    extractor seemed to miss were there but for those.)
    """
    return re.sub(r"\s+", "", text.translate(STRAIGHT))


def missing(snippets: Iterable[str], text: str) -> list[str]:
    """Return the snippets that a text does not hold, white space and the form of quotation marks aside."""
    whole = squashed(text)
    return [snippet for snippet in snippets if squashed(snippet) not in whole]


def plain(text: str | None) -> str:
    """Return a text in the form in which titles and names are compared: letters and digits."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "")).casefold()


def same_day(found: str | None, true: str) -> bool:
    """Tell whether a date is the true day; where the truth is a moment with its zone, the days are compared in UTC.

    (A day or time without zone is right if it is the moment's somewhere: 28 April in Tokyo is "27 April, 23:00Z".)
    """
    if not found or found[:10] == true[:10]:
        return bool(found)
    try:
        ours, theirs = datetime.fromisoformat(found), datetime.fromisoformat(true)
    except ValueError:
        return False
    if theirs.tzinfo is None:
        return False
    if ours.tzinfo is not None:
        return ours.astimezone(UTC).date() == theirs.astimezone(UTC).date()
    start = ours.replace(tzinfo=UTC)
    end = start if len(found) > DAY_LENGTH else start + timedelta(days=1)
    return start - FARTHEST_ZONE <= theirs <= end + FARTHEST_ZONE


def file_name(address: str | None) -> str:
    """Return the last step of an address, without query: services resize one picture under many addresses."""
    return (address or "").split("?")[0].rstrip("/").rsplit("/", 1)[-1].casefold()


def names_in(truth: dict[str, Any]) -> set[str]:
    """Return the true authors' names."""
    return listed(truth.get("authors") or truth.get("author"))


def tags_in(truth: dict[str, Any]) -> set[str]:
    """Return the true tags."""
    return listed(truth.get("tags"))


def listed(said: list[Any] | str | None) -> set[str]:
    """Return what a truth lists, or parts by separators, in the form in which names are compared."""
    words = SEPARATORS.split(said) if isinstance(said, str) else said or []
    return {plain(word) for word in map(str, words) if plain(word)}


def names_f1(found: Iterable[str], true: set[str]) -> float:
    """Return the F1 of a set of names."""
    ours = {plain(name) for name in found}
    return 2 * len(ours & true) / (len(ours) + len(true)) if ours and true else 0.0


def news_bodies(truth: dict[str, Any]) -> tuple[str, str]:
    """Return a news truth's body with and without its summary: pages disagree whether a standfirst is text."""
    sections = [part for section in truth["sections"] for part in (*section["headline"], *section["paragraphs"])]
    return "\n".join([*truth["summary"], *sections]), "\n".join(sections)
