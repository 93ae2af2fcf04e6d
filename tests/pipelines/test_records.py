"""The reader of records: which files hold them, in which order, and what happens to lines that are none."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import orjson
import pytest
from fastwarc.stream_io import ZstdWriter

from pipelines.records import START, BrokenLine, FoundRecord, Position, read_records, record_files


def line(name: str, **others: object) -> bytes:
    """Return a line with what every record has."""
    return orjson.dumps({"id": name, "revision": 1, "content_hash": "0" * 64, **others}) + b"\n"


def zstd(plain: bytes) -> bytes:
    """Return bytes packed by zstd."""
    packed = io.BytesIO()
    writer = ZstdWriter(packed)
    writer.write(plain)
    writer.close()
    return packed.getvalue()


def ids(path: Path, start: Position = START) -> list[str]:
    """Return the ids of the records of a file, and of broken lines their numbers."""
    return [
        found.record["id"] if isinstance(found, FoundRecord) else f"broken {found.place.line}"
        for found in read_records(path, start)
    ]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder as crawls leave it, with two records in each of three files."""
    for name, content in {
        "b/1.jsonl": line("b1") + line("b2"),
        "a/2.jsonl.gz": gzip.compress(line("a3") + line("a4")),
        "a/1.jsonl.zst": zstd(line("a1") + line("a2")),
        "a/3.jsonl.part": line("growing"),
        "runs/x.rejects.jsonl": b'{"reason": "no_prose"}\n',
        "runs/x.json": b"{}",
        "state.sqlite": b"SQLite",
        "normalized.rejects.jsonl": b'{"reason": "no_prose"}\n',
        "dataset/part-00000.jsonl": line("exported"),
        "dataset/manifest.json": b"{}",
        ".hidden/1.jsonl": line("hidden"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def test_a_folder_stands_for_its_record_files(output: Path) -> None:
    """Files are found in the order of their paths; unfinished ones, reports, rejects and datasets are passed over."""
    found = [path.relative_to(output).as_posix() for path in record_files([output])]
    assert found == ["a/1.jsonl.zst", "a/2.jsonl.gz", "b/1.jsonl"]


def test_paths_keep_the_order_given(output: Path) -> None:
    """Files come in the order of the paths, each once; a dataset is read where it is named itself."""
    paths = [output / "b", output / "dataset", output / "b" / "1.jsonl", Path("-")]
    assert record_files(paths) == [output / "b" / "1.jsonl", output / "dataset" / "part-00000.jsonl", Path("-")]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    """Where nothing is, the error says so."""
    with pytest.raises(FileNotFoundError, match="nowhere is not there"):
        record_files([tmp_path / "nowhere"])


@pytest.mark.parametrize(("name", "wanted"), [("a/1.jsonl.zst", ["a1", "a2"]), ("a/2.jsonl.gz", ["a3", "a4"])])
def test_packed_files_are_read(output: Path, name: str, wanted: list[str]) -> None:
    """Gzip and zstd are unpacked."""
    assert ids(output / name) == wanted


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd])
def test_reading_goes_on_from_a_position(tmp_path: Path, pack: type[bytes]) -> None:
    """From the position behind a line on, the same lines follow, with the same numbers, packed or not."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(pack(line("é1") + b"\n" + line("é2") + line("é3")))
    whole = list(read_records(path))
    assert [found.place.line for found in whole] == [1, 3, 4]
    for number, found in enumerate(whole, 1):
        assert list(read_records(path, found.place.after)) == whole[number:]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b'{"id": "x"\n', "the line is not JSON"),
        (b"\xff\xfe\n", "the line is not JSON"),
        (b"[1]\n", "the line is no JSON object"),
        (b'{"id": "x", "html": "<p>"}\n', "the line is no record: it has no revision, content_hash"),
    ],
)
def test_a_broken_line_costs_itself(tmp_path: Path, broken: bytes, why: str) -> None:
    """A line that is no record is named with its place; those around it are read."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(line("1") + broken + line("3"))
    first, second, third = read_records(path)
    assert isinstance(first, FoundRecord)
    assert isinstance(third, FoundRecord)
    assert isinstance(second, BrokenLine)
    assert second.why.startswith(why)
    assert str(second.place) == f"{path}:2"


def test_a_half_written_line_is_read_again(tmp_path: Path) -> None:
    """A line that is still being written is broken today; going on from there finds it whole."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(line("1") + line("2")[:20])
    *_, last = read_records(path)
    assert isinstance(last, BrokenLine)
    with path.open("ab") as file:
        file.write(line("2")[20:] + line("3"))
    assert ids(path, last.place.after) == ["2", "3"]


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_broken_packing_ends_a_file(tmp_path: Path, pack: type[bytes]) -> None:
    """Of a packed file that is cut off, the lines before the cut are read, and the break is named."""
    path = tmp_path / "records.jsonl"
    # Random letters, so that the cut falls into the last of the lines whatever the packing.
    noise = [os.urandom(200_000).hex() for _ in range(3)]
    packed = pack(b"".join(line(str(number), body=text) for number, text in enumerate(noise)))
    path.write_bytes(packed[:-100_000])
    found = ids(path)
    assert found[0] == "0"
    assert found[-1] == f"broken {len(found)}"
    assert len(found) <= 3


def test_a_line_that_no_record_can_have_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without an end does not fill the memory: it is one broken line, and the next one is read."""
    monkeypatch.setattr("pipelines.records.MAX_LINE_BYTES", 200)
    path = tmp_path / "records.jsonl"
    path.write_bytes(line("1") + line("2", body="x" * 1000) + line("3"))
    assert ids(path) == ["1", "broken 2", "3"]
    assert ids(path, list(read_records(path))[1].place.after) == ["3"]
