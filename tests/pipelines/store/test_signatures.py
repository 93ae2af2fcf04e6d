"""Signatures see through how a text is set, and tell numbers and names apart."""

from __future__ import annotations

import pytest

from pipelines.store.signatures import RECIPE, Signature, bands, same_text, signature_of

WORDS = [f"word{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(200)]
BODY = " ".join(WORDS)


def signature(body: str) -> Signature:
    """The signature of a text under some title."""
    return signature_of("A title", body)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BTC at 65,000", "BTC at 65.000"),
        ("BTC at 65,000", "ＢＴＣ　ａｔ　６５，０００"),
        ("بلغ السعر 65000 دولار", "بلغ السعر ٦٥٠٠٠ دولار"),
        ("up 2.3% today", "up 2,3 % today"),
    ],
)
def test_numbers_are_their_digits(one: str, other: str) -> None:
    """Separators and the shapes of digits are the writer's taste."""
    assert signature(one).numbers == signature(other).numbers != b""


def test_a_chinese_comma_parts_numbers() -> None:
    """A wide comma stands between two numbers, not inside one."""
    assert len(signature("BTC 报 65000，24 小时上涨").numbers) == 2 * len(signature("BTC 报 65000").numbers)


def test_words_of_india_hold_together() -> None:
    """Vowel signs are marks, not the ends of words."""
    words = "बिटकॉइन की कीमत में आज फिर तेज़ी देखी गई और निवेशकों ने मुनाफ़ा कमाया"
    assert signature(words).size == len(words.split()) - 2


@pytest.mark.parametrize("text", ["比特币今天再次上涨", "ビットコインが上昇した", "บิตคอยน์ปรับตัวขึ้น", "ប៊ីតខញបានកើនឡើង"])
def test_scripts_without_blanks_are_read_by_characters(text: str) -> None:
    """Blanks that somebody puts into such a text change nothing."""
    one, other = signature(text * 3), signature(" ".join(text * 3))
    assert (one.exact, one.size, one.slots) == (other.exact, other.size, other.slots)


def test_names_that_stand_out_come_first() -> None:
    """What a text repeats is its subject; a word that begins a sentence is none."""
    text = "The bank lists Foo. The bank likes Foo. The bank buys Foo. Ether fell, and the euro too."
    found = signature(text)
    assert found.subjects == 1
    assert found.names[:2] == signature("Foo").names


def test_one_other_number_in_a_long_text_matters() -> None:
    """A template may be long, and its one number all that is new."""
    assert not same_text(signature(BODY + " at 65,000 in 24 h"), signature(BODY + " at 66,000 in 24 h"))
    assert same_text(signature(BODY + " at 65,000 in 24 h"), signature("At 65,000 in 24 h " + BODY))


def test_a_template_with_other_words_needs_its_number() -> None:
    """Where a quarter of the words differ too, one number that differs is no slip."""
    one, other = " ".join(WORDS[:130]), " ".join(WORDS[:100] + WORDS[130:160])
    assert same_text(signature(one + " costs 65,000"), signature(other + " costs 65,000"))
    assert not same_text(signature(one + " costs 65,000"), signature(other + " costs 66,000"))


def test_keys_are_small_and_known_again() -> None:
    """Keys fit into four bytes, are the same for the same text, and change with the way they are made."""
    keys = bands(signature(BODY))
    assert keys == bands(signature(BODY.upper()))
    assert all(-(2**31) <= key < 2**31 for key in keys)
    assert len(set(keys)) == len(keys) == 32
    assert RECIPE > 256
