"""Snippets show why a record was found, in its own writing."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.search.query import parse_query
from pipelines.search.snippets import SNIPPET, Highlight, highlighted, snippet_of

LONG = "Of other matters nothing is said here that anybody looks for. " * 20


def marked(highlight: Highlight | None) -> list[str]:
    """Return the marked pieces."""
    return [text for text, is_marked in highlight.parts() if is_marked] if highlight else []


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Die Straße nach GROSSBURG", "strasse großburg", ["Straße", "GROSSBURG"]),
        ("İstanbul’daki borsa", "istanbul", ["İstanbul"]),
        ("比特币减半之后，矿工抛售", "减半 矿工", ["减半", "矿工"]),
        ("سعر الذهب اليوم", "ذهب", ["الذهب"]),
        ("сокращение резервов, резервы", "резерва", ["резервов", "резервы"]),
        ("cat concatenate Cat's", "cat", ["cat", "Cat"]),
        ("record low, low record", '"record low"', ["record low"]),
        ("BTC减半", "btc减半", ["BTC减半"]),
        ("halving, halved", "halv*", ["halving", "halved"]),
        ("شرکت‌های استخراج", "شرکت", ["شرکت"]),
        ("شرکت‌های استخراج", "شرکت های", ["شرکت", "های"]),
        ("किसानों ने", "किसानों", ["किसानों"]),
        ("हिन्दी समाचार", "हिन्दी", ["हिन्दी"]),
        ("nothing here", "-nothing", []),
    ],
)
def test_marks_stand_on_the_original(text: str, query: str, expected: list[str]) -> None:
    """What is marked is the text as it is written, in whole words."""
    assert marked(highlighted("title", text, parse_query(query))) == expected


def test_snippet_is_cut_around_the_words() -> None:
    """Of a long body, the piece that has most of the words near each other is shown, with signs where it is cut."""
    record = {"summary": None, "body": f"{LONG}fees. {LONG}Rollup fees fell sharply. {LONG}", "qa": []}
    snippet = snippet_of(record, parse_query("rollup fees"))
    assert snippet
    assert snippet.field == "body"
    assert marked(snippet) == ["Rollup", "fees"]
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")
    assert len(snippet.text) < SNIPPET * 1.5


@pytest.mark.parametrize("before", range(60, 70))
def test_letters_keep_their_signs_where_a_text_is_cut(before: int) -> None:
    """A Thai text is cut anywhere, but between a letter and the tone above it."""
    record = {"summary": None, "body": "น้ำ" * before + "ตั๋ว" + "น้ำ" * 90, "qa": []}
    snippet = snippet_of(record, parse_query("ตั๋ว"))
    assert snippet
    assert snippet.text.startswith(("… น", "… ำ"))
    assert snippet.text.removesuffix(" …").endswith(("น้", "น้ำ"))
    assert marked(snippet) == ["ตั๋ว"]


def test_summary_comes_before_the_body_where_both_have_the_words() -> None:
    """The summary is shown where it tells as much."""
    record: dict[str, Any] = {"summary": "Fees fell.", "body": "Fees fell.", "qa": []}
    snippet = snippet_of(record, parse_query("fees"))
    assert snippet == Highlight("summary", "Fees fell.", ((0, 4),))


def test_answers_are_shown_where_they_have_the_words() -> None:
    """A record that was found by its answer shows it."""
    record = {"summary": "Other.", "body": "Else.", "qa": [{"question": "Why?", "answer": "Fees fell."}]}
    snippet = snippet_of(record, parse_query("fees"))
    assert snippet
    assert snippet.field == "qa"
    assert marked(snippet) == ["Fees"]


def test_record_without_text_has_no_snippet() -> None:
    """Where there is neither summary nor body nor answers, nothing is shown."""
    assert snippet_of({"summary": None, "body": "", "qa": []}, parse_query("fees")) is None
