"""Speed of extractors side by side in one run, on one core: `python benchmarks/speed.py [--pages N]`."""

from __future__ import annotations

import argparse
import re
import time
from contextlib import suppress
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from dataset import samples
from peers import Answer, Extractor, babelwire, installed, trafilatura

PARAGRAPH = "<p>The court denied the motion on Friday, and the exchange said that it would appeal the ruling.</p>\n"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


def lxml_parse(body: bytes, url: str) -> Answer:
    """The floor: lxml's parse alone."""
    from lxml import html

    html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    return Answer()


def timed(extractor: Extractor, body: bytes, url: str) -> float:
    """Return the milliseconds that a page takes."""
    started = time.perf_counter()
    with suppress(Exception):  # a crash takes its time too
        extractor(body, url)
    return (time.perf_counter() - started) * 1000


def side_by_side(count: int) -> str:
    """Time the extractors page by page in turn, so that whatever else the machine does meets all of them."""
    pages = [(sample.body(), sample.url) for sample in samples()][:: max(1, 1600 // count)]
    extractors: dict[str, Extractor] = {"lxml's parse alone": lxml_parse}
    versions = installed()
    if "trafilatura" in versions:
        extractors[f"trafilatura {versions['trafilatura'][1]}"] = trafilatura
    extractors["babelwire"] = babelwire
    for extractor in extractors.values():
        for body, url in pages[:10]:
            timed(extractor, body, url)
    times: dict[str, list[float]] = {name: [] for name in extractors}
    for number, (body, url) in enumerate(pages):
        order = list(extractors) if number % 2 else list(extractors)[::-1]
        for name in order:
            times[name].append(timed(extractors[name], body, url))
    return table(times, len(pages))


def table(times: dict[str, list[float]], pages: int) -> str:
    """Return the times as Markdown."""
    ours = sum(times["babelwire"])
    lines = [
        f"{pages} pages, one core.\n",
        "| | ms a page, mean | median | pages a second | times babelwire's |",
        "|---|---|---|---|---|",
    ]
    for name, values in times.items():
        mean = sum(values) / len(values)
        lines.append(f"| {name} | {mean:.1f} | {median(values):.1f} | {1000 / mean:.0f} | {sum(values) / ours:.1f} |")
    return "\n".join(lines)


def scaling() -> str:
    """Show that time grows with the page's size and no faster."""
    lines = ["\n| page | ms | ms a 100 kB |", "|---|---|---|"]
    for size in SIZES:
        text = PARAGRAPH * (size // len(PARAGRAPH))
        body = f"<html><body><article><h1>A page of some size</h1>{text}</article></body></html>"
        spent = timed(babelwire, body.encode(), "https://example.org/a")
        lines.append(f"| {size:,} bytes | {spent:.0f} | {spent / size * 100_000:.1f} |")
    return "\n".join(lines)


def memory(count: int = 5_000) -> str:
    """Show the peak of resident memory after each fifth of some pages, in a process that does nothing else."""
    with get_context("spawn").Pool(1) as pool:
        peaks = pool.apply(_peaks, (count,))
    told = ", ".join(f"{peak:.0f}" for peak in peaks)
    return f"\nPeak memory after each fifth of {count:,} pages: {told} MB"


def _peaks(count: int) -> list[float]:
    peaks = []
    for number, sample in enumerate(islice(cycle(samples()), count), start=1):
        babelwire(sample.body(), sample.url)
        if number % (count // 5) == 0:
            peaks.append(_peak())
    return peaks


def _peak() -> float:
    # (Not getrusage: a process begins with the peak of the one that started it.)
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    assert found, "memory is measured on Linux only"
    return int(found[1]) / 1024


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1600)
    options = parser.parse_args()
    print(side_by_side(options.pages), scaling(), memory(), sep="\n")


if __name__ == "__main__":
    main()
