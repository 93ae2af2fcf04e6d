from __future__ import annotations

import time
import tomllib
from importlib import resources

import pytest

from pipelines.lexicon import load_lexicon
from pipelines.lexicon.load import LANGUAGE_FILE
from schemas.role import LabelForm, Role

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("text", "role", "language"),
    [
        ("Resumo", Role.SUMMARY, "pt"),
        ("▶ Leia também:", Role.RELATED_HEADING, "pt"),
        ("Comments (3)", Role.COMMENTS, "en"),
        ("💬 评论(12)", Role.COMMENTS, "zh-Hans"),
        ("टिप्पणियाँ:", Role.COMMENTS, "hi"),
        ("ที่มา:", Role.SOURCE, "th"),
        ("LEITURAS RELACIONADAS →", Role.RELATED_HEADING, "pt"),
        ("Fig.", Role.FIGURE_CAPTION, "en"),
    ],
)
def test_ornaments_do_not_hide_a_label(text: str, role: Role, language: str) -> None:
    """Marks, arrows, counts and emoji around a label are no part of it; vowel signs are."""
    assert any(label.role is role and language in label.languages for label in LEXICON.exact(text))


@pytest.mark.parametrize("text", ["", "…", "Bitcoin", "Resumo da semana", "x" * 200, "Tags " * 20])
def test_other_text_is_no_label(text: str) -> None:
    """A text that is no label has none."""
    assert LEXICON.exact(text) == ()


def test_prefix_is_the_longest_label() -> None:
    """The longest label at the head wins, and the value begins behind its mark."""
    text = "Última atualização em: 2026"
    hit = LEXICON.prefix(text)
    assert hit is not None
    assert (text[: hit.end], hit.marked, text[hit.end_of_mark :]) == ("Última atualização em", True, "2026")
    assert {label.role for label in hit.labels} == {Role.UPDATED}


@pytest.mark.parametrize(
    ("text", "end", "marked"),
    [
        ("Source code", 6, False),
        ("Figure 1: BTC", 6, True),
        ("图1：价格", 1, True),
        ("文/张三", 2, True),
        ("作者丨张三", 2, True),
        ("Publie le 2 mai", 9, False),
        ("ResumoSummary: x", 6, False),
        ("Image/Video of", 5, False),
    ],
)
def test_prefix_knows_its_mark(text: str, end: int, marked: bool) -> None:
    """A prefix ends where a word may end, and knows whether a mark follows."""
    hit = LEXICON.prefix(text)
    assert hit is not None
    assert (hit.end, hit.marked) == (end, marked)


@pytest.mark.parametrize(
    "text", ["Sourcery", "Publicadoxx", "स्रोतों से", "출처는 어디", "Byron", "AI models", "", "2026"]
)
def test_part_of_a_word_is_no_prefix(text: str) -> None:
    """A label that runs on into a word is a part of that word."""
    assert LEXICON.prefix(text) is None


def test_suffix_is_the_longest_label() -> None:
    """A label behind its value is found at the end."""
    hit = LEXICON.suffix("7 min de leitura")
    assert hit is not None
    assert (hit.start, hit.labels[0].form, hit.labels[0].role) == (2, LabelForm.SUFFIX, Role.READING_TIME)
    assert LEXICON.suffix("7 Bitcoin") is None


def test_proven_words_are_told_from_unproven_ones() -> None:
    """Words seen on pages, or of several parts, are proven; a single word known from usage is not."""
    assert all(label.seen for label in LEXICON.exact("Leia também"))
    assert not any(label.seen for label in LEXICON.exact("Rédactrice") or LEXICON.exact("Weergaven"))


def test_lexicon_is_loaded_once() -> None:
    """Asking again costs nothing and gives the same lexicon."""
    assert load_lexicon() is LEXICON


def test_texts_without_labels_cost_little() -> None:
    """A block of prose is asked for its labels in some microseconds."""
    prose = "时间过得很快，美国政府已经批准重新部署最强大的网络安全模型。" * 10
    start = time.process_time()
    for _ in range(1000):
        LEXICON.prefix(prose)
        LEXICON.exact(prose)
    assert time.process_time() - start < 0.2


def test_every_language_says_every_role() -> None:
    """All twenty-five languages have words for all of the lexicon's roles."""
    lexicon_roles = list(Role)[: list(Role).index(Role.TITLE)]
    files = resources.files("pipelines.lexicon")
    said = {
        file.name: set(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in files.iterdir()
        if LANGUAGE_FILE.match(file.name)
    }
    assert len(said) == 25
    assert all(roles == {role.value for role in lexicon_roles} for roles in said.values())


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Frequently asked questions (FAQ)", Role.QA_HEADING),
        ("자주 묻는 질문（FAQ）", Role.QA_HEADING),
        ("Часто задаваемые вопросы (ЧаВо)", Role.QA_HEADING),
    ],
)
def test_gloss_behind_a_label(text: str, role: Role) -> None:
    """What a label says once more in brackets, in short or in another language, does not hide it."""
    assert any(label.role is role for label in LEXICON.exact(text))
    assert LEXICON.exact("Die Bank (FAQ)") == ()
