"""`babelwire inspect` and `babelwire diff`, as their users call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.extract import extract
from spiders.cli import app
from tests.pipelines.inspect.some_pages import ARTICLE, INDEX, MORE, PROSE, page


def babelwire(*arguments: object) -> Result:
    """Call the command."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "100"})


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Save the article as a file."""
    path = tmp_path / "saved.html"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_a_file_is_written(saved: Path) -> None:
    """It holds the record and the blocks, and the closing line names it."""
    output = saved.with_name("inspection.html")
    done = babelwire("inspect", saved, "--url", "https://news.example/a", "-o", output)
    assert done.exit_code == 0
    assert done.stderr == f"babelwire: 11 blocks, 1 record: {output}\n"
    assert "https://news.example/a" in output.read_text("utf-8")


def test_blocks_in_the_terminal(saved: Path) -> None:
    """A line for each block, in columns; the outcome behind them."""
    done = babelwire("inspect", saved, "--text", "--role", "body")
    first, *_, last = done.stdout.splitlines()
    assert first.split()[:3] == ["4", "body", "prose"]
    assert first.endswith(PROSE)
    assert last == "record: The exchange may open again"


def test_a_lost_paragraph_is_found(saved: Path) -> None:
    """Its words lead to its block, the rule that took it and what that went by."""
    done = babelwire("inspect", saved, "--grep", "court in OSLO")
    assert done.exit_code == 0
    assert "block 5: related by rule pointer" in done.stdout
    assert "begins with “Read also” (related_heading." in done.stdout
    assert "fields   none: the record does not have it" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--grep", "nobody wrote this"], "neither a block nor the page's source holds these words"),
        (["--grep", " "], "--grep has no words"),
        (["--role", "bodies"], "there is no role bodies; roles: published,"),
        (["--url", "nowhere"], "nowhere is no http address"),
        (["--diff", "nofile.jsonl"], "nofile.jsonl: no such file or directory"),
    ],
)
def test_mistakes_are_told_in_one_line(saved: Path, arguments: list[str], told: str) -> None:
    """Whatever cannot be done has its line, and an exit code."""
    done = babelwire("inspect", saved, *arguments)
    assert done.exit_code in (1, 2)
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_page_that_gives_no_record_is_inspected(tmp_path: Path) -> None:
    """Its blocks are printed, and why it is no article."""
    path = tmp_path / "index.html"
    path.write_text(INDEX, "utf-8")
    assert babelwire("inspect", path, "--text").stdout.splitlines()[-1] == "no record: index_page (9 linked headings)"


def test_changes_against_an_earlier_record(saved: Path) -> None:
    """A paragraph that is new is told as one line; a record without changes has none, and exit code 0."""
    record = extract(page(ARTICLE)).model_dump(mode="json")
    earlier = saved.with_name("old.jsonl")
    earlier.write_text(json.dumps(record), "utf-8")
    url = ("--url", "https://news.example/a")
    assert (babelwire("inspect", saved, *url, "--diff", earlier).stdout, earlier.exists()) == ("", True)
    earlier.write_text(json.dumps(record | {"body": PROSE, "blocks": record["blocks"]}), "utf-8")
    done = babelwire("inspect", saved, *url, "--diff", earlier)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == "body"
    assert f"  +{MORE}" in done.stdout.splitlines()


def test_runs_are_compared(saved: Path) -> None:
    """Counts, fields and examples are printed, or given as JSON; the exit code tells whether anything differs."""
    record = extract(page(ARTICLE)).model_dump(mode="json")
    one, other = saved.with_name("a.jsonl"), saved.with_name("b.jsonl")
    one.write_text(json.dumps(record), "utf-8")
    other.write_text(json.dumps(record | {"tags": ["Courts"]}), "utf-8")
    assert babelwire("diff", one, one).exit_code == 0
    done = babelwire("diff", one, other)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == "records: same 0, changed 1, gained 0, lost 0"
    assert "  -Exchanges" in done.stdout.splitlines()
    told = json.loads(babelwire("diff", one, other, "--json").stdout)
    assert told["fields"]["tags"]["examples"][0]["after"] == ["Courts"]
    assert babelwire("diff", one, other, "--fields", "title,body").exit_code == 0


def test_files_without_records_are_no_runs(saved: Path) -> None:
    """What holds no record at all was given by mistake: that is told, and is no difference."""
    empty = saved.with_name("empty.jsonl")
    empty.touch()
    done = babelwire("diff", empty, empty)
    assert (done.exit_code, done.stderr) == (2, f"babelwire: {empty} holds no record\n")


@pytest.mark.parametrize("arguments", [["--fields", "titles"], ["--fields", ","]])
def test_fields_that_there_are_not(saved: Path, arguments: list[str]) -> None:
    """They are refused in one line."""
    done = babelwire("diff", saved, saved, *arguments)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1


def test_nothing_that_a_page_holds_commands_the_terminal(tmp_path: Path) -> None:
    """Control characters of pages and records, which terminals obey, are blanks."""
    path = tmp_path / "saved.html"
    path.write_text(ARTICLE.replace("The court", "\x9b31m&#x9b;The court"), "utf-8")
    done = babelwire("inspect", path, "--text")
    assert "The court said" in done.stdout
    assert "\x9b" not in done.stdout
    record = extract(page(ARTICLE)).model_dump(mode="json") | {"url": "https://news.example/\x1b[31m"}
    one, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    one.write_text(json.dumps(record), "utf-8")
    other.write_text(json.dumps(record | {"title": "\x1b[2J"}), "utf-8")
    assert "\x1b" not in babelwire("diff", one, other).stdout


def test_the_browser_is_opened(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without a name given is a new one, and the browser shows it; where none can be started, we say so."""
    opened: list[str] = []

    def show(address: str) -> bool:
        opened.append(address)
        return len(opened) == 1

    monkeypatch.setattr("webbrowser.open", show)
    assert babelwire("inspect", saved, "--open").exit_code == 0
    assert "The exchange may open again" in Path(opened[0].removeprefix("file://")).read_text("utf-8")
    done = babelwire("inspect", saved, "--open")
    assert done.exit_code == 1
    assert "no browser could be started; open " in done.stderr
