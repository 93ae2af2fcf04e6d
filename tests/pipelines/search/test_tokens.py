"""Texts become tokens that readers of each language take for the same words."""

from __future__ import annotations

import pytest

from pipelines.search.tokens import composed, indexed_text, offsets_of_folded, search_fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İSTANBUL ısı", "istanbul isi"),
        ("Großburg", "GROSSBURG"),
        ("Đồng Nai", "dong nai"),
        ("Łódź Ørsted Œuvre", "lodz orsted oeuvre"),
        ("ещё Ёлка", "еще елка"),
        ("أسعار الإيثريوم", "اسعار الايثريوم"),
        ("الكهربـــاء", "الكهرباء"),
        ("عُملةٌ رقميّة", "عمله رقميه"),
        ("كيف", "کیف"),
        ("ＢＴＣ１００", "btc100"),
        ("٩٤٠٠ ۹۴۰۰ ९४००", "9400 9400 9400"),
        ("ﾏｲﾆﾝｸﾞ", "マイニング"),
        ("虛擬資產減半後", "虚拟资产减半后"),
        ("cafe\u0301", "café"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    """What is written with or without accents, in other widths, cases, letters or digits is the same token."""
    assert indexed_text(one).split() == indexed_text(other).split()


@pytest.mark.parametrize(
    ("one", "other"), [("हिन्दी", "हिन्दु"), ("ค่า", "คา"), ("がき", "かき"), ("비", "바"), ("เงิน", "เงน")]
)
def test_letters_that_tell_words_apart_stay(one: str, other: str) -> None:
    """Vowel signs and tones of scripts where these are letters are not taken off."""
    assert indexed_text(one).split() != indexed_text(other).split()


def test_unspaced_runs_become_overlapping_pairs() -> None:
    """Of Chinese, each character begins a token; words beside it keep their own."""
    assert indexed_text("比特币ETF：减半").split() == ["比特", "特币", "币", "etf", "减半", "半"]


def test_spaced_words_stay_whole() -> None:
    """Words with vowel signs are one token each; punctuation, dandas and underscores part words."""
    assert indexed_text("हिन्दी समाचार। snake_case, don't").split() == [
        "हिन्दी", "समाचार", "snake", "case", "don", "t",
    ]  # fmt: skip


def test_persian_endings_are_words_of_their_own() -> None:
    """A word with a joint before its ending is the word and its ending, as where a blank stands there."""
    assert indexed_text("شرکت‌های استخراج").split() == indexed_text("شرکت های استخراج").split()
    assert indexed_text("র\u200c্যাব").split() == indexed_text("র্যাব").split()


def test_arabic_article_is_no_part_of_a_word() -> None:
    """A word is the same with the article, and with what is written together with it; short words stay."""
    assert indexed_text("الذهب والذهب بالذهب للذهب ذهب").split() == ["ذهب"] * 5
    assert indexed_text("الى").split() == ["الی"]


def test_offsets_lead_back_to_the_original() -> None:
    """Each folded character knows where it comes from, also after letters that become two or none."""
    text = composed("Die Straße كُتب ﬁn")
    folded = search_fold(text)
    offsets = offsets_of_folded(text, folded)
    assert len(offsets) == len(folded) + 1
    start = folded.index("strasse")
    assert text[offsets[start] : offsets[start + len("strasse")]] == "Straße"
    start = folded.index("کتب")
    assert text[offsets[start] : offsets[start + 3]].startswith("كُتب")
