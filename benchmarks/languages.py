"""Languages, labels and dates by language and kind, with the time of each call: `python benchmarks/languages.py`.

The texts are the tables of the tests; real titles and descriptions come from the development pages, whose declared
language stands for the truth.
"""

from __future__ import annotations

import json
import runpy
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dataset import samples

from pipelines.dates import parse_date
from pipelines.decode import HtmlDocument, decode
from pipelines.language import detect_language, same_language
from pipelines.lexicon import split_labels
from pipelines.lexicon.split import _split as split
from pipelines.metadata import read_metadata
from schemas.page import NotAnArticle, Page

TABLES = Path(__file__).parents[1] / "tests" / "pipelines"
DATES = TABLES / "dates"
NOW = datetime(2026, 6, 27, 12, 30, tzinfo=UTC)
SHORTEST_TITLE = 20
REPEATS = 3


def rows(folder: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the lines of a folder's tables with the name of their file."""
    for file in sorted((TABLES / folder).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.stem, json.loads(line)


def detection() -> str:
    """Return the share of texts whose language is found, by kind and language, in the tables."""
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    for language, row in rows("language"):
        found[row["kind"]][detect_language(row["text"]).tag == language] += 1
    return "\n".join(f"detect_language, {kind}: {share(counts)}" for kind, counts in sorted(found.items()))


def real_titles() -> str:
    """Return how often the language of a real title or description is the one that its page declares."""
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    for sample in samples():
        page = Page(body=sample.body(), url=sample.url)
        try:
            document = decode(page)
        except NotAnArticle:
            continue
        if not isinstance(document, HtmlDocument) or not (declared := document.root.get("lang")):
            continue
        metadata = read_metadata(document, page)
        for kind, items in (("titles", metadata.titles[:1]), ("descriptions", metadata.descriptions[:1])):
            for item in items:
                if len(item.value) >= SHORTEST_TITLE:
                    found[kind][same_language(detect_language(item.value).tag, declared)] += 1
    return "\n".join(f"detect_language, real {kind}: {share(counts)}" for kind, counts in sorted(found.items()))


def forms() -> list[dict[str, Any]]:
    """Return the table of dates."""
    return [json.loads(line) for line in (DATES / "forms.jsonl").read_text(encoding="utf-8").splitlines()]


def dates() -> str:
    """Return by kind how many forms are read as the tests expect, how many not at all, how many wrongly."""
    expected = runpy.run_path(str(DATES / "test_parse.py"))["expected"]
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for form in forms():
        parsed, wanted = parse_date(form["text"], form["language"], NOW), expected(form, NOW)
        kind = "traps" if wanted is None else "relative" if wanted.relative else "absolute"
        found[kind]["right" if parsed == wanted else "missed" if parsed is None else "wrong"] += 1
    return "\n".join(f"parse_date, {kind}: {dict(counts)}" for kind, counts in sorted(found.items()))


def times() -> str:
    """Return the microseconds that a call takes on average."""
    texts = [row["text"] for _, row in rows("language")]
    long = [" ".join([text] * 10)[:200] for text in texts if len(text) > 40]
    lines = [(row["line"], row.get("interface", language)) for language, row in rows("lexicon") if "line" in row]
    calls: dict[str, list[Callable[[], object]]] = {
        "parse_date": [lambda f=form: parse_date(f["text"], f["language"], NOW) for form in forms()],
        "detect_language, 200 characters": [lambda t=text: detect_language(t) for text in long],
        # (Lines that were asked for lately are remembered; what the first asking costs is measured.)
        "split_labels": [lambda a=line: (split.cache_clear(), split_labels(*a)) for line in lines],
    }
    return "\n".join(f"{name}: {mean_microseconds(tasks):.0f} µs" for name, tasks in calls.items() if tasks)


def mean_microseconds(tasks: list[Callable[[], object]]) -> float:
    """Return the mean time of some calls, the first round left out."""
    for task in tasks:
        task()
    started = time.perf_counter()
    for _ in range(REPEATS):
        for task in tasks:
            task()
    return (time.perf_counter() - started) / REPEATS / len(tasks) * 1e6


def share(counts: Counter[bool]) -> str:
    """Return a share in words."""
    return f"{counts[True] / counts.total():.1%} of {counts.total()}"


if __name__ == "__main__":
    print(detection(), real_titles(), dates(), times(), sep="\n")
