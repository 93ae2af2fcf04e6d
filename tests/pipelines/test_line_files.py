"""Files of lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.line_files import LineFile, why_unwritable


def test_a_file_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    """While it grows, a file has a temporary name, under which each line is there at once."""
    path = tmp_path / "demo" / "run-00000.jsonl"
    file = LineFile(path)
    file.write(b"{}")
    assert not path.exists()
    assert [part.read_bytes() for part in path.parent.iterdir()] == [b"{}\n"]
    file.close()
    file.close()
    assert [found.name for found in path.parent.iterdir()] == ["run-00000.jsonl"]
    assert path.read_bytes() == b"{}\n"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A name that is taken stays as it is, also where somebody takes it while the file grows."""
    path = tmp_path / "run.jsonl"
    file = LineFile(path)
    path.write_text("theirs")
    with pytest.raises(FileExistsError):
        file.close()
    assert path.read_text() == "theirs"
    with pytest.raises(FileExistsError, match="never overwritten"):
        LineFile(path)


def test_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    """Whether a folder can be written shows before anything is; it is made where it is not there."""
    (tmp_path / "file").write_text("")
    assert "cannot write to" in why_unwritable(tmp_path / "file" / "output")
    assert why_unwritable(tmp_path / "new" / "output") == ""
    assert list((tmp_path / "new" / "output").iterdir()) == []
