"""`babelwire export`, as a user calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from spiders.cli import app
from tests.pipelines.export.exporting import ids, rows
from tests.pipelines.export.some_records import article, write

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder with three records of two sites."""
    write(tmp_path / "output" / "news" / "1.jsonl", article("one"), article("two", language="zh-Hans"))
    write(tmp_path / "output" / "other" / "1.jsonl", article("three", site="other", published_at="2025-01"))
    return tmp_path / "output"


def export(*arguments: str | Path, stdin: bytes = b"") -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["export", *map(str, arguments)], input=stdin)


def test_records_become_a_dataset(output: Path, tmp_path: Path) -> None:
    """One command makes the dataset; the same command again adds nothing; a line says what was done."""
    done = export(output, "-o", tmp_path / "news")
    assert (done.exit_code, done.stdout) == (0, "")
    told = f"babelwire: records 3 (taken 3), new rows 3, new parts 1; {tmp_path}/news: rows 3, bytes "
    assert done.stderr.startswith(told)
    assert ids(tmp_path / "news") == ["one", "two", "three"]
    again = export(output, "-o", tmp_path / "news")
    assert again.exit_code == 0
    assert again.stderr.startswith("babelwire: records 3 (known 3), new rows 0, new parts 0; ")


def test_without_a_path_the_crawls_are_exported(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records come from the folder that crawls write to."""
    monkeypatch.setenv("BABELWIRE_OUTPUT", str(output))
    assert export("-o", tmp_path / "news").exit_code == 0
    assert len(ids(tmp_path / "news")) == 3


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--language", "zh", "-l", "ja"), ["two"]),
        (("--site", "other"), ["three"]),
        (("--since", "2026-06-27"), ["one", "two"]),
        (("--until", "2025"), ["three"]),
        (("--since", "2025-01-31", "--until", "2026-06-26"), ["three"]),
    ],
)
def test_filters_choose(output: Path, tmp_path: Path, options: tuple[str, ...], wanted: list[str]) -> None:
    """Options choose records, and the manifest says which were given."""
    assert export(output, "-o", tmp_path / "news", *options).exit_code == 0
    assert ids(tmp_path / "news") == wanted
    assert json.loads((tmp_path / "news" / "manifest.json").read_bytes())["filters"]


def test_an_age_is_the_same_wish_every_day(tmp_path: Path) -> None:
    """A dataset that was made with `--since 7d` is added to with `--since 7d`, whatever the day is then."""
    fresh = (datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0).isoformat()
    source = write(tmp_path / "r.jsonl", article("old"), article("fresh", published_at=fresh))
    for number in range(2):
        assert export(source, "-o", tmp_path / "news", "--since", "7d").exit_code == 0, number
    assert ids(tmp_path / "news") == ["fresh"]


def test_records_come_from_standard_input(output: Path, tmp_path: Path) -> None:
    """`-` reads one line after the other; what has to be read twice says that it cannot."""
    lines = (output / "news" / "1.jsonl").read_bytes()
    assert export("-", "-o", tmp_path / "news", "-f", "csv", "--name", "加密新闻", stdin=lines).exit_code == 0
    assert ids(tmp_path / "news") == ["one", "two"]
    assert "# 加密新闻" in (tmp_path / "news" / "README.md").read_text("utf-8").splitlines()
    done = export("-", "-o", tmp_path / "other", "--latest-revision", stdin=lines)
    assert done.exit_code == 2
    assert "has to read the records twice" in done.stderr


def test_a_dataset_is_exported_again(output: Path, tmp_path: Path) -> None:
    """A dataset of records is itself a source: in another format it has the same rows."""
    export(output, "-o", tmp_path / "first")
    assert export(tmp_path / "first", "-o", tmp_path / "second", "-f", "parquet").exit_code == 0
    assert [row["id"] for row in rows(tmp_path / "second")] == [row["id"] for row in rows(tmp_path / "first")]


def test_linked_files_are_read(output: Path, tmp_path: Path) -> None:
    """A file may be a link to another place; the dataset calls it by the link's name."""
    (output / "linked").mkdir()
    (output / "linked" / "1.jsonl").symlink_to(write(tmp_path / "elsewhere" / "x.jsonl", article("four")))
    export(output / "linked", "-o", tmp_path / "news")
    manifest = json.loads((tmp_path / "news" / "manifest.json").read_bytes())
    assert manifest["sources"] == {"linked/1.jsonl": 1}


def test_broken_lines_are_named(output: Path, tmp_path: Path) -> None:
    """Each line that is no record is told of with its place, up to a number; the closing line counts them."""
    broken = output / "news" / "2.jsonl"
    broken.write_text('{"id": "x"\n' * 12)
    done = export(output, "-o", tmp_path / "news")
    assert done.exit_code == 0
    lines = done.stderr.splitlines()
    assert lines[0].startswith(f"babelwire: {broken}:1: the line is not JSON")
    assert lines[-2] == f"babelwire: {broken}: 2 more lines are no records"
    assert "broken lines 12" in lines[-1]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("nowhere",), "nowhere is not there; give a folder or files of records"),
        (("schemas",), "schemas has no files of records (.jsonl, also .gz and .zst)"),
        (("README.md", "--has", "moon"), "--has moon is no field of a record; there are schema_version, "),
        (("README.md", "--since", "soon"), "--since soon is no time; give "),
        (("README.md", "--until", "7d"), "--until 7d is no time; give "),
        (("README.md", "--part-size", "much"), "--part-size much is no size; give "),
        (("README.md", "--part-size", "0"), "--part-size 0 is no size; give "),
    ],
)
def test_bad_options_get_one_line(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    """What is wrong is said in one line, with what to give instead, and nothing is written."""
    done = export(*options, "-o", tmp_path / "news")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith(f"babelwire: {told}")
    assert not (tmp_path / "news").exists()


def test_what_is_no_record_makes_no_dataset(tmp_path: Path) -> None:
    """Files without a record end in a line, not in an empty dataset."""
    done = export("README.md", "-o", tmp_path / "news")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].endswith("there is no row for a dataset, and none was written")
    assert not (tmp_path / "news").exists()


def test_where_nothing_can_be_written(output: Path, tmp_path: Path) -> None:
    """A folder that cannot be made is named in one line."""
    (tmp_path / "file").write_text("")
    done = export(output, "-o", tmp_path / "file" / "news")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith(f"babelwire: cannot write {tmp_path}/file")


def test_a_file_that_cannot_be_read_stops_the_export(output: Path, tmp_path: Path) -> None:
    """Half of the records are no dataset: the file is named in one line, and nothing is written."""
    (output / "news" / "2.jsonl").symlink_to(tmp_path / "nowhere")
    done = export(output, "-o", tmp_path / "news")
    told = f"babelwire: cannot read {output}/news/2.jsonl: no such file or directory\n"
    assert (done.exit_code, done.stderr) == (2, told)
    assert not (tmp_path / "news").exists()


def test_without_arrow_parquet_says_what_to_install(output: Path, tmp_path: Path) -> None:
    """Arrow is needed for Parquet alone, and where it is not installed, one line says so."""
    hide = "import sys; sys.modules['pyarrow'] = None; from spiders.cli import run; sys.argv[0] = 'babelwire'; run()"

    def without_arrow(form: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", hide, "export", str(output), "-o", str(tmp_path / form), "-f", form]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)

    assert without_arrow("jsonl.zst").returncode == 0
    done = without_arrow("parquet")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "Parquet needs pyarrow" in done.stderr
