"""The dataset card: `README.md` with a head that hubs read, and what people want to know before they use the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pipelines.export.columns import Column, ColumnType, ListOf, Scalar, columns_of
from pipelines.export.features import features_of
from pipelines.export.formats import Format
from pipelines.export.manifest import Manifest
from pipelines.export.statistics import SiteStatistics, Statistics
from pipelines.export.views import View, shape_of
from pipelines.export.yaml import Yaml, yaml_of
from pipelines.rights import NOAI, NOINDEX, TDM_RESERVED

# What hubs call sizes: fewer rows than each number.
SIZES: Final = {
    10**3: "n<1K",
    10**4: "1K<n<10K",
    10**5: "10K<n<100K",
    10**6: "100K<n<1M",
    10**7: "1M<n<10M",
    10**8: "10M<n<100M",
    10**9: "100M<n<1B",
}
LARGEST: Final = "n>1B"
# What hubs call the use of each view.
TASKS: Final[Mapping[View, list[Yaml]]] = {
    View.RECORDS: ["text-generation", "summarization", "question-answering"],
    View.QA: ["question-answering"],
    View.PARALLEL: ["translation"],
    View.TEXT: ["text-generation"],
}
ROWS: Final = {
    View.RECORDS: "the records of {articles} articles, one a row",
    View.QA: "{rows} questions and answers from {articles} articles, one a row",
    View.PARALLEL: "{rows} pairs of translations among {articles} articles, one a row",
    View.TEXT: "the texts of {articles} articles, one a row, with what is known of each",
}
# A page can show so many; the manifest has all.
SHOWN_SITES: Final = 100
SHOWN_LICENSES: Final = 3
LOADERS: Final = {Format.PARQUET: "parquet", Format.CSV: "csv"}
UNKNOWN: Final = "und"


def description_of(manifest: Manifest) -> str:
    """Return one sentence on a dataset."""
    told = ROWS[manifest.order.view].format(rows=f"{manifest.rows:,}", articles=f"{manifest.statistics.articles:,}")
    number = len(_languages(manifest.statistics))
    return f"News of crypto-assets: {told}, in {number} {'language' if number == 1 else 'languages'}."


def card_of(manifest: Manifest) -> str:
    """Return the card of a dataset."""
    columns = columns_of(shape_of(manifest.order.view, manifest.order.format).row)
    sections = [
        f"---\n{yaml_of(_head(manifest, columns))}---",
        f"# {manifest.name}",
        description_of(manifest),
        "Made by Babelwire from article pages. Texts are as the pages show them; nothing was translated or made up.",
        _chosen(manifest),
        "## Load it",
        _loading(manifest.order.format),
        "## Fields",
        _fields(columns),
        "Dates are texts: ISO 8601 at the precision that a page tells (`2026-06-27`, `2026-06-27T08:15:00+08:00`)."
        " Id and revision together name one state of one article. `schema.json` is the JSON Schema of a row.",
        "## Statistics",
        _statistics(manifest),
        "## Rights",
        "The articles belong to their publishers. This table counts what their pages declare; where they declare"
        " nothing, that is no permission. TDM: reserved for text and data mining. `noindex` and `noai`: robots rules.",
        _rights(manifest.statistics.sites),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def _head(manifest: Manifest, columns: tuple[Column, ...]) -> dict[str, Yaml]:
    languages: list[Yaml] = [*_languages(manifest.statistics)]
    return {
        "pretty_name": manifest.name,
        "language": languages,
        "language_details": ", ".join(sorted(manifest.statistics.languages)),
        "license": "other",
        "license_name": "rights-of-the-publishers",
        "license_link": "README.md",
        "multilinguality": ["translation" if manifest.order.view is View.PARALLEL else _multilinguality(languages)],
        "size_categories": [next((name for size, name in SIZES.items() if manifest.rows < size), LARGEST)],
        "source_datasets": ["original"],
        "task_categories": TASKS[manifest.order.view],
        "tags": ["news", "cryptocurrency"],
        "configs": [
            {
                "config_name": str(manifest.order.view),
                "default": True,
                "data_files": [{"split": "train", "path": f"part-*.{manifest.order.format}"}],
            }
        ],
        "dataset_info": {
            "config_name": str(manifest.order.view),
            "features": features_of(columns),
        },
    }


def _languages(told: Statistics) -> list[str]:
    """Return the languages without their scripts and regions."""
    return sorted({tag.partition("-")[0] for tag in told.languages} - {UNKNOWN})


def _multilinguality(languages: list[Yaml]) -> str:
    return "multilingual" if len(languages) > 1 else "monolingual"


def _chosen(manifest: Manifest) -> str:
    wishes = [
        f"`{name.replace('_', '-')}`" + ("" if value is True else f" {_joined(name, value)}")
        for name, value in manifest.order.filters.items()
    ]
    return f"Chosen by {', '.join(wishes)}." if wishes else ""


def _joined(wish: str, value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    return (" and " if wish == "has" else " or ").join(map(str, value))


def _loading(file_format: Format) -> str:
    loader = LOADERS.get(file_format, "json")
    return "\n".join(
        [
            "```python",
            "from datasets import load_dataset",
            "",
            'dataset = load_dataset("path/to/this/folder", split="train")',
            "```",
            "",
            "```sql",
            f"SELECT * FROM read_{loader}('path/to/this/folder/part-*.{file_format}'); -- DuckDB",
            "```",
        ]
    )


def _fields(columns: tuple[Column, ...]) -> str:
    return _table(("field", "type", "meaning"), ((f"`{c.name}`", _type(c.type), c.meaning) for c in columns))


def _type(column_type: ColumnType) -> str:
    if isinstance(column_type, Scalar):
        return column_type.value
    if isinstance(column_type, ListOf):
        return f"list of {_type(column_type.item)}"
    names = [column.name for column in column_type.columns]
    # Of what has the form of a record's other fields, the first few tell enough.
    return "{" + ", ".join(names if len(names) <= 8 else [*names[:3], "…"]) + "}"


def _statistics(manifest: Manifest) -> str:
    told = manifest.statistics
    dated = f"published {told.published.first} to {told.published.last}" if told.published.first else "without dates"
    sections = (
        f"{manifest.rows:,} rows in {_parts(len(manifest.parts))}, {manifest.bytes:,} bytes."
        f" {told.articles:,} articles, {told.words:,} words (a guess in scripts without blanks), {dated};"
        f" {told.undated:,} without a date,"
        f" {told.duplicates:,} copies of others.",
        _table(("language", "articles"), _counts(told.languages)),
        _table(("field", "articles that have it"), _shares(told)) if manifest.order.view is View.RECORDS else "",
        _table(
            ("site", "articles", "languages", "first", "last"),
            ((name, *_site(site)) for name, site in _largest(told.sites)),
        ),
        _left_out(told.sites),
    )
    return "\n\n".join(filter(None, sections))


def _parts(number: int) -> str:
    return f"{number:,} part" if number == 1 else f"{number:,} parts"


def _rights(sites: Mapping[str, SiteStatistics]) -> str:
    head = ("site", "articles", "behind a paywall", "free", "TDM", "noindex", "noai", "licences")
    rows = ((name, f"{site.articles:,}", *_declared(site)) for name, site in _largest(sites))
    return f"{_table(head, rows)}\n\n{_left_out(sites)}".rstrip()


def _declared(site: SiteStatistics) -> tuple[str, ...]:
    licenses = [f"{told} ({number:,})" for told, number in site.licenses.most_common(SHOWN_LICENSES)]
    others = len(site.licenses) - len(licenses)
    licenses += [f"and {others} more"] if others else []
    counts = (site.paywalled, site.free, *(site.rights[word] for word in (TDM_RESERVED, NOINDEX, NOAI)))
    return (*(f"{count:,}" if count else "" for count in counts), ", ".join(licenses))


def _site(site: SiteStatistics) -> tuple[str, ...]:
    languages = [tag for tag, _ in site.languages.most_common()]
    return f"{site.articles:,}", ", ".join(languages), site.published.first or "", site.published.last or ""


def _largest(sites: Mapping[str, SiteStatistics]) -> list[tuple[str, SiteStatistics]]:
    return sorted(sites.items(), key=lambda pair: (-pair[1].articles, pair[0]))[:SHOWN_SITES]


def _left_out(sites: Mapping[str, SiteStatistics]) -> str:
    others = len(sites) - SHOWN_SITES
    return f"{others:,} more sites are in `manifest.json`." if others > 0 else ""


def _counts(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield name, f"{number:,}"


def _shares(told: Statistics) -> Iterator[tuple[str, str]]:
    for name, number in sorted(told.fields.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"`{name}`", f"{number:,} ({number / told.articles:.0%})"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
