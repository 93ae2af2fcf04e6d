"""Shards to parts."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.normalizing import _only_worker
from pipelines.shards.finished import FolderInUse, finished_counts, folder_of_parts, parts_of_other_shards
from pipelines.shards.normalizing import ShardResult, normalize_shard
from pipelines.shards.part import Part, remove_unfinished
from pipelines.shards.shard import Shard, shards_of
from schemas.article import Article

PROSE = "The exchange said on Monday that withdrawals had resumed after a pause of six hours for all users."
TITLES = ("One resumes service", "Two resumes service")

# In a module of its own, since worker processes have to import it.
DYING = """
import os, signal
from pipelines.outcome import line_of

def work(page):
    if b"deadly" in page.body:
        os.kill(os.getpid(), signal.SIGSEGV)
    return line_of(page)
"""


def line(title: str) -> str:
    """Return a page with an article as a line of JSON."""
    html = f"<html lang=en><body><article><h1>{title}</h1>{f'<p>{PROSE}</p>' * 4}</article></body></html>"
    return json.dumps({"id": title, "html": html}) + "\n"


@pytest.fixture
def shard(tmp_path: Path) -> Iterator[Shard]:
    """Return a shard of two articles and a line that is none; its folder is kept for it."""
    path = tmp_path / "in.jsonl"
    path.write_text(line(TITLES[0]) + "no JSON\n" + line(TITLES[1]))
    (found,) = shards_of([path], tmp_path / "out")
    with folder_of_parts(found.folder):
        yield found


def files(shard: Shard) -> dict[str, bytes]:
    """Return the files of a folder, by their names."""
    return {path.name: path.read_bytes() for path in shard.folder.iterdir() if path.is_file()}


def test_a_part_has_records_and_beside_them_rejections(shard: Shard) -> None:
    """Both in the order of the input; the result counts them, and so does the note on the part."""
    result = normalize_shard(shard)
    assert result == ShardResult(shard.name, {"records": 2, "unreadable": 0, "bad_input": 1})
    assert [Article.model_validate_json(row).title for row in shard.records.read_bytes().splitlines()] == [*TITLES]
    (rejection,) = map(json.loads, shard.rejects.read_bytes().splitlines())
    assert (rejection["origin"], rejection["reason"]) == (f"{shard.path}:2", "bad_input")
    assert finished_counts(shard) == result.counts


def test_made_twice_a_part_is_the_same(shard: Shard) -> None:
    """To the byte, with nothing else in the folder."""
    normalize_shard(shard)
    first = files(shard)
    assert set(first) == {shard.records.name, shard.rejects.name}
    normalize_shard(shard)
    assert files(shard) == first


def test_a_part_of_a_changed_input_is_made_again(shard: Shard) -> None:
    """It is not taken for finished; made again, it has no rejections of before."""
    normalize_shard(shard)
    shard.path.write_text(line(TITLES[1]))
    assert finished_counts(shard) is None
    normalize_shard(shard)
    assert finished_counts(shard) == {"records": 1, "unreadable": 0}
    assert set(files(shard)) == {shard.records.name}


def test_a_part_that_somebody_took_away_is_made_again(shard: Shard) -> None:
    """Nor is one whose records are gone, or whose note is broken."""
    normalize_shard(shard)
    (note,) = (shard.folder / ".parts").glob("*.json")
    note.write_text(note.read_text()[:-20])
    assert finished_counts(shard) is None
    normalize_shard(shard)
    shard.records.unlink()
    assert finished_counts(shard) is None


def test_an_input_that_cannot_be_read_has_no_part(tmp_path: Path) -> None:
    """The result says why, nothing is left behind, and the next run tries again."""
    (shard,) = shards_of([tmp_path / "missing.warc.gz"], tmp_path / "out")
    with folder_of_parts(shard.folder):
        result = normalize_shard(shard)
    assert result.problem == f"{shard.path}: no such file or directory; check the path and its permissions"
    assert result.counts == {}
    assert files(shard) == {}
    assert finished_counts(shard) is None


def test_a_part_that_cannot_be_written_says_so(shard: Shard) -> None:
    """A folder that is in the way of the records, here, is told in one line, and the part is not finished."""
    shard.records.mkdir(parents=True)
    result = normalize_shard(shard)
    assert result.problem.startswith("cannot write ")
    assert result.problem.endswith(": is a directory")
    assert finished_counts(shard) is None
    assert not list(shard.folder.glob("*.part"))


def test_a_page_that_kills_its_process_costs_itself(
    shard: Shard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shard goes on with another process, and the page is a rejection."""
    (tmp_path / "dying_work.py").write_text(DYING)
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules.pop("dying_work", None)
    monkeypatch.setattr("pipelines.normalizing.line_of", importlib.import_module("dying_work").work)
    shard.path.write_text(line(TITLES[0]) + line("deadly") + line(TITLES[1]))
    _only_worker.cache_clear()
    try:
        result = normalize_shard(shard)
    finally:
        _only_worker().close()
        _only_worker.cache_clear()
    assert result.counts == {"records": 2, "unreadable": 0, "parser_failed": 1}
    assert "SIGSEGV" in shard.rejects.read_text()


def test_what_a_killed_worker_had_begun_is_removed(shard: Shard) -> None:
    """A part that nobody finished has no name yet, and is cleared away before the next run begins."""
    part = Part(shard)
    part.write(next(shard.pages()), b"{}")
    assert [path.suffix for path in shard.folder.iterdir() if path.is_file()] == [".part", ".part"]
    remove_unfinished(shard.folder)
    assert files(shard) == {}


def test_a_folder_is_kept_for_one_run(shard: Shard) -> None:
    """A second run is refused while the first one lives, however that ends."""
    with pytest.raises(FolderInUse, match="another run writes to"), folder_of_parts(shard.folder):
        pass


def test_parts_of_other_pieces_are_found(shard: Shard) -> None:
    """Where inputs were cut in another way before, their pages would be in the folder twice."""
    normalize_shard(shard)
    pieces = [Shard(shard.path, shard.folder, f"{shard.name}-{begin}", begin) for begin in (0, 5)]
    assert parts_of_other_shards(shard.folder, pieces) == [shard.name]
    assert parts_of_other_shards(shard.folder, [shard]) == []
    others = shards_of([shard.path.with_name("other.jsonl")], shard.folder)
    assert parts_of_other_shards(shard.folder, others) == []


def test_files_appear_with_the_rights_that_the_user_gives(shard: Shard) -> None:
    """As other files that are written: whoever may read those may read these."""
    before = os.umask(0o027)
    try:
        normalize_shard(shard)
    finally:
        os.umask(before)
    assert shard.records.stat().st_mode & 0o777 == 0o640
