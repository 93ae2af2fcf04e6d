"""Languages, labels and dates by language and kind, with the time of each call: `python benchmarks/languages.py`.

The texts are the tables of the tests; real titles and descriptions come from the development pages, whose declared
language stands for the truth.
"""

from __future__ import annotations

import json
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
from pipelines.metadata import read_metadata
from schemas.page import NotAnArticle, Page

TABLES = Path(__file__).parents[1] / "tests" / "pipelines"
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
        try:
            document = decode(Page(body=sample.body(), url=sample.url))
        except NotAnArticle:
            continue
        if not isinstance(document, HtmlDocument) or not (declared := document.root.get("lang")):
            continue
        metadata = read_metadata(document, Page(body=b"-", url=sample.url))
        for kind, items in (("titles", metadata.titles[:1]), ("descriptions", metadata.descriptions[:1])):
            for item in items:
                if len(item.value) >= SHORTEST_TITLE:
                    found[kind][same_language(detect_language(item.value).tag, declared)] += 1
    return "\n".join(f"detect_language, real {kind}: {share(counts)}" for kind, counts in sorted(found.items()))


def dates() -> str:
    """Return by kind the share of forms read as they should be, and the share read wrongly."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (TABLES / "dates" / "forms.jsonl").read_text(encoding="utf-8").splitlines():
        form = json.loads(line)
        kind = "relative" if "ago" in form or form.get("relative") else "traps" if form["at"] is None else "absolute"
        parsed = parse_date(form["text"], form["language"], NOW)
        wanted = form.get("at")
        if parsed is None:
            found[kind]["right" if kind == "traps" else "missed"] += 1
        elif kind == "absolute":
            found[kind]["right" if parsed.at == datetime.fromisoformat(wanted) else "wrong"] += 1
        else:
            found[kind]["wrong" if kind == "traps" or not parsed.relative else "right"] += 1
    return "\n".join(f"parse_date, {kind}: {dict(counts)}" for kind, counts in sorted(found.items()))


def times() -> str:
    """Return the microseconds that a call takes on average."""
    forms = [json.loads(line) for line in (TABLES / "dates" / "forms.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for _, row in rows("language")]
    long = [" ".join([text] * 10)[:200] for text in texts if len(text) > 40]
    lines = [(row["line"], row.get("interface", language)) for language, row in rows("lexicon") if "line" in row]
    calls: dict[str, list[Callable[[], object]]] = {
        "parse_date": [lambda f=form: parse_date(f["text"], f["language"], NOW) for form in forms],
        "detect_language, 200 characters": [lambda t=text: detect_language(t) for text in long],
        "split_labels": [lambda a=line: split_labels(*a) for line in lines],
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
