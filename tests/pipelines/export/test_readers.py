"""Datasets as others read them: datasets, pandas, polars, DuckDB and Croissant load each one as it is."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

# Before it is imported: nobody has to be asked about a folder on this machine.
os.environ["HF_HUB_OFFLINE"] = "1"

import datasets
import duckdb
import mlcroissant
import pandas
import polars
import pytest
import yaml

from pipelines.export.formats import Format
from pipelines.export.views import View
from tests.pipelines.export.exporting import make
from tests.pipelines.export.some_records import article, write

QA = [{"question": "什么是减半？", "answer": "产出减半。"}]
# In the first part nothing but the necessary, so that who guesses types from it would guess wrong.
POOR = [article(f"poor-{number:03}", published_at=None, site=None) for number in range(150)]
RICH = [
    article(
        "rich",
        title="比特币减半, \"halving\" | '|'",
        language="zh-Hans",
        subtitle="副题",
        body="第一段。\n\n, second; \u2028third",
        qa=QA,
        authors=[{"name": "林怡君", "role": "editor"}],
        tags=["ビットコイン"],
        access={"paywalled": False, "tdm_reservation": True, "robots": "noai", "license": "CC BY | 4.0"},
        provenance={"title": {"by": "label", "raw": "T"}},
        translations=[{"language": "en", "url": "https://news.example/poor-000"}],
    )
]
READABLE_BY_CROISSANT = (Format.PARQUET, Format.CSV)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of records."""
    return write(tmp_path_factory.mktemp("records") / "records.jsonl", *POOR, *RICH)


@pytest.fixture(params=Format)
def form(request: pytest.FixtureRequest) -> Format:
    """Return each of the formats."""
    return Format(request.param)


@pytest.fixture
def dataset(source: Path, tmp_path: Path, form: Format) -> Path:
    """Return a dataset of several parts in a format."""
    make(source, tmp_path / "news", form=form, part_bytes=30_000)
    assert len(list((tmp_path / "news").glob("part-*"))) > 1 or form is not Format.JSONL
    return tmp_path / "news"


def test_datasets_loads_it(dataset: Path, form: Format, tmp_path: Path) -> None:
    """All parts are loaded, with the types that the card declares, whatever the first rows hold."""
    loaded = datasets.load_dataset(str(dataset), split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded.num_rows == 151
    assert loaded.features["subtitle"] == datasets.Value("string")
    last = loaded[150]
    assert (last["title"], last["body"], last["subtitle"]) == (RICH[0].title, RICH[0].body, "副题")
    assert loaded[0]["site"] is None
    if form is Format.CSV:
        assert (last["paywalled"], last["authors"], last["questions"]) == (False, "林怡君", 1)
    else:
        assert (last["access"]["paywalled"], last["access"]["tdm_reservation"]) == (False, True)
        assert (last["qa"], last["authors"][0]["role"]) == (QA, "editor")
        assert last["provenance"]["title"] == {"by": "label", "raw": "T", "zone": None}


def test_pandas_reads_it(dataset: Path, form: Format) -> None:
    """The parts are read one by one, and make one table."""
    read: Any = {Format.PARQUET: pandas.read_parquet, Format.CSV: pandas.read_csv}.get(form)
    parts = sorted(dataset.glob("part-*"))
    frames = [read(part) if read else pandas.read_json(part, lines=True, dtype=False) for part in parts]
    table = pandas.concat(frames)
    assert len(table) == 151
    assert table.iloc[-1]["body"] == RICH[0].body
    assert table.iloc[0]["id"] == POOR[0].id


def test_polars_reads_it(dataset: Path, form: Format) -> None:
    """Parquet and CSV are read as one table; of JSON lines, polars guesses the types of each part anew."""
    parts = str(dataset / f"part-*.{form}")
    if form is Format.PARQUET:
        table = polars.read_parquet(parts)
        assert table.schema["qa"] == polars.List(polars.Struct({"question": polars.String, "answer": polars.String}))
    elif form is Format.CSV:
        table = polars.read_csv(parts, infer_schema_length=None)
    else:
        each = [polars.read_ndjson(part, infer_schema_length=None) for part in sorted(dataset.glob("part-*"))]
        table = polars.concat([part.select("id", "title", "body", "language") for part in each])
    assert table.height == 151
    assert table["body"][-1] == RICH[0].body


def test_duckdb_reads_it(dataset: Path, form: Format) -> None:
    """All parts are one table, with the nested columns as such."""
    loader = {Format.PARQUET: "read_parquet", Format.CSV: "read_csv"}.get(form, "read_json")
    table = f"{loader}('{dataset}/part-*.{form}')"
    assert duckdb.sql(f"SELECT count(*), count(DISTINCT id) FROM {table}").fetchall() == [(151, 151)]
    asked = "questions" if form is Format.CSV else "len(qa)"
    wanted = (RICH[0].title, RICH[0].body, 1)
    assert duckdb.sql(f"SELECT title, body, {asked} FROM {table} WHERE language = 'zh-Hans'").fetchall() == [wanted]


def test_croissant_is_valid(dataset: Path, form: Format) -> None:
    """The description has no errors, names each part with its sum, and leads to the rows where the reader knows how."""
    described = mlcroissant.Dataset(jsonld=str(dataset / "croissant.json"))
    assert not described.metadata.issues.errors
    manifest = json.loads((dataset / "manifest.json").read_bytes())
    sums = {file.id: file.sha256 for file in described.metadata.distribution if file.id.startswith("part-")}
    assert sums == {part["name"]: part["sha256"] for part in manifest["parts"]}
    if form in READABLE_BY_CROISSANT:
        *_, last = described.records("records")
        assert last["records/title"].decode() == RICH[0].title
        if form is Format.PARQUET:
            assert last["records/qa"][0]["records/qa/answer"].decode() == "产出减半。"


@pytest.mark.parametrize("view", [View.QA, View.TEXT, View.PARALLEL])
def test_views_are_loaded_too(source: Path, tmp_path: Path, view: View) -> None:
    """The papers of each view fit its rows."""
    make(source, tmp_path / "news", view=view, form=Format.JSONL_ZSTD)
    loaded = datasets.load_dataset(str(tmp_path / "news"), split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded.num_rows == {View.QA: 1, View.TEXT: 151, View.PARALLEL: 1}[view]
    assert loaded[loaded.num_rows - 1]["body_b" if view is View.PARALLEL else "language"] in (RICH[0].body, "zh-Hans")
    assert not mlcroissant.Dataset(jsonld=str(tmp_path / "news" / "croissant.json")).metadata.issues.errors


def test_the_card_says_what_hubs_ask_for(source: Path, tmp_path: Path) -> None:
    """The head is YAML with languages, size, parts and columns; the text counts what sites declare."""
    make(source, tmp_path / "news", form=Format.PARQUET)
    _, head, text = (tmp_path / "news" / "README.md").read_text("utf-8").split("---\n", 2)
    told = yaml.safe_load(head)
    assert (told["language"], told["language_details"]) == (["en", "zh"], "en, zh-Hans")
    assert (told["license"], told["size_categories"]) == ("other", ["n<1K"])
    assert told["configs"][0]["data_files"] == [{"split": "train", "path": "part-*.parquet"}]
    assert [feature["name"] for feature in told["dataset_info"]["features"]][:2] == ["schema_version", "id"]
    lines = text.splitlines()
    assert "| en | 150 |" in lines
    assert "| news.example | 150 | en |  |  |" in lines
    assert "| news | 1 |  | 1 | 1 |  | 1 | CC BY \\| 4.0 (1) |" in lines
    assert any(line.startswith("151 rows in 1 part, ") and "; 150 without a date, 0 copies" in line for line in lines)
