"""Engines: each makes the same records of the same pages, to the byte, and loses none when it is killed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pipelines.engines.local_pool import normalized_on_pool
from pipelines.inputs import read_file
from pipelines.normalizing import normalized_here
from pipelines.records import REJECTS_SUFFIX
from pipelines.shards.finished import finished_counts, folder_of_parts
from pipelines.shards.normalizing import ShardResult
from pipelines.shards.shard import Shard, shards_of
from schemas.page import Page
from tests.pipelines.engines.held_input import inodes, killing_the_first_reader
from tests.pipelines.engines.site_archives import SITES, write_archives
from tests.pipelines.processes import heard_elsewhere

Running = Callable[[Collection[Shard], int], Iterator[ShardResult]]
PIECE_BYTES = 8_000
REASONS = {"http_error": 2, "no_prose": 2}
RECORDS = 20


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return archives of pages in many languages."""
    return write_archives(tmp_path_factory.mktemp("archives"))


@pytest.fixture(scope="module")
def wanted(archives: list[Path]) -> list[bytes]:
    """Return the lines of all records, sorted by their ids, as they come without any engine."""
    outcomes = [outcome for path in archives for _, outcome in normalized_here(read_file(path))]
    lines = [outcome for outcome in outcomes if isinstance(outcome, bytes)]
    assert len(lines) == RECORDS
    return by_id(lines)


def by_id(lines: list[bytes]) -> list[bytes]:
    """Return lines of records sorted by their ids."""
    return sorted(lines, key=lambda line: str(json.loads(line)["id"]))


def lines_in(folder: Path) -> list[bytes]:
    """Return the lines of records in the files of a folder, sorted by their ids."""
    files = [path for path in folder.glob("*.jsonl") if not path.name.endswith(REJECTS_SUFFIX)]
    return by_id([line for path in files for line in path.read_bytes().splitlines()])


def told_by_all(results: list[ShardResult]) -> dict[str, int]:
    """Return the sum of the counts of shards that are all done."""
    assert [result.problem for result in results if result.problem] == []
    names = {name for result in results for name in result.counts}
    sums = {name: sum(result.counts.get(name, 0) for result in results) for name in names}
    return {name: number for name, number in sums.items() if number}


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of parts, by their names."""
    return {path.name: path.read_bytes() for path in folder.glob("*.jsonl")}


@pytest.fixture(scope="module")
def parts(archives: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of parts that two processes made of pieces of the archives."""
    folder = tmp_path_factory.mktemp("parts")
    shards = list(shards_of(archives, folder, PIECE_BYTES))
    assert len(shards) > len(archives) + 1
    with folder_of_parts(folder):
        results = list(normalized_on_pool(shards, 2))
    assert told_by_all(results) == {"records": RECORDS, **REASONS}
    assert [finished_counts(shard) for shard in shards] == [of_shard(results, shard) for shard in shards]
    return folder


def of_shard(results: list[ShardResult], shard: Shard) -> Mapping[str, int]:
    """Return the counts of a shard."""
    (result,) = (result for result in results if result.name == shard.name)
    return result.counts


def test_the_pool(parts: Path, wanted: list[bytes]) -> None:
    """Parts of pieces, together, have what files give that are read through."""
    assert lines_in(parts) == wanted


def assert_a_lost_worker_costs_its_shard_only(run: Running, archives: list[Path], parts: Path, folder: Path) -> None:
    """Run shards, of which one holds its worker until that is killed: nothing but that shard is done again.

    The parts are those that were made without a loss, to the byte.
    """
    held, again = folder / "held.jsonl", folder / "parts"
    page = (SITES / "decrypt" / "light-clients-phones" / "page.html").read_text("utf-8")
    rows = [{"id": str(number), "url": f"https://decrypt.co/{number}/x", "html": page} for number in range(3)]
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    with folder_of_parts(again), killing_the_first_reader(held, lines) as fed:
        shards = list(shards_of([*archives, held], again, PIECE_BYTES))
        results = list(run(shards, 1))
        before = fed.result()
    assert sorted(result.name for result in results) == sorted(shard.name for shard in shards)
    assert told_by_all(results) == {"records": RECORDS + len(rows), **REASONS}
    assert before
    assert before.items() <= inodes(again).items()
    lost = files_in(again).pop(shards[-1].records.name)
    assert [json.loads(line)["input_id"] for line in lost.splitlines()] == ["0", "1", "2"]
    assert files_in(again) == {**files_in(parts), shards[-1].records.name: lost}


def test_the_pool_loses_a_worker(archives: list[Path], parts: Path, tmp_path: Path) -> None:
    """A worker that is killed in the midst of a shard has it done again, and nothing else."""
    assert_a_lost_worker_costs_its_shard_only(normalized_on_pool, archives, parts, tmp_path)


def test_a_shard_that_kills_every_worker_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three workers its result says why, and the other shards are done."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "deadly_shards.py").write_text(
        "import os, signal\nfrom pipelines.shards.normalizing import ShardResult\n"
        "def normalize(shard):\n"
        "    open(shard.folder / shard.name, 'a').write('x')\n"
        "    if shard.path.name == 'deadly': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return ShardResult(shard.name, {})\n"
    )
    deadly = __import__("deadly_shards").normalize
    monkeypatch.setattr("pipelines.engines.local_pool.normalize_shard", deadly)
    lost, done = [Shard(tmp_path / name, tmp_path, f"part-{name}") for name in ("deadly", "good")]
    results = {result.name: result for result in normalized_on_pool([lost, done], 1)}
    assert results["part-good"].problem == ""
    assert results["part-deadly"].problem == "part-deadly: the worker process died (SIGKILL) 3 times"
    assert (tmp_path / "part-deadly").read_text() == "xxx"


def test_ray(archives: list[Path], parts: Path, tmp_path: Path) -> None:
    """Ray Data gives the same, does a killed worker's shard again, and is heard on this machine only."""
    if not find_spec("ray"):
        pytest.skip("Ray is not installed (make unit)")
    from pipelines.engines.ray_data import normalized_on_ray

    heard: list[tuple[int, set[str]]] = []

    def heard_while_running(shards: Collection[Shard], jobs: int) -> Iterator[ShardResult]:
        for result in normalized_on_ray(shards, jobs):
            heard.append(heard_elsewhere())
            yield result

    assert_a_lost_worker_costs_its_shard_only(heard_while_running, archives, parts, tmp_path)
    assert all(sockets for sockets, _ in heard)
    assert [addresses for _, addresses in heard if addresses] == []


def test_datatrove(archives: list[Path], wanted: list[bytes], tmp_path: Path) -> None:
    """A pipeline that reads and writes gives the same; a task without its mark is done again, and no other."""
    pytest.importorskip("datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    from pipelines.engines.datatrove import PageReader, record_of

    def run() -> None:
        reader = PageReader(
            str(archives[0].parent),
            glob_pattern="*.warc*",
            rejects=JsonlWriter(str(tmp_path / "rejects"), compression=None),
        )
        writer = JsonlWriter(str(tmp_path / "records"), compression=None, adapter=record_of)
        LocalPipelineExecutor([reader, writer], tasks=2, workers=2, logging_dir=str(tmp_path / "logs")).run()

    run()
    assert lines_in(tmp_path / "records") == wanted
    rejects = [json.loads(line) for path in (tmp_path / "rejects").iterdir() for line in path.read_bytes().splitlines()]
    reasons = [row["metadata"]["reason"] for row in rejects]
    assert {reason: reasons.count(reason) for reason in reasons} == REASONS
    stats = json.loads((tmp_path / "logs" / "stats.json").read_bytes())[0]["stats"]
    assert stats["rejected_http_error"] == 2
    first, second = tmp_path / "records" / "00000.jsonl", tmp_path / "records" / "00001.jsonl"
    kept = first.stat()
    (tmp_path / "logs" / "completions" / "00001").unlink()
    os.truncate(second, 1000)
    run()
    assert lines_in(tmp_path / "records") == wanted
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Run a Spark on two cores, for this machine only."""
    sql = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("Java is not installed (make services)")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "3",
    }
    running = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield running
    running.stop()


def test_spark(archives: list[Path], wanted: list[bytes], spark: Any) -> None:  # noqa: ANN401
    """Rows of pages give the same; what gives no record is a row, too."""
    from pipelines.engines.spark import ROWS, records_of_pages

    pages = [given.page for path in archives for given in read_file(path)]
    table = spark.createDataFrame(
        [page_row(page) for page in pages if page] + [(b"<p>", "https://a.example/", 404, {}, None, "gone")] * 2,
        "content binary, url string, status int, headers map<string,string>, fetched_at timestamp, id string",
    )
    rows = table.repartition(3).mapInArrow(records_of_pages, ROWS).collect()
    assert by_id([row.record.encode() for row in rows if row.record]) == wanted
    assert {row.id for row in rows if row.record} == {json.loads(line)["id"] for line in wanted}
    reasons = [json.loads(row.rejection)["reason"] for row in rows if row.rejection]
    assert {reason: reasons.count(reason) for reason in reasons} == REASONS


def page_row(page: Page) -> tuple[bytes, str | None, int, dict[str, str], object, str | None]:
    """Return a page as a table has it."""
    return (page.body, page.url, page.status, dict(page.headers), page.fetched_at, page.input_id)


def test_the_example_for_spark(archives: list[Path], wanted: list[bytes], spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """What docs/big-crawls.md says is what works: rows of files give the same."""
    page = (Path(__file__).parents[3] / "docs" / "big-crawls.md").read_text("utf-8")
    example = page.partition("### Spark")[2].partition("```python\n")[2].partition("```")[0]
    in_a_folder = example.replace('text("', f'text("{tmp_path}/')
    exec(in_a_folder, {"spark": spark, "paths": [str(path) for path in archives]})
    assert by_id(lines_of_parts(tmp_path / "records")) == wanted
    assert len(lines_of_parts(tmp_path / "rejections")) == sum(REASONS.values())


def lines_of_parts(folder: Path) -> list[bytes]:
    """Return the lines of what Spark has written."""
    return [line for path in folder.glob("part-*") for line in path.read_bytes().splitlines()]
