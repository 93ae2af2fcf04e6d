"""`babelwire normalize` and the small commands, as a user calls them."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.catalogue import load_sites
from schemas.article import Article
from spiders.cli import app

ROOT = Path(__file__).parents[2]
PROSE = "The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users."


def html(title: str) -> str:
    """Return a page with an article."""
    return f"<html lang=en><body><article><h1>{title}</h1>{f'<p>{PROSE}</p>' * 4}</article></body></html>"


def text(title: str) -> str:
    """Return the same article as plain text."""
    return "\n\n".join([title, *[PROSE] * 4])


def archive(*names: str, version: str = "1.0") -> bytes:
    """Return a web archive with an article of each name."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=version)
    for name in names:
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = io.BytesIO(html(f"{name} resumes service").encode())
        url = f"https://example.org/{name}"
        writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=http))
    return out.getvalue()


def normalize(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "spiders.cli", "normalize", *map(str, arguments)],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        timeout=100,
        check=False,
    )


def titles(lines: bytes) -> list[str]:
    """Return the titles of records."""
    return [Article.model_validate_json(line).title for line in lines.splitlines()]


def test_inputs_of_all_kinds_keep_their_order(tmp_path: Path) -> None:
    """HTML, text, JSON lines, archives, gzip and directories may be mixed; records come in the order of the inputs."""
    (tmp_path / "pages" / "deep").mkdir(parents=True)
    (tmp_path / "pages" / "1.html").write_text(html("One resumes service"))
    (tmp_path / "pages" / "deep" / "2.html.gz").write_bytes(gzip.compress(html("Two resumes service").encode()))
    (tmp_path / "3.txt").write_text(text("Three resumes service"))
    rows = [{"id": name, "html": html(f"{name} resumes service")} for name in ("Four", "Five", "Six")]
    (tmp_path / "4.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "pages" / "1.warc.gz").write_bytes(archive("Seven", "Eight"))
    done = normalize(tmp_path / "4.jsonl", tmp_path / "pages", tmp_path / "3.txt", "--jobs", "2")
    assert done.returncode == 0
    order = ["Four", "Five", "Six", "One", "Seven", "Eight", "Two", "Three"]
    assert [title.split()[0] for title in titles(done.stdout)] == order
    assert done.stderr.decode() == "babelwire: inputs 8, records 8, rejected 0\n"


@pytest.mark.parametrize(
    "stdin",
    [
        html("News resumes service").encode(),
        gzip.compress(text("News resumes service").encode()),
        json.dumps({"html": html("News resumes service")}).encode(),
        archive("News"),
    ],
    ids=["html", "text.gz", "json", "warc.gz"],
)
def test_standard_input(stdin: bytes) -> None:
    """Standard input may be a page, lines of JSON or a web archive."""
    assert titles(normalize("-", stdin=stdin).stdout) == ["News resumes service"]


def test_every_input_is_a_record_or_a_counted_rejection(tmp_path: Path) -> None:
    """Bad inputs cost themselves only: each is counted and written down with its place, and the exit code is 0."""
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.html").write_bytes(random.Random(1).randbytes(5000))
    (tmp_path / "huge.html").write_bytes(b"<p>" + b"a" * 50 * 1024 * 1024)
    (tmp_path / "nested.html").write_text("<div>" * 100_000)
    (tmp_path / "nul.html").write_text(html("Null resumes service").replace("users", "use\0rs"))
    (tmp_path / "cut.html").write_text(html("Cut resumes service")[:-40])
    (tmp_path / "lines.jsonl").write_text('not json\n{"url": "http:///x", "html": "x"}\n{"id": "a"}\n')
    records, rejects = tmp_path / "out.jsonl", tmp_path / "rejects.jsonl"
    done = normalize(tmp_path, "-o", records, "--rejects", rejects)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in rejects.read_text("utf-8").splitlines()]
    reasons = {Path(line["origin"]).name: line["reason"] for line in lines}
    nested = reasons.pop("nested.html")
    assert nested in {"no_prose", "no_title", "empty", "parser_failed"}
    assert reasons == {
        "empty.html": "empty",
        "binary.html": "binary",
        "huge.html": "too_large",
        "lines.jsonl:1": "bad_input",
        "lines.jsonl:2": "bad_input",
        "lines.jsonl:3": "bad_input",
    }
    assert titles(records.read_bytes()) == ["Cut resumes service", "Null resumes service"]
    assert done.stderr.startswith(b"babelwire: inputs 9, records 2, rejected 7 (bad_input 3, ")


def test_a_broken_archive_gives_what_is_whole(tmp_path: Path) -> None:
    """Records before the break are written; the rejection names the file and the byte."""
    data = archive("One", "Two", "Three")
    (tmp_path / "a.warc.gz").write_bytes(data[:-100])
    rejects = tmp_path / "rejects.jsonl"
    done = normalize(tmp_path / "a.warc.gz", "--rejects", rejects)
    assert done.returncode == 0
    assert titles(done.stdout) == ["One resumes service", "Two resumes service"]
    (line,) = map(json.loads, rejects.read_text("utf-8").splitlines())
    offset = len(archive("One", "Two"))
    assert line["reason"] == "bad_input"
    assert line["origin"].startswith(f"{tmp_path / 'a.warc.gz'}:")
    # Ids and digests pack to slightly different lengths each time.
    assert abs(int(line["origin"].rsplit(":")[-1]) - offset) < 20


def test_what_cannot_be_read_is_told_and_the_rest_is_done(tmp_path: Path) -> None:
    """A missing file and an empty directory are a line each, and make the exit code 1."""
    (tmp_path / "none").mkdir()
    (tmp_path / "good.html").write_text(html("Good resumes service"))
    done = normalize(tmp_path / "missing", tmp_path / "none", tmp_path / "good.html")
    assert done.returncode == 1
    assert titles(done.stdout) == ["Good resumes service"]
    told = done.stderr.decode()
    assert "missing: no such file" in told
    assert "none: no pages in this directory" in told
    assert told.endswith("inputs 1, records 1, rejected 0, not readable 2\n")
    assert len(told.splitlines()) == 3


def test_an_output_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    """The file replaces the one before only at the end; where it cannot be written, one line says so."""
    output = tmp_path / "out.jsonl"
    output.write_text("before")
    assert normalize("-", "-o", output, stdin=html("News resumes service").encode()).returncode == 0
    assert titles(output.read_bytes()) == ["News resumes service"]
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    failed = normalize("-", "-o", tmp_path / "no" / "out.jsonl")
    assert failed.returncode == 2
    assert failed.stderr.decode().count("\n") == 1
    assert b"cannot write" in failed.stderr


def test_no_input_is_overwritten(tmp_path: Path) -> None:
    """Records never replace the pages they are made of, nor rejections the records; one line says so."""
    pages = tmp_path / "pages.jsonl"
    pages.write_text(json.dumps({"html": html("News resumes service")}))
    before = pages.read_bytes()
    over = normalize(pages, "-o", tmp_path / "." / "pages.jsonl")
    assert (over.returncode, over.stderr.count(b"\n")) == (2, 1)
    assert b"is an input, and would be overwritten" in over.stderr
    both = normalize(pages, "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "out.jsonl")
    assert (both.returncode, both.stderr.count(b"\n")) == (2, 1)
    assert b"cannot hold both records and rejections" in both.stderr
    assert pages.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["pages.jsonl"]


def test_what_a_run_wrote_is_no_page_of_the_next(tmp_path: Path) -> None:
    """Records and rejections written into the directory of the pages are not read when the command runs again."""
    (tmp_path / "good.html").write_text(html("Good resumes service"))
    (tmp_path / "empty.html").write_text("")
    arguments = (tmp_path, "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "rejects.jsonl")
    assert normalize(*arguments).stderr == normalize(*arguments).stderr
    assert titles((tmp_path / "out.jsonl").read_bytes()) == ["Good resumes service"]


@pytest.mark.parametrize(
    ("command", "told", "code"),
    [
        ("normalize - >&-", "standard output is closed", 2),
        ("normalize - <&-", "standard input is closed", 2),
        ("schema >/dev/full", "cannot write the output: no space left", 2),
        ("sites >/dev/full", "cannot write the output: no space left", 2),
        ("normalize - -o /dev/full", "cannot write the records: no space left", 2),
        ("normalize - 2>&-", "", 0),
    ],
)
def test_closed_and_full_streams_cost_one_line(command: str, told: str, code: int) -> None:
    """Where the shell closed a stream, or the disk is full, the command says so in one line."""
    shell = f"{sys.executable} -m spiders.cli {command}"
    page = html("News resumes service").encode()
    done = subprocess.run(shell, shell=True, cwd=ROOT, input=page, capture_output=True, timeout=100, check=False)
    assert done.returncode == code
    assert told in done.stderr.decode()
    assert len(done.stderr.splitlines()) == bool(told)


def test_a_reader_that_leaves_is_no_error() -> None:
    """`| head` ends the command without a complaint."""
    rows = b"".join(json.dumps({"html": html(f"News {number} resumes")}).encode() + b"\n" for number in range(200))
    command = f"{sys.executable} -m spiders.cli normalize - | head -c 1"
    done = subprocess.run(command, shell=True, cwd=ROOT, input=rows, capture_output=True, timeout=100, check=False)
    assert done.stdout == b"{"
    assert done.stderr == b""


def test_sites_are_listed_by_language() -> None:
    """All sites are listed, or those with an edition in a language; a language without sites is told."""
    run = CliRunner().invoke
    assert len(run(app, ["sites"]).stdout.splitlines()) == len(load_sites())
    portuguese = run(app, ["sites", "--language", "pt"]).stdout
    assert "portaldobitcoin" in portuguese
    assert "theblock " not in portuguese
    none = run(app, ["sites", "--language", "xx"])
    assert none.exit_code == 1
    assert "no known site publishes in xx" in none.stderr


def test_schema_requires_every_key() -> None:
    """The schema describes the record as it is written: every key is there."""
    schema = json.loads(CliRunner().invoke(app, ["schema"]).stdout)
    assert set(schema["required"]) == set(schema["properties"]) == set(Article.model_fields)


KILLED = """
import os, signal, sys
from spiders.commands import normalize
from spiders.cli import run

settle, left = normalize._settle, [int(sys.argv.pop(1))]

def counted(*arguments):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    settle(*arguments)

normalize._settle = counted
normalize.CHECKPOINT_INPUTS = 5
run()
"""


@pytest.fixture
def crawled(tmp_path: Path) -> list[Path]:
    """Return an archive of twelve pages, and eight lines of which two are broken."""
    (tmp_path / "crawl.warc.gz").write_bytes(archive(*(f"n{number}" for number in range(12))))
    lines = [json.dumps({"html": html(f"Line {number} resumes")}) for number in range(8)]
    lines[2] = lines[5] = "{"
    (tmp_path / "lines.jsonl").write_text("\n".join(lines))
    return [tmp_path / "crawl.warc.gz", tmp_path / "lines.jsonl"]


def run_killed(after: int, *arguments: str | Path) -> None:
    """Run the command, and kill it after so many inputs."""
    command = [sys.executable, "-c", KILLED, str(after), "normalize", *map(str, arguments), "--jobs", "1"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=100).returncode == -9


@pytest.mark.parametrize("after", [3, 17])
def test_a_killed_run_goes_on(tmp_path: Path, crawled: list[Path], after: int) -> None:
    """With --resume, inputs are read on from the last checkpoint, and the files are those of an undisturbed run."""
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    for folder in (killed, whole):
        folder.mkdir()
    run_killed(after, *crawled, "-o", killed / "r.jsonl", "--rejects", killed / "x.jsonl")
    # What came behind the checkpoint may be half there.
    with (killed / "r.jsonl.part").open("ab") as file:
        file.write(b'{"half')
    done = normalize(*crawled, "-o", killed / "r.jsonl", "--rejects", killed / "x.jsonl", "--jobs", "1", "--resume")
    undisturbed = normalize(*crawled, "-o", whole / "r.jsonl", "--rejects", whole / "x.jsonl", "--jobs", "1")
    assert (done.returncode, done.stderr) == (0, undisturbed.stderr)
    assert done.stderr == b"babelwire: inputs 20, records 18, rejected 2 (bad_input 2)\n"
    assert {path.name: path.read_bytes() for path in killed.iterdir()} == {
        path.name: path.read_bytes() for path in whole.iterdir()
    }


def test_a_run_does_not_go_on_with_something_else(tmp_path: Path, crawled: list[Path]) -> None:
    """Other inputs, and outputs that are gone, are refused in one line; a run without --resume begins anew."""
    run_killed(13, *crawled, "-o", tmp_path / "r.jsonl")
    for arguments, told in [
        ((crawled[0], "-o", tmp_path / "r.jsonl"), "is of a run with other inputs"),
        ((*crawled, "-o", tmp_path / "r.jsonl", "--rejects", tmp_path / "x.jsonl"), "is of a run with other inputs"),
        ((*crawled,), "--resume needs -o FILE"),
        (("-", "-o", tmp_path / "r.jsonl"), "--resume needs -o FILE"),
    ]:
        done = normalize(*arguments, "--resume")
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert told in done.stderr.decode()
    (tmp_path / "r.jsonl.part").write_bytes(b"")
    done = normalize(*crawled, "-o", tmp_path / "r.jsonl", "--resume")
    assert b"r.jsonl.part is not there any more, or shorter than it was" in done.stderr
    assert normalize(*crawled, "-o", tmp_path / "r.jsonl").returncode == 0
    assert len(titles((tmp_path / "r.jsonl").read_bytes())) == 18
