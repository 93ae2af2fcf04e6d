from __future__ import annotations

import pytest

from pipelines.lexicon import strip_letter
from schemas.role import Role

QUESTION, ANSWER = Role.QUESTION, Role.ANSWER


@pytest.mark.parametrize(
    ("text", "role", "rest"),
    [
        ("QWhat key contrast", QUESTION, "What key contrast"),
        ("AThe article contrasts", ANSWER, "The article contrasts"),
        ("AAll of them", ANSWER, "All of them"),
        ("QIs it?", QUESTION, "Is it?"),
        ("QAI is what?", QUESTION, "AI is what?"),
        ("AETF flows rose", ANSWER, "ETF flows rose"),
        ("A链捕手报道", ANSWER, "链捕手报道"),
        ("Q“Why?”", QUESTION, "“Why?”"),
        ("Q: Why?", QUESTION, "Why?"),
        ("Q1: Why?", QUESTION, "Why?"),
        ("Q. Why?", QUESTION, "Why?"),
        ("Q Why is it?", QUESTION, "Why is it?"),
        ("A: Because.", ANSWER, "Because."),
        ("Ｑ：何ですか", QUESTION, "何ですか"),
        ("问：为什么", QUESTION, "为什么"),
        ("问为什么上涨", QUESTION, "为什么上涨"),
        ("答：因为", ANSWER, "因为"),
        ("Pergunta: Por quê?", QUESTION, "Por quê?"),
        ("Pergunta 1: Por quê?", QUESTION, "Por quê?"),
        ("PQual é?", QUESTION, "Qual é?"),
        ("RO artigo diz", ANSWER, "O artigo diz"),
        ("Frage – Warum?", QUESTION, "Warum?"),
        ("Antwort: Darum.", ANSWER, "Darum."),
        ("ВЧто это?", QUESTION, "Что это?"),
        ("Вопрос: Что?", QUESTION, "Что?"),
        ("س: ما هذا؟", QUESTION, "ما هذا؟"),
        ("질문: 왜?", QUESTION, "왜?"),
        ("Hỏi: Tại sao?", QUESTION, "Tại sao?"),
        ("ถาม: ทำไม", QUESTION, "ทำไม"),
    ],
)
def test_one_letter_or_word_is_taken_off(text: str, role: Role, rest: str) -> None:
    """Glued or marked, in any language, one letter or word goes."""
    assert strip_letter(text, role) == rest


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("AI models are not a risk", ANSWER),
        ("As prices fell", ANSWER),
        ("APIs are open", ANSWER),
        ("A new law", ANSWER),
        ("AWS said", ANSWER),
        ("SEC says no", QUESTION),
        ("DApps are programs", QUESTION),
        ("Quarterly results", QUESTION),
        ("Q3 revenue rose", QUESTION),
        ("问题在于价格", QUESTION),
        ("答案很简单", ANSWER),
        ("문재인 전 대통령", QUESTION),
        ("Frage der Zeit", QUESTION),
        ("Questionable", QUESTION),
        ("Why?", QUESTION),
        ("", ANSWER),
    ],
)
def test_words_keep_their_first_letter(text: str, role: Role) -> None:
    """A word that begins with such a letter stays whole."""
    assert strip_letter(text, role) is None
