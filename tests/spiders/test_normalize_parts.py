"""`babelwire normalize --engine`, as a user calls it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipelines.archive import Archive
from tests.pipelines.engines.held_input import inodes, release, when_read
from tests.spiders.test_normalize import ROOT, html, normalize, text, titles


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Return a folder of an archive, a text and a page of an index."""
    folder = tmp_path / "in"
    folder.mkdir()
    archive = Archive()
    for name in ("One", "Two", "Three"):
        archive.page(f"https://example.org/{name}", body=html(f"{name} resumes service").encode())
    (folder / "a.warc.gz").write_bytes(archive.data)
    (folder / "b.txt").write_text(text("Four resumes service"))
    (folder / "c.html").write_bytes(b"")
    return folder


def parts_in(folder: Path) -> dict[str, bytes]:
    """Return the parts of a folder, without the hash of the inputs' folder in their names."""
    return {path.name.partition("-")[0]: path.read_bytes() for path in folder.glob("*[0-9a-f].jsonl")}


def test_a_part_of_each_input(inputs: Path) -> None:
    """Parts are called as the inputs, rejections lie beside them, and a second run has nothing to do.

    The folder may lie among the inputs: what a run has written is no input of the next one.
    """
    out = inputs / "out"
    done = normalize(inputs, "-o", out, "--engine", "pool", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert done.stderr == b"babelwire: parts 3; inputs 5, records 4, rejected 1 (empty 1)\n"
    found = parts_in(out)
    assert set(found) == {"a.warc.gz", "b.txt", "c.html"}
    assert titles(found["a.warc.gz"]) == [f"{name} resumes service" for name in ("One", "Two", "Three")]
    (rejects,) = out.glob("*.rejects.jsonl")
    assert json.loads(rejects.read_bytes())["reason"] == "empty"
    before = inodes(out)
    again = normalize(inputs, "-o", out, "--engine", "pool")
    assert again.stderr == b"babelwire: parts 3 (3 were there); inputs 5, records 4, rejected 1 (empty 1)\n"
    assert inodes(out) == before


def test_a_large_archive_in_pieces(inputs: Path, tmp_path: Path) -> None:
    """Beyond --shard-bytes it has several parts; another size for the same folder is refused."""
    size = str((inputs / "a.warc.gz").stat().st_size // 2)
    out = tmp_path / "out"
    done = normalize(inputs / "a.warc.gz", "-o", out, "--engine", "pool", "--shard-bytes", size)
    assert done.stderr == b"babelwire: parts 2; inputs 3, records 3, rejected 0\n"
    assert min(path.name for path in out.glob("*.jsonl")).endswith("-000000000000.jsonl")
    other = normalize(inputs / "a.warc.gz", "-o", out, "--engine", "pool")
    assert other.returncode == 2
    assert b"has parts of other pieces of the same inputs" in other.stderr


def test_a_run_that_was_killed_goes_on(inputs: Path, tmp_path: Path) -> None:
    """The parts that were finished stay as they are; what was begun is cleared away, and made."""
    out, held = tmp_path / "out", inputs / "d.jsonl"
    os.mkfifo(held)
    options = ["-o", str(out), "--engine", "pool", "--jobs", "1"]
    # (A folder's pipes are no inputs; a file that is named may be one.)
    command = [sys.executable, "-m", "spiders.cli", "normalize", *map(str, sorted(inputs.iterdir())), *options]
    with subprocess.Popen(command, cwd=ROOT) as running:
        pipe = when_read(held)
        before = inodes(out)
        running.send_signal(signal.SIGKILL)
        os.close(pipe)
    release(held)
    held.write_text(json.dumps({"html": html("Five resumes service")}) + "\n")
    assert len(before) == 4
    done = normalize(inputs, "-o", out, "--engine", "pool")
    assert done.stderr == b"babelwire: parts 4 (3 were there); inputs 6, records 5, rejected 1 (empty 1)\n"
    assert before.items() <= inodes(out).items()
    assert not list(out.glob("*.part"))


def test_what_cannot_be_read_has_no_part(inputs: Path, tmp_path: Path) -> None:
    """It is told in a line, the rest is done, and the exit code is 1."""
    done = normalize(inputs / "b.txt", inputs / "missing", "-o", tmp_path / "out", "--engine", "pool")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"babelwire: {inputs}/missing: no such file or directory; check the path and its permissions".encode(),
        b"babelwire: parts 1, not made 1; inputs 1, records 1, rejected 0",
    ]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["a.html", "--engine", "pool"], "--engine needs -o FOLDER for its parts"),
        (["-", "-o", "out", "--engine", "pool"], "--engine reads files; standard input is none"),
        (["a.html", "-o", "out", "--engine", "pool", "--resume"], "leave --rejects and --resume out"),
        (["a.html", "-o", "out", "--engine", "pool", "--shard-bytes", "many"], "--shard-bytes many is no size"),
        (["a.html", "--shard-bytes", "1MB"], "--shard-bytes needs --engine"),
    ],
    ids=lambda value: "",
)
def test_what_makes_no_sense_is_refused(arguments: list[str], why: str) -> None:
    """In one line, before anything is written."""
    done = normalize(*arguments)
    assert done.returncode == 2
    assert why in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


def test_without_ray_its_engine_is_refused(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line says how to get it."""
    import typer

    from spiders.commands.parts import Engine, normalize_in_parts

    monkeypatch.setattr("pipelines.engines.ray_data.find_spec", lambda name: None)
    with pytest.raises(typer.Exit) as left:
        normalize_in_parts([inputs], tmp_path / "out", Engine.RAY, 1, "")
    assert left.value.exit_code == 2
    assert capsys.readouterr().err == "babelwire: Ray is missing; pip install 'babelwire[ray]' brings it\n"


@pytest.mark.parametrize("address", ["127.0.0.1:{}", "ray://127.0.0.1:{}"])
def test_a_cluster_that_is_away_is_told(
    address: str, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing listens at RAY_ADDRESS, the command says so at once, in one line."""
    import typer

    from spiders.commands.parts import Engine, normalize_in_parts

    pytest.importorskip("ray")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("RAY_ADDRESS", address.format(port))
    with pytest.raises(typer.Exit) as left:
        normalize_in_parts([inputs], tmp_path / "out", Engine.RAY, 1, "")
    assert left.value.exit_code == 2
    assert capsys.readouterr().err.startswith(f"babelwire: Ray cannot be reached at {address.format(port)}: ")
