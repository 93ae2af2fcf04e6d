"""The embedded index ranks, filters, counts and pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.article import Article
from tests.pipelines.search.small_index import Search, article, searching

WORD = "meridian"
FILLER = "Nothing else is said of it here, and the text goes on for a while about other things of the day."


def titles(search: Search, text: str, **wanted: object) -> list[str]:
    """Return the titles that a search finds, in order."""
    return [hit.record["title"] for hit in search(text, **wanted).hits]


def test_title_outranks_summary_answers_and_body(tmp_path: Path) -> None:
    """A word counts most in the title, then in the summary, then in questions and answers, then in the body."""
    qa = [{"question": f"What is {WORD}?", "answer": FILLER}]
    search = searching(
        tmp_path,
        [
            article("Body story", f"{WORD}. {FILLER}", summary=FILLER),
            article("Answers story", FILLER, summary=FILLER, qa=qa),
            article("Summary story", FILLER, summary=f"{WORD}. {FILLER}"),
            article("Title story meridian", FILLER, summary=FILLER),
            *(article(f"Other story {number}", FILLER, summary=FILLER) for number in range(20)),
        ],
    )
    assert titles(search, WORD) == ["Title story meridian", "Summary story", "Answers story", "Body story"]


@pytest.fixture
def dated(tmp_path: Path) -> Search:
    """Return what searches records of several sites and times."""
    asset = [{"symbol": "BTC", "name": "Bitcoin"}]
    return searching(
        tmp_path,
        [
            article("One", WORD, published_at="2026-06-27T01:00:00+08:00", site="alpha", language="zh-Hans"),
            article("Two", WORD, published_at="2026-06-27", site="beta", language="zh-Hant", assets=asset),
            article("Three", WORD, published_at="2026-06", site="beta", language="zha", source={"name": "链捕手"}),
            article("Four", WORD, published_at=None, site=None, language="en", qa=[{"question": "q", "answer": "a"}]),
        ],
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"languages": ("zh",)}, {"One", "Two"}),
        ({"languages": ("ZH-hant", "en")}, {"Two", "Four"}),
        ({"sites": ("beta",)}, {"Two", "Three"}),
        ({"sites": ("news.example",)}, {"Four"}),
        ({"sources": ("链捕手",)}, {"Three"}),
        ({"assets": ("btc",)}, {"Two"}),
        ({"has_qa": True}, {"Four"}),
        ({"since": datetime(2026, 6, 27, tzinfo=UTC)}, {"Two", "Three"}),
        ({"until": datetime(2026, 6, 27, tzinfo=UTC)}, {"One", "Three"}),
        ({"sites": ("beta",), "languages": ("zh",)}, {"Two"}),
        ({"sites": ("' OR 1=1 --",)}, set()),
    ],
)
def test_filters(dated: Search, filters: dict[str, object], expected: set[str]) -> None:
    """Filters go by language, site or host, source, asset, answers and time at its precision, with words or without."""
    assert set(titles(dated, WORD, **filters)) == expected
    assert set(titles(dated, "", **filters)) == expected


def test_without_words_the_newest_are_first(dated: Search) -> None:
    """A search for nothing lists all records, newest first, those without a date last."""
    assert titles(dated, "") == ["Two", "One", "Three", "Four"]
    assert titles(dated, "-nothing") == ["Two", "One", "Three", "Four"]


def test_facets_count_what_is_found(dated: Search) -> None:
    """Facets tell how many of the found records are of each language, site, source and month."""
    facets = dated(WORD, limit=1, facets=True, sites=("beta",)).facets
    assert facets == {
        "language": {"zh-Hant": 1, "zha": 1},
        "site": {"beta": 2},
        "source": {"链捕手": 1},
        "month": {"2026-06": 2},
    }


def test_pages_follow_each_other(tmp_path: Path) -> None:
    """Pages hold each record once, in one order, and the total is that of all pages."""
    search = searching(tmp_path, [article(f"Story {number}", WORD) for number in range(25)])
    pages = [titles(search, WORD, limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({title for page in pages for title in page}) == 25
    assert search(WORD, limit=10).total == 25


def test_of_very_many_records_each_is_on_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where very many records match, those with the words in title or summary come first, and pages miss none."""
    in_body = [article(f"Plain {number}", WORD) for number in range(12)]
    in_title = [article(f"Meridian {number}", FILLER) for number in range(13)]
    search = searching(tmp_path, in_body + in_title)
    monkeypatch.setattr("pipelines.search.embedded.searching.MANY", 20)
    pages = [titles(search, f"{WORD} -absent", limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    found = [title for page in pages for title in page]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert set(found[:13]) == {each.title for each in in_title}
    assert set(found[13:]) == {each.title for each in in_body}


def test_other_forms_are_found_where_the_word_itself_is_rare(over_all: Search) -> None:
    """An inflected word finds its other forms; in quotes it is only itself."""
    assert over_all("майнером").matched == "all_forms"
    assert over_all('"майнером"').total == 0


def test_some_words_do_where_no_record_has_all(over_all: Search) -> None:
    """A question with a word too many finds what has most of it, and says so."""
    found = over_all("why do miners sell their beloved reserves nowadays")
    assert found.matched == "any_words"
    assert found.hits[0].record["title"] == "Miners sell reserves as the halving cuts their income"


def test_single_characters_and_ends_of_runs_are_found(over_all: Search) -> None:
    """One Chinese character finds words that begin, hold or end with it."""
    assert over_all("售", languages=("zh",)).total == 1
    assert over_all("币", languages=("zh-Hans",)).total == 2
    # In 比特幣, which is the same character.
    assert over_all("币", languages=("zh",)).total == 3


def test_record_comes_back_whole(tmp_path: Path) -> None:
    """A hit holds the record as it was, blocks and all."""
    record = article("Whole", WORD, blocks=[{"type": "paragraph", "text": WORD}])
    (hit,) = searching(tmp_path, [record])(WORD).hits
    assert Article.model_validate(hit.record) == record
