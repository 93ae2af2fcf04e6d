"""Datasets as they lie on the disk: whole, the same for the same records, and added to."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.export.filters import Filters
from pipelines.export.formats import Format
from pipelines.export.manifest import DatasetProblem
from pipelines.export.selection import Verdict
from pipelines.export.views import View
from schemas.article import Article
from tests.pipelines.export.exporting import files, ids, make, rows
from tests.pipelines.export.some_records import article, write

ROOT = Path(__file__).parents[3]
PAPERS = {"manifest.json", "schema.json", "README.md", "croissant.json"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder with twelve records."""
    folder = tmp_path / "output"
    write(folder / "news" / "run-00000.jsonl", *(article(f"story-{number:02}") for number in range(12)))
    return folder


def add(output: Path, *slugs: str, run: str = "second") -> None:
    """Add records to the output folder, as a later crawl does."""
    write(output / "news" / f"{run}-00000.jsonl", *map(article, slugs))


@pytest.mark.parametrize("form", Format)
def test_parts_are_as_the_manifest_says(output: Path, form: Format) -> None:
    """The rows come in order, in several parts; the manifest has each part's rows, size and sum."""
    dataset = output.parent / "dataset"
    make(output, dataset, form=form, part_bytes=4000)
    manifest = json.loads((dataset / "manifest.json").read_bytes())
    assert ids(dataset) == [f"story-{number:02}" for number in range(12)]
    assert {path.name for path in dataset.iterdir()} == PAPERS | {part["name"] for part in manifest["parts"]}
    for part in manifest["parts"]:
        content = (dataset / part["name"]).read_bytes()
        assert (part["bytes"], part["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert sum(part["rows"] for part in manifest["parts"]) == manifest["rows"] == 12
    assert manifest["parts"][0]["name"] == f"part-00000.{form}"


def test_a_part_ends_once_it_has_its_size(output: Path) -> None:
    """Plain parts are larger than asked for by less than a row; the last one is as large as it comes."""
    dataset = output.parent / "dataset"
    make(output, dataset, part_bytes=5000)
    row = max(map(len, (dataset / "part-00000.jsonl").read_bytes().splitlines(keepends=True)))
    *full, last = (path.stat().st_size for path in sorted(dataset.glob("part-*")))
    assert len(full) >= 2
    assert all(5000 <= size < 5000 + row for size in full)
    assert 0 < last < 5000 + row


@pytest.mark.parametrize("form", [Format.JSONL_ZSTD, Format.JSONL_GZIP, Format.PARQUET])
def test_large_parts_are_whole(tmp_path: Path, form: Format) -> None:
    """What is packed in pieces comes out as it went in, also beyond the window of zstd, which is 8 MiB."""
    bodies = [os.urandom(1_500_000).hex() for _ in range(4)]
    source = write(tmp_path / "records.jsonl", *(article(f"n{n}", body=body) for n, body in enumerate(bodies)))
    make(source, tmp_path / "dataset", form=form, part_bytes=100_000_000)
    assert [row["body"] for row in rows(tmp_path / "dataset")] == bodies


@pytest.mark.parametrize("form", Format)
def test_the_same_records_make_the_same_bytes(output: Path, form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the place of the folders shows in a dataset."""
    first, second = output.parent / "a" / "dataset", output.parent / "b" / "dataset"
    make(output, first, form=form)
    monkeypatch.chdir(output.parent)
    make(Path("output"), second, form=form)
    assert files(first) == files(second)
    assert str(output.parent).encode() not in b"".join(files(first).values())
    assert json.loads(files(first)["manifest.json"])["sources"] == {"output/news/run-00000.jsonl": 12}


def test_records_stay_as_they_are(output: Path) -> None:
    """A row of JSON is the record, byte for byte; so a dataset can be read as records."""
    make(output, output.parent / "dataset")
    assert (output.parent / "dataset" / "part-00000.jsonl").read_bytes() == (
        output / "news" / "run-00000.jsonl"
    ).read_bytes()


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("view", [View.RECORDS, View.TEXT])
def test_only_what_is_new_is_added(output: Path, form: Format, view: View) -> None:
    """A second export leaves the parts alone, adds what came since in new ones, and counts it in all papers."""
    dataset = output.parent / "dataset"
    make(output, dataset, form=form, view=view)
    before = files(dataset)
    add(output, "story-03", "later")
    done = make(output, dataset, form=form, view=view)
    after = files(dataset)
    assert (done.verdicts[Verdict.TAKEN], done.verdicts[Verdict.KNOWN]) == (1, 13)
    assert after[f"part-00000.{form}"] == before[f"part-00000.{form}"]
    assert ids(dataset) == [*(f"story-{number:02}" for number in range(12)), "later"]
    manifest = json.loads(after["manifest.json"])
    assert manifest["statistics"]["articles"] == 13
    assert manifest["sources"] == {"output/news/run-00000.jsonl": 12, "output/news/second-00000.jsonl": 2}
    assert "13 rows in 2 parts" in after["README.md"].decode()
    assert f"part-00001.{form}" in after["croissant.json"].decode()


def test_where_nothing_is_new_nothing_changes(output: Path) -> None:
    """An export of the same records leaves every byte as it is."""
    dataset = output.parent / "dataset"
    make(output, dataset)
    before = files(dataset)
    assert make(output, dataset).new_parts == ()
    assert files(dataset) == before


def test_a_new_revision_is_added(output: Path) -> None:
    """The same article with another revision is another row."""
    dataset = output.parent / "dataset"
    make(output, dataset)
    write(output / "news" / "second-00000.jsonl", article("story-03", revision=2, body="changed"))
    make(output, dataset)
    assert [row["revision"] for row in rows(dataset) if row["title"] == "Title of story-03"] == [1, 2]


def test_two_formats_do_not_mix(output: Path) -> None:
    """A dataset is added to by the same order only; the error says how it was made."""
    dataset = output.parent / "dataset"
    make(output, dataset, Filters(min_words=5))
    before = files(dataset)
    for wrong, told in [
        ({"form": Format.CSV}, "--format jsonl"),
        ({"view": View.TEXT}, "--view records"),
        ({"filters": Filters(min_words=6)}, "--min-words 5"),
        ({"filters": Filters()}, "--min-words 5"),
        ({"filters": Filters(min_words=5, respect_tdm=True)}, "no --respect-tdm"),
    ]:
        with pytest.raises(DatasetProblem, match=f"was made with {told}; "):
            make(output, dataset, **{"filters": Filters(min_words=5), **wrong})
    assert files(dataset) == before


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("name", ["README.md", "manifest.json", "part-00000.parquet"])
def test_a_folder_of_something_else_is_left_alone(output: Path, name: str, anew: bool) -> None:
    """Where files of ours would take the place of others, the export refuses, also one that writes anew."""
    folder = output.parent / "elsewhere"
    folder.mkdir()
    (folder / name).write_text('{"mine": 1}')
    with pytest.raises(DatasetProblem, match=rf"{name}.* is of no dataset of ours"):
        make(output, folder, anew=anew)
    assert files(folder) == {name: b'{"mine": 1}'}


def test_a_card_that_was_changed_by_hand_is_kept(output: Path) -> None:
    """What people write into the card stays; the new card lies beside it, as often as the dataset grows."""
    dataset = output.parent / "dataset"
    make(output, dataset)
    own = (dataset / "README.md").read_text("utf-8").replace("## Rights", "## Rights\n\nAsk us.")
    (dataset / "README.md").write_text(own, "utf-8")
    for number in range(2):
        add(output, f"later-{number}", run=f"run-{number}")
        assert make(output, dataset).kept_card
        assert (dataset / "README.md").read_text("utf-8") == own
        assert f"{13 + number} rows in {2 + number} parts" in (dataset / "README.generated.md").read_text("utf-8")
    assert not make(output, dataset).kept_card


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_damaged_dataset_is_not_added_to(output: Path, damage: str) -> None:
    """A part that is missing or has another size is named."""
    dataset = output.parent / "dataset"
    make(output, dataset)
    part = dataset / "part-00000.jsonl"
    part.unlink() if damage == "gone" else part.write_bytes(b"")
    add(output, "later")
    with pytest.raises(DatasetProblem, match=r"part-00000\.jsonl is not as the manifest says"):
        make(output, dataset)


def test_a_dataset_is_written_anew(output: Path) -> None:
    """Where it is asked for, another dataset takes the place of the old one, and none of its parts stay."""
    dataset, fresh = output.parent / "x" / "dataset", output.parent / "y" / "dataset"
    make(output, dataset, part_bytes=3000)
    make(output, dataset, Filters(min_words=5), form=Format.CSV, anew=True)
    make(output, fresh, Filters(min_words=5), form=Format.CSV)
    assert files(dataset) == files(fresh)


def test_no_row_makes_no_dataset(output: Path) -> None:
    """Where nothing passes, no folder is made, and the result says so."""
    done = make(output, output.parent / "dataset", Filters(languages=("ja",)))
    assert done.manifest is None
    assert done.verdicts == {Verdict.FILTERED: 12}
    assert not (output.parent / "dataset").exists()


def test_broken_lines_cost_themselves(output: Path) -> None:
    """Lines that are no records are counted and told of with their place; the others are exported."""
    good = article("good")
    lines = [
        good.model_dump_json().encode(),
        b'{"id": "x"',
        good.model_dump_json().replace('"title":"Title of good"', '"title":""').encode(),
        good.model_copy(update={"provenance": {"moon": {"by": "x"}}}).model_dump_json(warnings=False).encode(),
    ]
    (output / "news" / "z.jsonl").write_bytes(b"\n".join(lines))
    done = make(output, output.parent / "dataset")
    assert (done.verdicts[Verdict.TAKEN], done.broken) == (13, 3)


def test_a_dataset_in_the_output_folder_is_no_source(output: Path) -> None:
    """An export into the folder of records does not read what it wrote before."""
    make(output, output / "dataset")
    assert make(output, output / "dataset").verdicts == {Verdict.KNOWN: 12}


KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines.export import folder, parts
from tests.pipelines.export.exporting import make

target, name, after = {"row": (parts.Parts, "write", 9), "move": (os, "replace", int(sys.argv[4]))}[sys.argv[3]]
original, left = getattr(target, name), [after]

def counted(*arguments):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return original(*arguments)

setattr(target, name, counted)
make(Path(sys.argv[1]), Path(sys.argv[2]), part_bytes=4000)
"""


def kill(output: Path, dataset: Path, where: str, after: int) -> None:
    """Run an export that is killed on its way."""
    command = [sys.executable, "-c", KILLED, str(output), str(dataset), where, str(after)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60)
    assert done.returncode == -9


@pytest.mark.parametrize(("where", "after"), [("row", 0), ("move", 0), ("move", 3), ("move", 7)])
def test_a_killed_export_is_made_good_by_the_next(output: Path, where: str, after: int) -> None:
    """Wherever a run is killed, no broken part has its name, and a second run makes what an undisturbed one makes."""
    dataset, undisturbed = output.parent / "x" / "dataset", output.parent / "y" / "dataset"
    kill(output, dataset, where, after)
    assert not (dataset / "manifest.json").exists()
    for path in dataset.glob("part-*"):
        assert [Article.model_validate_json(line) for line in path.read_bytes().splitlines()]
    make(output, dataset, part_bytes=4000)
    make(output, undisturbed, part_bytes=4000)
    assert files(dataset) == files(undisturbed)


@pytest.mark.parametrize(("where", "after"), [("row", 0), ("move", 2), ("move", 5)])
def test_a_killed_addition_is_made_good_by_the_next(output: Path, where: str, after: int) -> None:
    """An addition that is killed leaves the dataset as its manifest says, and the next one adds all that is new."""
    dataset, undisturbed = output.parent / "x" / "dataset", output.parent / "y" / "dataset"
    for folder in (dataset, undisturbed):
        make(output, folder, part_bytes=4000)
    old = ids(dataset)
    add(output, *(f"later-{number}" for number in range(10)))
    kill(output, dataset, where, after)
    assert ids(dataset) == old
    for folder in (dataset, undisturbed):
        make(output, folder, part_bytes=4000)
    assert files(dataset) == files(undisturbed)
    assert len(ids(dataset)) == 22


@pytest.mark.parametrize("after", [2, 5])
def test_files_of_a_killed_addition_do_not_stay(output: Path, after: int) -> None:
    """Parts that the manifest does not list, and a card that tells of them, go with the next run, whatever it finds."""
    dataset = output.parent / "dataset"
    make(output, dataset, part_bytes=4000)
    before = files(dataset)
    add(output, *(f"later-{number}" for number in range(10)))
    kill(output, dataset, "move", after)
    assert files(dataset) != before
    (output / "news" / "second-00000.jsonl").unlink()
    make(output, dataset, part_bytes=4000)
    assert files(dataset) == before


def test_two_exports_do_not_write_to_one_folder(output: Path) -> None:
    """While one export is at work, another one into the same folder refuses, and does no harm."""
    dataset = output.parent / "dataset"
    source = "import sys\nfrom pathlib import Path\nfrom tests.pipelines.export.exporting import make\n"
    source += "make(Path(sys.argv[1]), Path(sys.argv[2]))"

    def during(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", source, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.stderr

    from pipelines.export import dataset as module

    told: list[str] = []

    class Interrupted(module.Parts):
        def finish(self) -> None:
            told.append(during(str(output), str(dataset)))
            super().finish()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "Parts", Interrupted)
        make(output, dataset)
    assert "another export is writing to" in told[0]
    assert len(ids(dataset)) == 12
