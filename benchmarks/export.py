"""What exports cost in processor time, memory and disk: generated records, each format, and what reads records twice.

python benchmarks/export.py --records 1000000
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipelines.export.formats import Format
from schemas.article import Article, ArticleBlock, Author, BlockType, QuestionAnswer, Related, Translation

RECORDS_A_FILE: Final = 10_000
# With these, a record has 6 KB. (Of the development pages it has 29 KB, of the demo site 13 KB: long articles.)
PARAGRAPHS: Final = 5
WORDS_A_PARAGRAPH: Final = 40
RELATED: Final = 6
LANGUAGES: Final = ("en", "de", "ja", "zh-Hans", "ko", "ru", "tr", "vi")
WORDS: Final = ("bitcoin", "miners", "exchange", "upgrade", "court", "比特币", "矿工", "交易所", "비트코인", "биржа")
RUNS: Final = {
    **{str(form): ("--format", str(form)) for form in Format},
    "text": ("--view", "text", "--format", "parquet"),
    "parallel": ("--view", "parallel"),
    "chosen": ("--latest-revision", "--drop-duplicates"),
}


def records(count: int) -> Iterator[Article]:
    """Yield made-up records: every tenth is a second revision, every twentieth a copy, every fourth a translation."""
    chance = random.Random(1)
    for number in range(count):
        # From a thousand times a dozen words, so that texts pack about as well as real ones.
        texts = [
            " ".join(f"{chance.choice(WORDS)}{chance.randrange(1000)}" for _ in range(WORDS_A_PARAGRAPH))
            for _ in range(PARAGRAPHS)
        ]
        body = "\n\n".join(texts)
        revised = number % 10 == 1
        yield Article(
            id=identity(number - revised),
            revision=1 + revised,
            url=address(number - revised),
            canonical_url=address(number - revised),
            site=f"news{number % 70:02}",
            title=texts[0][:60],
            authors=[Author(name="Ana Ruiz")],
            published_at=f"2026-{number % 12 + 1:02}-27T08:15:00+08:00",
            language=LANGUAGES[number % len(LANGUAGES)],
            summary=texts[0],
            body=body,
            blocks=[ArticleBlock(type=BlockType.PARAGRAPH, text=text) for text in texts],
            qa=[QuestionAnswer(question=texts[1], answer=texts[2])] if number % 5 == 0 else [],
            related=[Related(title=f"Story {number + step}", url=address(number + step)) for step in range(RELATED)],
            translations=[Translation(language=LANGUAGES[(number - 1) % len(LANGUAGES)], url=address(number - 1))]
            if number % 4 == 3
            else [],
            fetched_at="2026-06-28T00:00:00Z",
            content_hash=hashlib.sha256(body.encode()).hexdigest(),
            duplicate_of=identity(number - 3) if number % 20 == 19 else None,
        )


def identity(number: int) -> str:
    """Return the id of a record."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:16]


def address(number: int) -> str:
    """Return the address of a record."""
    return f"https://www.news{number % 70:02}.example/2026/bitcoin-miners-reserve-{number}"


def write_records(folder: Path, count: int) -> int:
    """Write records as a crawl does; return how many bytes."""
    size = 0
    articles = records(count)
    for first in range(0, count, RECORDS_A_FILE):
        lines = [next(articles).model_dump_json().encode() + b"\n" for _ in range(min(RECORDS_A_FILE, count - first))]
        (folder / f"run-{first // RECORDS_A_FILE:05}.jsonl").write_bytes(b"".join(lines))
        size += sum(map(len, lines))
    return size


def costs(source: Path, target: Path, options: tuple[str, ...], count: int) -> str:
    """Return what an export costs, in a process of its own."""
    command = [sys.executable, "-m", "spiders.cli", "export", str(source), "-o", str(target), *options]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1]) as running:
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    size = sum(part.stat().st_size for part in target.glob("part-*"))
    return (
        f"{count / seconds:,.0f} records a second of processor time, {usage.ru_maxrss / 1024:,.0f} MB of memory,"
        f" {size / 1e6:,.0f} MB in {len(list(target.glob('part-*')))} parts"
    )


def main() -> None:
    """Print the costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--runs", nargs="+", choices=RUNS, default=list(RUNS))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "output"
        source.mkdir()
        size = write_records(source, chosen.records)
        print(f"{chosen.records:,} records, {size / 1e6:,.0f} MB", flush=True)
        for name in chosen.runs:
            print(f"{name}: {costs(source, Path(folder) / name, RUNS[name], chosen.records)}", flush=True)


if __name__ == "__main__":
    main()
