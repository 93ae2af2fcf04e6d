"""What the views of a dataset show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.export.filters import Filters
from pipelines.export.formats import Format
from pipelines.export.selection import Verdict
from pipelines.export.views import View
from schemas.article import Article
from tests.pipelines.export.exporting import ids, make, rows
from tests.pipelines.export.some_records import article, write

QA = [{"question": "什么是减半？", "answer": "产出减半。"}, {"question": "何时？", "answer": "四年一次。"}]


def shown(tmp_path: Path, view: View, *articles: Article, form: Format = Format.JSONL) -> list[dict[str, Any]]:
    """Return the rows of a view of records."""
    make(write(tmp_path / "records.jsonl", *articles), tmp_path / "dataset", view=view, form=form)
    return rows(tmp_path / "dataset")


def test_a_question_is_a_row(tmp_path: Path) -> None:
    """Each question comes with its answer, their language, and where they stand."""
    record = article("halving", language="en", languages={"qa": "zh-Hans"}, qa=QA, source={"name": "链捕手"})
    first, second = shown(tmp_path, View.QA, article("other"), record)
    assert second == {
        "id": record.id,
        "revision": 1,
        "number": 2,
        "question": "何时？",
        "answer": "四年一次。",
        "language": "zh-Hans",
        "title": "Title of halving",
        "url": "https://news.example/halving",
        "site": "news",
        "source": "链捕手",
        "published_at": "2026-06-27T08:15:00+08:00",
    }
    assert (first["number"], first["question"]) == (1, "什么是减半？")


def test_a_text_comes_with_what_is_known_of_it(tmp_path: Path) -> None:
    """Headline and body are one text; who wrote it, its licence and its words are beside it."""
    authors = [{"name": "林怡君"}, {"name": "Ana Ruiz", "role": "editor"}]
    access = {"license": "https://creativecommons.org/licenses/by/4.0/", "tdm_reservation": False}
    (row,) = shown(
        tmp_path, View.TEXT, article("t", body="Four words in\n\ntwo lines.", authors=authors, access=access)
    )
    assert row["text"] == "Title of t\n\nFour words in\n\ntwo lines."
    assert (row["authors"], row["words"]) == ("林怡君; Ana Ruiz", 5)
    assert (row["license"], row["tdm_reservation"]) == ("https://creativecommons.org/licenses/by/4.0/", False)


def test_a_table_has_single_values_only(tmp_path: Path) -> None:
    """In CSV, names of lists stand in one cell, questions and pictures are counted, and null is empty."""
    record = article(
        "t",
        qa=QA,
        tags=["btc", "a, b"],
        key_points=["One.", "Two."],
        assets=[{"symbol": "BTC", "name": "Bitcoin"}, {"symbol": "ETH"}],
        access={"paywalled": True},
        body='Quotes " and, commas\n\nand lines.',
    )
    (row,) = shown(tmp_path, View.RECORDS, record, form=Format.CSV)
    assert (row["tags"], row["assets"], row["key_points"]) == ("btc; a, b", "BTC; ETH", "One.\nTwo.")
    assert (row["questions"], row["images"], row["paywalled"], row["tdm_reservation"]) == ("2", "0", "true", "")
    assert (row["subtitle"], row["body"]) == ("", record.body)


@pytest.mark.parametrize("view", View)
def test_rows_are_as_their_schema_says(tmp_path: Path, view: View) -> None:
    """The JSON Schema beside a dataset names exactly the keys of its rows, all of them required."""
    english, chinese = translated("en", "zh-Hans"), translated("zh-Hans", "en")
    for row in shown(tmp_path, view, english, chinese):
        schema = json.loads((tmp_path / "dataset" / "schema.json").read_bytes())
        assert list(row) == list(schema["properties"])
        assert set(schema["required"]) == set(row)


def translated(tag: str, *others: str, slug: str = "story", **told: object) -> Article:
    """Return the edition of a story in a language, which names its other editions."""
    links = [{"language": other, "url": f"https://news.example/{other}/{slug}"} for other in others]
    return article(f"{tag}/{slug}", language=tag, translations=links, qa=QA, **told)


def pairs(tmp_path: Path, *articles: Article, filters: Filters = Filters()) -> list[tuple[str, str, bool]]:  # noqa: B008
    """Return the languages of the pairs among records, and whether they name each other."""
    source = write(tmp_path / "records.jsonl", *articles)
    make(source, tmp_path / "dataset", filters, view=View.PARALLEL)
    return [(row["language_a"], row["language_b"], row["mutual"]) for row in rows(tmp_path / "dataset")]


def test_translations_are_pairs(tmp_path: Path) -> None:
    """Each two editions are one pair, their sides in the order of their tags, texts and addresses with them."""
    editions = [translated("zh-Hans", "en", "ja"), translated("ja", "zh-Hans", "en"), translated("en", "zh-Hans")]
    assert sorted(pairs(tmp_path, *editions, translated("ko", slug="alone"))) == [
        ("en", "ja", False),
        ("en", "zh-Hans", True),
        ("ja", "zh-Hans", True),
    ]
    row = next(row for row in rows(tmp_path / "dataset") if (row["language_a"], row["language_b"]) == ("en", "zh-Hans"))
    assert (row["title_a"], row["title_b"]) == ("Title of en/story", "Title of zh-Hans/story")
    assert (row["url_a"], row["body_b"]) == ("https://news.example/en/story", editions[0].body)


def test_addresses_are_compared_without_what_tracks_readers(tmp_path: Path) -> None:
    """A link with a campaign's mark leads to the same article, and so does one to an address that was redirected."""
    marked = [{"language": "ja", "url": "https://news.example/ja/story?utm_source=x#top"}]
    english = article("en/story", translations=marked)
    moved = article("ja/new", language="ja", url="https://news.example/ja/story")
    assert pairs(tmp_path, english, moved) == [("en", "ja", False)]


def test_editions_that_share_an_id_are_pairs(tmp_path: Path) -> None:
    """Articles with the same address but for the edition are a pair, in whatever way the site names editions."""
    told = {
        "https://www.catcher.example/article/2202906": "zh-Hans",
        "https://www.catcher.example/ko/article/2202906": "ko",
        "https://www.catcher.example/ko/article/2202907": "ja",
        "https://telegraph.example/news/fees-fall-again": "en",
        "https://es.telegraph.example/news/fees-fall-again": "es",
        "https://telegraph.example/about": "de",
        "https://es.telegraph.example/about": "fr",
    }
    editions = [article(str(number), url=url, language=tag) for number, (url, tag) in enumerate(told.items())]
    found = pairs(tmp_path, *(each.model_copy(update={"canonical_url": None}) for each in editions))
    assert sorted(found) == [("en", "es", False), ("ko", "zh-Hans", False)]


@pytest.mark.parametrize(
    ("tag", "link"),
    [
        # The switcher of a site that serves the same text in every edition.
        ("en", "ja"),
        # The edition that is named has another language than said.
        ("ja", "ko"),
        # The same language for another region.
        ("en-GB", "en-GB"),
    ],
)
def test_what_is_no_translation_is_no_pair(tmp_path: Path, tag: str, link: str) -> None:
    """Two texts in one language are no pair, and neither is one in another language than the link promises."""
    named = article("other", language=tag)
    links = [{"language": link, "url": named.url}]
    source = write(tmp_path / "records.jsonl", article("own", translations=links), named)
    done = make(source, tmp_path / "dataset", view=View.PARALLEL)
    assert done.manifest is None
    assert done.verdicts[Verdict.WITHOUT_ROWS] == 2


def test_scripts_are_languages_of_their_own(tmp_path: Path) -> None:
    """An article in simplified and in traditional characters is a pair, whatever the regions."""
    assert pairs(tmp_path, translated("zh-Hans-CN", "zh-Hant"), article("zh-Hant/story", language="zh-Hant")) == [
        ("zh-Hans-CN", "zh-Hant", False)
    ]


def test_pairs_are_of_latest_revisions(tmp_path: Path) -> None:
    """Of each side, the latest revision is shown, and what earlier ones named is forgotten."""
    old = translated("en", "ja", "zh-Hans")
    new = translated("en", "ja", revision=2, body="changed")
    assert pairs(tmp_path, old, new, translated("ja"), translated("zh-Hans")) == [("en", "ja", False)]
    assert (rows(tmp_path / "dataset")[0]["revision_a"], rows(tmp_path / "dataset")[0]["body_a"]) == (2, "changed")


def test_both_sides_have_to_pass(tmp_path: Path) -> None:
    """A pair of which one side is left out is no pair."""
    editions = [translated("en", "ja", "ko"), translated("ja", "en"), translated("ko", "en")]
    assert pairs(tmp_path, *editions, filters=Filters(languages=("en", "ko"))) == [("en", "ko", True)]


def test_pairs_are_added_once(tmp_path: Path) -> None:
    """A third edition adds its pairs; those that are there stay, and their articles are counted once."""
    english, japanese = translated("en", "ja", "ko"), translated("ja", "en", "ko")
    pairs(tmp_path, english, japanese)
    found = pairs(tmp_path, english, japanese, translated("ko", "en", "ja"))
    assert [pair[:2] for pair in found] == [("en", "ja"), *sorted(pair[:2] for pair in found[1:])]
    assert {pair[:2] for pair in found} == {("en", "ja"), ("en", "ko"), ("ja", "ko")}
    manifest = json.loads((tmp_path / "dataset" / "manifest.json").read_bytes())
    assert manifest["statistics"]["articles"] == 3


def test_a_view_can_be_chosen_by_its_fields(tmp_path: Path) -> None:
    """Filters hold for every view."""
    source = write(tmp_path / "records.jsonl", article("a"), article("b", qa=QA))
    make(source, tmp_path / "dataset", Filters(has=("qa",)), view=View.TEXT)
    assert ids(tmp_path / "dataset") == ["b"]
