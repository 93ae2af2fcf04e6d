"""Pieces of archives: together they are the archive."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.inputs import Input, read_file, read_range
from pipelines.inputs.archive_cuts import archive_cuts
from tests.pipelines.archive import HTML, URL, Archive

PAGES = 12


def archive(*, gzipped: bool) -> Archive:
    """Return an archive of pages of many sizes, which have what looks like the beginning of records."""
    made = Archive(gzipped=gzipped)
    for number in range(PAGES):
        made.page(f"{URL}-{number}", body=HTML * number + b"\r\n\r\nWARC/1.0\r\nContent-Length: 5\r\n\r\n")
    return made


def pieces(path: Path, piece_bytes: int) -> list[list[Input]]:
    """Return what each piece of a file gives."""
    begins = archive_cuts(path, piece_bytes)
    ends = [*begins[1:], None]
    return [list(read_range(path, begin, end)) for begin, end in zip(begins, ends, strict=True)]


def told(inputs: Iterable[Input]) -> list[tuple[str, object]]:
    """Return what inputs say, but for how far the reading had come."""
    return [(given.origin, given.content) for given in inputs]


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_piece_begins_at_the_first_record_behind_each_multiple(gzipped: bool, tmp_path: Path) -> None:
    """Cuts depend on nothing but the file and the size, and stand where records begin."""
    made = archive(gzipped=gzipped)
    path = tmp_path / "a.warc"
    path.write_bytes(made.data)
    size = len(made.data) // 5
    firsts = [next((at for at in made.offsets if at >= size * number), None) for number in range(6)]
    assert archive_cuts(path, size) == [at for at in firsts if at is not None]
    assert len(pieces(path, size)) == 5
    assert all(pieces(path, size))


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("piece_bytes", [1, 700, 1500, 4000, 10**9])
def test_pieces_together_are_the_file(gzipped: bool, piece_bytes: int, tmp_path: Path) -> None:
    """Every page is in one piece, with the place that it has in the file."""
    path = tmp_path / "a.warc"
    path.write_bytes(archive(gzipped=gzipped).data)
    whole = list(read_file(path))
    assert len([given for given in whole if given.page]) == PAGES
    assert told(chain(*pieces(path, piece_bytes))) == told(whole)


def test_what_cannot_be_cut_is_one_piece(tmp_path: Path) -> None:
    """One gzip member, zstd, and files that are no archives."""
    plain = archive(gzipped=False).data
    path = tmp_path / "a"
    (tmp_path / "z").write_bytes(b"")
    with ZstdWriter(str(tmp_path / "z")) as zstd:
        zstd.write(plain)
    for data in (gzip.compress(plain), (tmp_path / "z").read_bytes(), HTML * 100, b""):
        path.write_bytes(data)
        assert archive_cuts(path, 500) == [0]


@settings(max_examples=60, deadline=None)
@given(
    piece_bytes=st.integers(200, 5000),
    gzipped=st.booleans(),
    at=st.integers(0, 6000),
    noise=st.binary(max_size=300),
    cut=st.booleans(),
)
def test_pieces_of_damaged_files_are_those_files(
    piece_bytes: int, gzipped: bool, at: int, noise: bytes, cut: bool
) -> None:
    """Whatever is broken costs the same in pieces as it does in the whole, and is told as often."""
    data = archive(gzipped=gzipped).data
    damaged = data[:at] + noise + (b"" if cut else data[at + len(noise) :])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc"
        path.write_bytes(damaged)
        assume(len(archive_cuts(path, piece_bytes)) > 1)
        assert told(chain(*pieces(path, piece_bytes))) == told(read_file(path))
