"""Quality of extractors side by side: `python benchmarks/quality.py [--extractors A,B] [--half odd] [--folder F]`."""

from __future__ import annotations

import argparse
import json
import signal
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path
from statistics import mean
from typing import Any

from dataset import FOLDERS, Sample, samples
from peers import Answer, installed
from scoring import file_name, missing, names_f1, names_in, news_bodies, overlap, plain, same_day, tags_in

POOR = 0.8
# Some peers take minutes for a page; what takes so long is as good as no answer.
PAGE_SECONDS = 20

Score = dict[str, Any]


def score(sample: Sample, answer: Answer) -> Score:
    """Compare an answer with a page's truth."""
    truth = sample.truth
    row: Score = {"id": sample.id, "folder": sample.folder, "half": sample.half, "rejected": answer.rejected}
    bodies = news_bodies(truth) if sample.folder == "news" else (truth["body"],) if truth.get("body") else ()
    if bodies:
        row["f1"], row["precision"], row["recall"] = max(overlap(answer.body, body) for body in bodies)
    if "with" in truth:
        row["missed"] = missing(truth["with"], answer.body)
        row["foreign"] = [part for part in truth["without"] if part not in missing(truth["without"], answer.body)]
        row["snippets"] = (len(truth["with"]), len(truth["without"]))
    if isinstance(truth.get("title"), str) and truth["title"]:
        row["title"] = plain(answer.title) == plain(truth["title"])
    if isinstance(truth.get("published"), str) and truth["published"]:
        row["date"] = same_day(answer.published, truth["published"])
    if names := names_in(truth):
        row["authors"] = names_f1(answer.authors, names)
    if tags := tags_in(truth):
        row["tags"] = names_f1(answer.tags, tags)
    if truth.get("subtitle"):
        row["subtitle"] = plain(answer.subtitle) == plain(truth["subtitle"])
    if truth.get("image"):
        row["image"] = file_name(answer.image) == file_name(truth["image"])
    return row


def scored(job: tuple[str, Sample]) -> Score:
    """Run one extractor on one page."""
    name, sample = job
    extractor, _ = installed([name])[name]
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(PAGE_SECONDS)
    try:
        answer = extractor(sample.body(), sample.url)
    except Exception as error:  # a peer's crash is an empty answer, and is counted
        answer = Answer(rejected=f"crash: {type(error).__name__}")
    finally:
        signal.alarm(0)
    return {"extractor": name, **score(sample, answer)}


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError(f"no answer in {PAGE_SECONDS} seconds")


def table(rows: list[Score], versions: dict[str, str]) -> str:
    """Return the figures as Markdown: one table a folder, one line an extractor."""
    parts = []
    for folder in FOLDERS:
        inside = [row for row in rows if row["folder"] == folder]
        if not inside:
            continue
        pages = len({row["id"] for row in inside})
        parts.append(
            f"\n**{folder}** ({pages} pages)\n\n"
            "| | F1 | precision | recall | F1 < .8 | with | without found "
            "| title | date | authors | tags | subtitle | image | empty |"
        )
        parts.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
        for name, version in versions.items():
            parts.append(line(f"{name} {version}", [row for row in inside if row["extractor"] == name]))
    return "\n".join(parts)


def line(title: str, rows: list[Score]) -> str:
    """Return one extractor's line."""
    f1 = [row["f1"] for row in rows if "f1" in row]
    snippets = [row for row in rows if "snippets" in row]
    wanted, unwanted = (sum(row["snippets"][side] for row in snippets) for side in (0, 1))
    cells = [
        *(average(rows, key) for key in ("f1", "precision", "recall")),
        f"{sum(value < POOR for value in f1)}" if f1 else "–",
        f"{1 - sum(len(row['missed']) for row in snippets) / wanted:.3f}" if wanted else "–",
        f"{sum(len(row['foreign']) for row in snippets) / unwanted:.3f}" if unwanted else "–",
        *(average(rows, key) for key in ("title", "date", "authors", "tags", "subtitle", "image")),
        str(sum(row["rejected"] is not None for row in rows)),
    ]
    return f"| {title} | {' | '.join(cells)} |"


def average(rows: list[Score], key: str) -> str:
    """Return the mean of a figure over the pages that have it."""
    values = [float(row[key]) for row in rows if key in row]
    return f"{mean(values):.3f}" if values else "–"


def worst(row: Score) -> tuple[float, float]:
    """Order pages, the worst first."""
    return (row.get("f1", 1.0), -len(row.get("missed", ())) - len(row.get("foreign", ())))


def measured(
    names: list[str] | None, half: str, folders: tuple[str, ...], jobs: int
) -> tuple[list[Score], dict[str, str]]:
    """Run the extractors over the pages."""
    versions = {name: version for name, (_, version) in installed(names).items()}
    work = [(name, sample) for name in versions for sample in samples(folders, half)]
    with Pool(jobs) as pool:
        return pool.map(scored, work, chunksize=20), versions


def main(report: Callable[[str], None] = print) -> None:
    """Print the tables, and write each page's figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extractors", type=lambda text: text.split(","))
    parser.add_argument("--half", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--folder", type=lambda text: tuple(text.split(",")), default=FOLDERS)
    parser.add_argument("--pages-out", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    rows, versions = measured(options.extractors, options.half, options.folder, options.jobs)
    report(f"Half: {options.half}{table(rows, versions)}")
    if options.pages_out:
        lines = (json.dumps(row, ensure_ascii=False) for row in sorted(rows, key=worst))
        options.pages_out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
