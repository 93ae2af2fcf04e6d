"""`babelwire index` and `babelwire search`, as their users call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipelines.search.small_index import article, multilingual, write_records

ROOT = Path(__file__).parents[2]


def babelwire(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the command with an output folder."""
    return subprocess.run(
        [sys.executable, "-m", "spiders.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "BABELWIRE_OUTPUT": str(output)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder with an index."""
    folder = tmp_path_factory.mktemp("output")
    write_records(folder / "news" / "records.jsonl", multilingual())
    assert babelwire(folder, "index").returncode == 0
    return folder


def test_index_tells_what_it_read(tmp_path: Path) -> None:
    """The first run takes all records, the second none; broken lines are told with their reason."""
    path = write_records(tmp_path / "news" / "records.jsonl", [article("One"), article("Two")])
    with path.open("a") as file:
        file.write("broken\n")
    first, second = babelwire(tmp_path, "index"), babelwire(tmp_path, "index")
    assert "records read 2, indexed 2, broken lines 1 (the line is not JSON" in first.stderr
    assert second.stderr == "babelwire: records read 0, indexed 0\n"
    assert "indexed 2" in babelwire(tmp_path, "index", "--rebuild").stderr


def test_search_prints_the_best_first(output: Path) -> None:
    """Results show title, language, address and the piece of text; the count goes to standard error."""
    done = babelwire(output, "search", "减半 矿工", "--language", "zh")
    assert done.returncode == 0
    title, about, url, snippet = done.stdout.splitlines()
    assert title == "1. 减半之后，矿工抛售储备比特币"
    assert about.startswith("   zh-Hans · news · ")
    assert url.startswith("   https://news.example/")
    assert "矿" in snippet
    assert done.stderr == "babelwire: 1 found\n"


def test_search_prints_json(output: Path) -> None:
    """With --json, results, marks and facets are one JSON object."""
    found = json.loads(babelwire(output, "search", "miners reserves", "-l", "en", "--json", "--facets").stdout)
    (hit, *_) = found["hits"]
    assert hit["title"] == "Miners sell reserves as the halving cuts their income"
    assert [hit["title"][start:end] for start, end in hit["title_marks"]] == ["Miners", "reserves"]
    assert found["facets"]["language"] == {"en": 1}
    assert found["total"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("nothingofthekind",), 1, "0 found"),
        (("x", "--since", "yesteryear"), 2, "--since yesteryear is no time"),
        (("x", "--database", "nowhere.sqlite"), 2, "there is no index at nowhere.sqlite; `babelwire index` makes it"),
        (("x", "--database", "README.md"), 2, "README.md cannot be opened (file is not a database)"),
        (("a " * 70,), 2, "64 at most"),
    ],
)
def test_problems_are_one_line(output: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    """What is wrong is said in one line, with an exit code."""
    done = babelwire(output, "search", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_index_refuses_what_is_no_record_file(tmp_path: Path) -> None:
    """An empty folder and a path that is not there are told, each in a line."""
    assert "no record files in" in babelwire(tmp_path, "index").stderr
    gone = babelwire(tmp_path, "index", str(tmp_path / "gone"))
    assert gone.returncode == 1
    assert gone.stderr == f"babelwire: {tmp_path / 'gone'} is not there\n"


def test_missing_driver_is_told_in_a_line(output: Path) -> None:
    """Without PostgreSQL's driver, the command says what to install."""
    without = "import sys; sys.modules['psycopg'] = None; from spiders.cli import run; run()"
    command = [sys.executable, "-c", without, "index", "--output", str(output), "--to", "postgresql://127.0.0.1/news"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == ("babelwire: PostgreSQL's driver is missing; pip install 'babelwire[postgresql]' brings it\n")


def test_records_do_not_steer_the_terminal(tmp_path: Path) -> None:
    """Escape sequences and marks of direction in a record are not passed on; what words are written with is."""
    write_records(tmp_path / "news" / "records.jsonl", [article("Red \x1b[31m \u202e title\nدستگاه\u200cها", "body")])
    babelwire(tmp_path, "index")
    first = babelwire(tmp_path, "search", "title").stdout.splitlines()[0]
    assert first == "1. Red  [31m   title دستگاه\u200cها"
