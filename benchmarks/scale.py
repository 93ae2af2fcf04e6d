"""Pages a second of the engines with one worker and with two, their memory, and whether all make the same records.

python benchmarks/scale.py [--pages 5000] [--engines pool ray datatrove spark] [--write]
"""

from __future__ import annotations

import argparse
import datetime
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from dataset import samples
from results import write_section
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.records import REJECTS_SUFFIX

ENGINES: Final = ("pool", "ray", "datatrove", "spark")
WORKERS: Final = (1, 2)
ARCHIVES: Final = 10
# Often enough to see a page that takes memory for a while.
LOOK_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took."""

    seconds: float
    peak_megabytes: float
    """Of all its processes together; what they share is counted once."""


def write_archives(folder: Path, pages: int) -> None:
    """Write the development pages as archives, over and over under other addresses."""
    for number in range(ARCHIVES):
        with (folder / f"pages-{number:02}.warc.gz").open("wb") as out:
            writer = WARCWriter(out, gzip=True)
            for at, sample in islice(enumerate(islice(cycle(samples()), pages)), number, None, ARCHIVES):
                head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
                body = io.BytesIO(sample.body())
                url = f"{sample.url or 'https://example.org/'}#{at}"
                writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=head))


def command(engine: str, archives: Path, target: Path, workers: int) -> list[str]:
    """Return the command that makes records with an engine."""
    if engine in ("pool", "ray"):
        module = ["-m", "spiders.cli", "normalize", str(archives), "-o", str(target / "records")]
        return [sys.executable, *module, "--engine", engine, "--jobs", str(workers)]
    return [sys.executable, __file__, "--run", engine, str(archives), str(target), str(workers)]


def cost(arguments: Sequence[str]) -> Cost:
    """Run a command, and watch it."""
    started = time.monotonic()
    peak = 0.0
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(arguments, cwd=Path(__file__).parents[1], stderr=told) as running:
            while running.poll() is None:
                peak = max(peak, sum(megabytes(process) for process in family(running.pid)))
                time.sleep(LOOK_SECONDS)
        if running.returncode:
            told.seek(0)
            sys.exit(f"{' '.join(arguments)} failed: {told.read().decode()}")
    return Cost(time.monotonic() - started, peak)


def family(process: int) -> set[int]:
    """Return a process and all that descend from it."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*"):
        if found := re.search(r"\) \S (\d+)", _text(status / "stat")):
            parents[int(status.name)] = int(found[1])
    found_all = {process}
    while more := {child for child, parent in parents.items() if parent in found_all} - found_all:
        found_all |= more
    return found_all


def megabytes(process: int) -> float:
    """Return the memory of a process; of what it shares with others, its share."""
    found = re.search(r"^Pss:\s+(\d+) kB", _text(Path(f"/proc/{process}/smaps_rollup")), re.M)
    return int(found[1]) / 1024 if found else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def records_in(target: Path) -> list[bytes]:
    """Return the lines of all records, sorted: their ids are the first in which they differ."""
    files = [path for path in (target / "records").iterdir() if path.is_file() and not path.name.startswith((".", "_"))]
    parts = [path for path in files if not path.name.endswith(REJECTS_SUFFIX)]
    return sorted(line for path in parts for line in path.read_bytes().splitlines())


def run_datatrove(archives: Path, target: Path, workers: int) -> None:
    """Make records in a pipeline of DataTrove's."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    from pipelines.engines.datatrove import PageReader, record_of

    writer = JsonlWriter(str(target / "records"), compression=None, adapter=record_of)
    steps = [PageReader(str(archives)), writer]
    LocalPipelineExecutor(steps, tasks=ARCHIVES, workers=workers, logging_dir=str(target / "logs")).run()


def run_spark(archives: Path, target: Path, workers: int) -> None:
    """Make records with Spark on this machine."""
    from pyspark.sql import SparkSession

    from pipelines.engines.spark import ROWS, records_of_files

    os.environ["PYSPARK_PYTHON"] = sys.executable
    here = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}
    spark = SparkSession.builder.master(f"local[{workers}]").config(map=here).getOrCreate()
    files = spark.createDataFrame([(str(path),) for path in sorted(archives.iterdir())], "path string")
    rows = files.repartition(ARCHIVES).mapInArrow(records_of_files, ROWS)
    rows.where("record is not null").select("record").write.text(str(target / "records"))
    spark.stop()


def measured(engines: Sequence[str], pages: int) -> str:
    """Run the engines on the same archives, and return what that took as Markdown."""
    lines = [
        "| engine | workers | seconds | pages a second | times one worker | memory, MB |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as place:
        archives = Path(place) / "archives"
        archives.mkdir()
        write_archives(archives, pages)
        first: list[bytes] = []
        for engine in engines:
            alone = 0.0
            for workers in WORKERS:
                target = Path(place) / f"{engine}-{workers}"
                spent = cost(command(engine, archives, target, workers))
                alone = alone or spent.seconds
                told = f"{spent.seconds:.0f} | {pages / spent.seconds:.0f} | {alone / spent.seconds:.2f}"
                lines.append(f"| {engine} | {workers} | {told} | {spent.peak_megabytes:.0f} |")
                print(lines[-1], file=sys.stderr, flush=True)
                found = records_in(target)
                first = first or found
                if found != first:
                    sys.exit(f"{engine} with {workers} workers makes other records than {engines[0]} with one")
        packed = sum(path.stat().st_size for path in archives.iterdir())
    size = sum(map(len, first))
    return "\n".join(
        [
            f"{pages:,} development pages in {ARCHIVES} archives; seconds with the start of the engine.\n",
            *lines,
            f"\nAll made the same {len(first):,} records to the byte, sorted.",
            f"A page takes {packed / pages / 1000:.1f} kB packed, a record {size / len(first) / 1000:.1f} kB.",
        ]
    )


def main() -> None:
    """Print the table, and write it where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--write", action="store_true", help="write the section of RESULTS.md")
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        engine, archives, target, workers = options.run
        {"datatrove": run_datatrove, "spark": run_spark}[engine](Path(archives), Path(target), int(workers))
        return
    told = measured(options.engines, options.pages)
    print(told)
    if options.write:
        made = f"{datetime.date.today().isoformat()}, `python benchmarks/scale.py --pages {options.pages}`."
        write_section("Engines", f"{made}\n\n{told}")


if __name__ == "__main__":
    main()
