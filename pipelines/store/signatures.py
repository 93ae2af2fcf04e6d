"""What is remembered of a text to know it again, and when two texts are the same."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import eq
from typing import Final

from rensa import RMinHash  # type: ignore[import-untyped]

from pipelines.binomial import chance_of_at_most
from pipelines.lexicon.fold import FOLDING, fold

# A signature made in another way is never compared: a change of what follows changes this, or the library's own number.
RECIPE: Final = 1 + 256 * RMinHash.ALGORITHM_VERSION
SEED: Final = 1
# The error of a similarity guessed from so many slots is under five hundredths; the lowest byte of a slot is enough.
SLOTS: Final = 128
CHANCE: Final = 1 / 256
# Of two texts that share half their shingles, 32 bands of four slots find nine in ten; at six tenths, 99 in 100.
BAND: Final = 4

# Scripts without blanks: a character is a token. (Iteration and prolonging marks are with the kana.)
EASTERN: Final = re.compile(
    "[\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
SOUTH_EASTERN: Final = re.compile("[\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3]")
# So many tokens say about as much as three words: a shingle is long enough to be a text's own, short enough to survive.
WORDS, EASTERN_CHARACTERS, SOUTH_EASTERN_CHARACTERS = 3, 5, 10
# A text with more such characters is written in them; Latin names are tokens between them.
UNSPACED_SHARE: Final = 0.2

# (Chinese sets a wide comma between two numbers, not inside one, unless all is wide.)
NUMBER: Final = re.compile(r"\d+(?:[.,٬．，]\d{3}(?!\d))*(?:[.,٫．]\d+)?")
NO_DIGIT: Final = re.compile(r"\D")
LETTERS: Final = [chr(code) for code in (*range(0x2000), *range(0xFF00, 0xFF60))]
CASED: Final = "".join(letter for letter in LETTERS if letter.lower() != letter.upper())
NAME: Final = re.compile(f"[{''.join(filter(str.isupper, CASED))}][{CASED}\\d]+")
# Japanese writes foreign names in these.
KATAKANA: Final = re.compile(r"[ァ-ヺー]{3,}")
# What is remembered of numbers and names: two bytes each, the same choice in every copy.
MOST_NUMBERS, MOST_NAMES = 32, 48
# A name that a text repeats so often, and more often than others, is what it is about.
OFTEN, SUBJECTS = 3, 5

# A body so short says nothing without its title ("Subscribe to read on").
TITLED: Final = {WORDS: 20, EASTERN_CHARACTERS: 40, SOUTH_EASTERN_CHARACTERS: 80}
# Fewer shingles than this leave no room for likeness: such bodies are equal or not.
SHORTEST: Final = 16
# Flash news are made of templates, and have fewer tokens than this.
SHORT: Final = {WORDS: 100, EASTERN_CHARACTERS: 200, SOUTH_EASTERN_CHARACTERS: 400}
NEARLY_EQUAL: Final = 0.85
# Of the smaller text so much is in the larger, and the larger is not much larger: else it is another article,
# which contains this one (a live blog, a weekly review).
CONTAINED: Final = 0.65
LEAST_OF_LARGER: Final = 0.6
# Numbers may be missing as other words are. More than chance allows is a template, filled anew.
CHANCE_OF_MISSING: Final = 0.1
SUREST: Final = 0.98
# However much of the text is missing, so many of the numbers, and of the names, are there: of 6,200 copies made of real
# articles, one in 400 has fewer.
NUMBERS_SHARED, NAMES_SHARED = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Signature:
    """What is remembered of a text: some 300 bytes at most, whatever its length."""

    exact: int
    """64 bits of the hash of all tokens; 0 where there are none."""
    size: int
    """Number of different shingles."""
    short: bool
    """Whether the text is as short as flash news."""
    slots: bytes
    """The lowest byte of each MinHash slot; empty where the text is too short to be like another."""
    numbers: bytes
    """Hashes of the numbers, the lowest ones."""
    names: bytes
    """Hashes of the names: those that stand out, then others, the most frequent first."""
    subjects: int
    """How many of the names stand out."""


class Spacing(dict[int, str]):
    """What each character becomes before a text is split into tokens; worked out when it is first met."""

    def __init__(self) -> None:
        self.eastern: set[str] = set()
        self.south_eastern: set[str] = set()

    def __missing__(self, code: int) -> str:
        self[code] = spaced = "".join(map(self._spaced, FOLDING[code]))
        return spaced

    def _spaced(self, character: str) -> str:
        for characters, script in ((self.eastern, EASTERN), (self.south_eastern, SOUTH_EASTERN)):
            if script.match(character):
                characters.add(character)
                return f" {character} "
        # (Vowel signs of India are marks, and part of the word.)
        return character if character.isalnum() or unicodedata.category(character)[0] == "M" else " "


SPACING = Spacing()


@lru_cache(maxsize=16)
def signature_of(title: str, body: str) -> Signature:
    """Return the signature of an article's text; the title counts only where the body says too little."""
    tokens = _tokens(body)
    length = _shingle_length(tokens)
    shingles = _shingles(tokens, length)
    names, subjects = _names(body)
    return Signature(
        exact=_exact(tokens if len(tokens) >= TITLED[length] or not tokens else [*_tokens(title), "\n", *tokens]),
        size=len(shingles),
        short=len(tokens) < SHORT[length],
        slots=_slots(shingles) if len(shingles) >= SHORTEST else b"",
        numbers=_numbers(body),
        names=names,
        subjects=subjects,
    )


def bands(signature: Signature) -> list[int]:
    """Return the keys under which a text is looked for: texts that are alike share one or more of them."""
    slots = signature.slots
    return [zlib.crc32(slots[at : at + BAND], RECIPE << 8 | at) - 2**31 for at in range(0, len(slots), BAND)]


def same_text(one: Signature, other: Signature) -> bool:
    """Tell whether two texts are the same but for a changed title, an added paragraph, a cut end, a few other words."""
    if not one.slots or not other.slots:
        return False
    similarity = _similarity(one, other)
    if one.short and other.short:
        return similarity >= NEARLY_EQUAL and one.numbers == other.numbers and _one_has_all(one.names, other.names)
    smaller, larger = sorted((one.size, other.size))
    contained = min(1.0, similarity * (smaller + larger) / (1 + similarity) / smaller)
    if contained < CONTAINED or smaller < larger * LEAST_OF_LARGER:
        return False
    return _names_agree(one, other) and _numbers_agree(one, other, contained)


def _tokens(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).translate(SPACING).split()


def _shingle_length(tokens: list[str]) -> int:
    eastern, south_eastern = (_count(tokens, script) for script in (SPACING.eastern, SPACING.south_eastern))
    if eastern + south_eastern < len(tokens) * UNSPACED_SHARE:
        return WORDS
    return EASTERN_CHARACTERS if eastern >= south_eastern else SOUTH_EASTERN_CHARACTERS


def _count(tokens: list[str], characters: set[str]) -> int:
    return sum(map(characters.__contains__, tokens)) if characters else 0


def _shingles(tokens: list[str], length: int) -> list[str]:
    return list(set(map(" ".join, zip(*(tokens[start:] for start in range(length)), strict=False))))


def _exact(tokens: list[str]) -> int:
    digest = blake2b(" ".join(tokens).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True) if tokens else 0


def _slots(shingles: list[str]) -> bytes:
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.update(shingles)
    return struct.pack(f"<{SLOTS}I", *sketch.digest())[::4]


def _numbers(body: str) -> bytes:
    found = {_hash(number) for number in set(map(_plain, NUMBER.findall(body)))}
    return b"".join(sorted(found)[:MOST_NUMBERS])


def _plain(number: str) -> str:
    """Return a number's digits as ASCII: "65,000", "65.000" and "٦٥٠٠٠" are one."""
    digits = NO_DIGIT.sub("", number)
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _names(body: str) -> tuple[bytes, int]:
    """Return the hashes of words with a capital and of foreign words in kana, and how many stand out."""
    counts = Counter(KATAKANA.findall(body))
    for name, count in Counter(NAME.findall(body)).items():
        counts[fold(name)] += count
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    # A word that also stands in small letters only begins a sentence.
    words = set(body.split())
    subjects = [name for name in ranked[:MOST_NAMES] if counts[name] >= OFTEN and name not in words][:SUBJECTS]
    others = [name for name in ranked[:MOST_NAMES] if name not in subjects]
    return b"".join(map(_hash, subjects + others)), len(subjects)


def _hash(word: str) -> bytes:
    return zlib.crc32(word.encode()).to_bytes(4)[2:]


def _words(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + 2] for at in range(0, len(hashes), 2)]


def _similarity(one: Signature, other: Signature) -> float:
    equal: int = sum(map(eq, one.slots, other.slots))
    return max(0.0, (equal / SLOTS - CHANCE) / (1 - CHANCE))


def _one_has_all(one: bytes, other: bytes) -> bool:
    names, others = set(_words(one)), set(_words(other))
    return names <= others or others <= names


def _names_agree(one: Signature, other: Signature) -> bool:
    """Tell whether either text names all that the other is about: who took it over may add himself, often."""
    names, others = _words(one.names), _words(other.names)
    if len(set(names) & set(others)) < min(len(names), len(others)) * NAMES_SHARED:
        return False
    return set(names[: one.subjects]) <= set(others) or set(others[: other.subjects]) <= set(names)


def _numbers_agree(one: Signature, other: Signature, contained: float) -> bool:
    """Tell whether the numbers agree as well as the words around them do."""
    numbers, others = _comparable(_words(one.numbers), _words(other.numbers))
    fewer, shared = min(len(numbers), len(others)), len(numbers & others)
    if shared < fewer * NUMBERS_SHARED:
        return False
    missing = fewer - shared
    # How likely it is that at least so many are missing, if each is as often as the words are.
    return 1 - chance_of_at_most(missing - 1, fewer, 1 - min(contained, SUREST)) > CHANCE_OF_MISSING


def _comparable(one: list[bytes], other: list[bytes]) -> tuple[set[bytes], set[bytes]]:
    """Return both without what the other one, being full, would not have remembered."""
    ends = [numbers[-1] for numbers in (one, other) if len(numbers) == MOST_NUMBERS]
    end = min(ends, default=b"\xff\xff")
    return {number for number in one if number <= end}, {number for number in other if number <= end}
