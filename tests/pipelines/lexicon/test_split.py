"""Lines as sites write them, one file a language: the first half has labels, the second is prose that looks like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.lexicon import split_labels
from schemas.role import LabelPart, Role

FILES = sorted(Path(__file__).parent.glob("*.jsonl"))
CASES = [(file.stem, json.loads(line)) for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_language_has_lines_with_labels_and_without() -> None:
    """Each language has at least eight lines that labels part and eight that stay whole."""
    counts = {file.stem: [bool(case["parts"]) for language, case in CASES if language == file.stem] for file in FILES}
    assert len(counts) == 25
    assert all(min(found.count(True), found.count(False)) >= 8 for found in counts.values())


@pytest.mark.parametrize(("language", "case"), CASES, ids=[f"{language}-{case['line']}" for language, case in CASES])
def test_line_is_cut_at_its_labels(language: str, case: dict[str, object]) -> None:
    """A line has the parts that its labels announce; a line of prose is one part."""
    got = [
        {"role": part.role, "label": part.label, "value": part.value}
        for part in split_labels(str(case["line"]), language)
    ]
    assert got == (case["parts"] or [{"role": "body", "label": "", "value": case["line"]}])


@pytest.mark.parametrize("interface", ["en", "pt", "zh-Hans", "ar", "xx", ""])
def test_labels_of_other_languages_are_found(interface: str) -> None:
    """A label speaks whatever the interface's language is."""
    parts = split_labels("链捕手Publicado em 2026-06-27Última atualização em 2026-06-27", interface)
    assert [part.role for part in parts] == [Role.SOURCE, Role.PUBLISHED, Role.UPDATED]


def test_interface_language_breaks_ties() -> None:
    """A word with a role in several languages is reported as the interface's language writes it."""
    assert split_labels("نشر في 27 يونيو 2026", "ar")[0].label == "نشر في"
    assert split_labels("文／林昱辰", "zh-Hant")[0].label == "文／"


def test_long_prose_is_cut_at_its_head_only() -> None:
    """In a paragraph only a label at the head speaks."""
    prose = "The court ruled. " * 40
    assert split_labels(f"Summary: {prose}", "pt") == [LabelPart(Role.SUMMARY, "Summary", prose.strip())]
    assert split_labels(f"{prose} Author: Jane Doe", "pt")[0].role is Role.BODY


def test_empty_line_is_one_empty_part() -> None:
    """An empty line has nothing to part."""
    assert split_labels("  ", "en") == [LabelPart(Role.BODY, "", "")]


def test_label_without_value_stays_whole() -> None:
    """A label alone announces nothing in its own line."""
    assert split_labels("Author:", "en") == [LabelPart(Role.BODY, "", "Author:")]


@pytest.mark.parametrize(
    ("line", "interface", "parts"),
    [
        ("(theo Báo Mới)", "vi", [LabelPart(Role.SOURCE, "Theo", "Báo Mới")]),
        (
            "Minh Tú (theo Báo Mới).",
            "vi",
            [LabelPart(Role.BODY, "", "Minh Tú"), LabelPart(Role.SOURCE, "Theo", "Báo Mới")],
        ),
        ("Minh Tú (theo dõi)", "vi", [LabelPart(Role.BODY, "", "Minh Tú (theo dõi)")]),
        ("Sàn giao dịch (bình luận Minh Tú)", "vi", [LabelPart(Role.BODY, "", "Sàn giao dịch (bình luận Minh Tú)")]),
        ("Minh Tú (Báo Mới)", "vi", [LabelPart(Role.BODY, "", "Minh Tú (Báo Mới)")]),
    ],
)
def test_source_in_brackets(line: str, interface: str, parts: list[LabelPart]) -> None:
    """At a line's end a source may stand in brackets behind its label; a remark or another label there is none."""
    assert split_labels(line, interface) == parts


def test_writer_behind_a_word_for_by() -> None:
    """Before a date stands the source, but not where a word for "by" opens the line."""
    assert split_labels("链报 发布于 2026-06-26", "zh-Hans")[0] == LabelPart(Role.SOURCE, "", "链报")
    assert split_labels("由 王芳 发布于 2026-06-26", "zh-Hans")[0] == LabelPart(Role.BODY, "", "由 王芳")


def test_what_a_writer_does_behind_the_name() -> None:
    """Behind a label and a full name, a sentence on what its bearer does is no part of the name."""
    line = "Autorin: Helena Marsh, die seit Jahren über Banken schreibt. Sie lebt in Kiel."
    assert split_labels(line, "de")[0] == LabelPart(Role.AUTHOR, "Autorin", "Helena Marsh")


@pytest.mark.parametrize(
    ("line", "language", "parts"),
    [
        ("[대전=노은결 기자]", "ko", [(Role.REPORTER, "노은결")]),
        ("[서울=뉴시스] 김철수 기자", "ko", [(Role.SOURCE, "뉴시스"), (Role.REPORTER, "김철수")]),
        ("(Nguồn: Báo Mới).", "vi", [(Role.SOURCE, "Báo Mới")]),
    ],
)
def test_places_and_brackets_around_sources(line: str, language: str, parts: list[tuple[Role, str]]) -> None:
    """The place of a dateline is no source, an agency behind it is; a full stop behind a bracket is none of a name."""
    assert [(part.role, part.value) for part in split_labels(line, language)] == parts
