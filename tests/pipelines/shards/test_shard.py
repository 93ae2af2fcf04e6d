"""Which shards files have, and how their parts are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.records import record_files
from pipelines.shards.shard import Shard, shards_of
from tests.pipelines.archive import HTML, URL, Archive

OUT = Path("/out")


def shards(*files: Path, shard_bytes: int = 10**6) -> list[Shard]:
    """Return the shards of files."""
    return list(shards_of(files, OUT, shard_bytes))


def test_files_of_one_name_have_parts_of_their_own(tmp_path: Path) -> None:
    """A part is called as its file, and files of the same name in different folders are told apart, always alike."""
    first, second = shards(tmp_path / "a" / "page.html", tmp_path / "b" / "page.html")
    assert first.name != second.name
    assert first.name.startswith("page.html-")
    assert first.records == OUT / f"{first.name}.jsonl"
    assert [first, second] == shards(tmp_path / "a" / "page.html", tmp_path / "b" / "page.html")


def test_a_file_is_one_shard_however_often_and_by_whichever_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are made whole, so that workers elsewhere find them, and no page is done twice."""
    monkeypatch.chdir(tmp_path)
    (found,) = shards(Path("a.html"), tmp_path / "a.html", tmp_path / "b" / ".." / "a.html")
    assert found.path == tmp_path / "a.html"


@pytest.mark.parametrize("name", ["x" * 255, "記" * 85, ".hidden.html", "a b?c=1&d.html", "\udcff.html", "..."])
def test_parts_of_odd_names_can_be_written_and_found(name: str, tmp_path: Path) -> None:
    """Long, hidden and half-decoded names give names that every file system takes, and that are read as records."""
    (shard,) = shards_of([Path("/in") / name], tmp_path)
    shard.rejects.with_name(f"{shard.rejects.name}.0123abcd.part").touch()
    shard.records.touch()
    assert record_files([tmp_path]) == [shard.records]


@pytest.mark.parametrize("gzipped", [True, False])
def test_an_archive_beyond_the_size_has_several(gzipped: bool, tmp_path: Path) -> None:
    """Each begins where the one before ends, and is called by where it begins; together they have all pages."""
    archive = Archive(gzipped=gzipped)
    for number in range(10):
        archive.page(f"{URL}-{number}", body=HTML * 10)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(archive.data)
    found = shards(path, shard_bytes=len(archive.data) // 3)
    assert [shard.begin for shard in found] == [0, *(shard.end for shard in found[:-1])]
    assert found[-1].end is None
    assert len({shard.name for shard in found}) == len(found) == 3
    assert all(shard.name.endswith(f"-{shard.begin:012}") for shard in found)
    pages = [given.page for shard in found for given in shard.pages()]
    assert [page.url for page in pages if page] == [f"{URL}-{number}" for number in range(10)]
    (whole,) = shards(path)
    assert [given.page for given in whole.pages()] == pages


def test_what_is_no_archive_is_one_shard(tmp_path: Path) -> None:
    """Large files of lines are not cut, nor are files that are not there."""
    (tmp_path / "a.jsonl").write_bytes(b'{"html": ""}\n' * 1000)
    assert [(shard.begin, shard.end) for shard in shards(tmp_path / "a.jsonl", shard_bytes=10)] == [(0, None)]
    assert [(shard.begin, shard.end) for shard in shards(tmp_path / "missing", shard_bytes=10)] == [(0, None)]
