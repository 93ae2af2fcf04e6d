from __future__ import annotations

import unicodedata

import pytest

from pipelines.lexicon import fold, fold_with_offsets
from pipelines.lexicon.fold import FOLDING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＵＴＨＯＲ：", "author:"),
        ("İSTANBUL", "istanbul"),
        ("YAYINLANMA", "yayınlanma"),
        ("l’auteur", "L'AUTEUR"),
        ("کتاب ي", "كتاب ی"),
        ("نُشر في", "نشر في"),
        ("الـــكاتب", "الكاتب"),
        ("به‌روزرسانی", "بهروزرسانی"),
        ("Publi\u00adcado\u200b em\ufeff", "Publicado  em"),
        ("Última", unicodedata.normalize("NFD", "ÚLTIMA")),
        ("ড়", unicodedata.normalize("NFD", "ড়")),
        ("が", unicodedata.normalize("NFD", "が")),
    ],
)
def test_texts_that_read_alike_fold_alike(one: str, other: str) -> None:
    """Width, case, invisible marks, keyboards and composition make no difference."""
    assert fold(one) == fold(other)


def test_a_text_is_folded_as_its_letters_are() -> None:
    """The letters that are taken for plain ones are folded as the table of all letters has it."""
    composed = {unicodedata.normalize("NFC", chr(code)) for code in range(0x20000)}
    assert [text for text in composed if fold(text) != " ".join(text.translate(FOLDING).split())] == []


def test_different_words_stay_different() -> None:
    """Accents tell words apart."""
    assert fold("Año") != fold("Ano")


@pytest.mark.parametrize(
    "text",
    [
        "a b",
        " Ａ：  ２０２６ ",
        "Última",
        "e\u0301te\u0301 x",
        "ﬁne ½",
        "به‌روز",
        "A\t\tb",
        "İIı",
        "a\u200bb",
        "",
        "手P 7Ú",
    ],
)
def test_offsets_lead_back_to_the_original(text: str) -> None:
    """Every folded character knows the character it came from, and the end knows the end."""
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert offsets[len(folded)] == len(text)
    assert list(offsets) == sorted(offsets)
    assert " ".join(folded.split()) == fold(text)
    assert all(
        fold(text[at]) in ("", character) or character in fold(text[at])
        for character, at in zip(folded, offsets, strict=False)
        if character.isascii()
    )
