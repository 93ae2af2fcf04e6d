"""What is remembered of a text to know it again, and when two texts are the same."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import eq
from typing import Final

from rensa import RMinHash  # type: ignore[import-untyped]

from pipelines.lexicon.fold import fold

# A signature made in another way is never compared: a change of what follows changes this, or the library's own number.
RECIPE: Final = 1 + 256 * RMinHash.ALGORITHM_VERSION
SEED: Final = 1
# The error of a similarity guessed from so many slots is under five hundredths; the lowest byte of a slot is enough.
SLOTS: Final = 128
CHANCE: Final = 1 / 256
# Of two texts that share half their shingles, 32 bands of four slots find nine in ten; at six tenths, 99 in 100.
BAND: Final = 4

# Scripts without blanks: a character is a token. (Iteration and prolonging marks are between the kana.)
EAST: Final = (
    "\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
SOUTH_EAST: Final = "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3"
# Vowel signs of India are part of the word, though they are no letters.
SIGNS: Final = "\u0300-\u036f\u0900-\u0963\u0966-\u0d7f"
TOKEN: Final = re.compile(rf"[{EAST}{SOUTH_EAST}]|(?:[^\W_{EAST}{SOUTH_EAST}]|[{SIGNS}])+")
EASTERN: Final = re.compile(f"[{EAST}]")
SOUTH_EASTERN: Final = re.compile(f"[{SOUTH_EAST}]")
# So many tokens say about as much as three words: a shingle is long enough to be a text's own, short enough to survive.
WORDS, EASTERN_CHARACTERS, SOUTH_EASTERN_CHARACTERS = 3, 5, 10
# A text with more such characters is written in them; Latin names are tokens between them.
UNSPACED_SHARE: Final = 0.2

NUMBER: Final = re.compile(r"\d+(?:[.,٫٬]\d+)*")
NO_DIGIT: Final = re.compile(r"\D")
NAME: Final = re.compile(rf"[^\W\d_{EAST}{SOUTH_EAST}]{{2,}}")
# Japanese writes foreign names in these.
KATAKANA: Final = re.compile(r"[ァ-ヺー]{3,}")
# What is remembered of numbers and names: two bytes each, the same choice in every copy.
MOST_NUMBERS, MOST_NAMES = 32, 24
# A name that a text repeats so often, and more often than others, is what it is about.
OFTEN, SUBJECTS = 3, 3

# A body so short says nothing without its title ("Subscribe to read on").
TITLED: Final = 12
# Fewer shingles than this leave no room for likeness: such bodies are equal or not.
SHORTEST: Final = 16
# Flash news are made of templates, and have fewer tokens than this.
SHORT: Final = {WORDS: 100, EASTERN_CHARACTERS: 200, SOUTH_EASTERN_CHARACTERS: 400}
NEARLY_EQUAL: Final = 0.75
# Of the smaller text so much is in the larger, and the larger is not much larger: else it is another article,
# which contains this one (a live blog, a weekly review).
CONTAINED: Final = 0.65
LEAST_OF_LARGER: Final = 0.6
# Numbers may be missing as other words are. More than chance allows is a template, filled anew.
CHANCE_OF_MISSING: Final = 0.1
SUREST: Final = 0.95


@dataclass(frozen=True, slots=True)
class Signature:
    """What is remembered of a text: under 300 bytes, whatever its length."""

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
    """Hashes of the names, the most frequent first."""
    subjects: int
    """How many of the names stand out."""


@lru_cache(maxsize=16)
def signature_of(title: str, body: str) -> Signature:
    """Return the signature of an article's text; the title counts only where the body says too little."""
    folded = fold(body)
    tokens = TOKEN.findall(folded)
    length = _shingle_length(tokens, folded)
    shingles = _shingles(tokens, length)
    names, subjects = _names(body, folded)
    return Signature(
        exact=_exact(tokens if len(tokens) >= TITLED or not tokens else [*TOKEN.findall(fold(title)), "\n", *tokens]),
        size=len(shingles),
        short=len(tokens) < SHORT[length],
        slots=_slots(shingles) if len(shingles) >= SHORTEST else b"",
        numbers=_numbers(folded),
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
    if one.short or other.short:
        return similarity >= NEARLY_EQUAL and one.numbers == other.numbers and _one_has_all(one.names, other.names)
    smaller, larger = sorted((one.size, other.size))
    contained = min(1.0, similarity * (smaller + larger) / (1 + similarity) / smaller)
    if contained < CONTAINED or smaller < larger * LEAST_OF_LARGER:
        return False
    return _same_subjects(one, other) and _numbers_agree(one, other, contained)


def _shingle_length(tokens: list[str], folded: str) -> int:
    if folded.isascii():
        return WORDS
    eastern, south_eastern = len(EASTERN.findall(folded)), len(SOUTH_EASTERN.findall(folded))
    if eastern + south_eastern < len(tokens) * UNSPACED_SHARE:
        return WORDS
    return EASTERN_CHARACTERS if eastern >= south_eastern else SOUTH_EASTERN_CHARACTERS


def _shingles(tokens: list[str], length: int) -> list[str]:
    return list(set(map(" ".join, zip(*(tokens[start:] for start in range(length)), strict=False))))


def _exact(tokens: list[str]) -> int:
    digest = blake2b(" ".join(tokens).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True) if tokens else 0


def _slots(shingles: list[str]) -> bytes:
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.update(shingles)
    return bytes(slot & 255 for slot in sketch.digest())


def _numbers(folded: str) -> bytes:
    found = {_hash(_plain(number)) for number in NUMBER.findall(folded)}
    return b"".join(sorted(found)[:MOST_NUMBERS])


def _plain(number: str) -> str:
    """Return a number's digits as ASCII: "65,000", "65.000" and "٦٥٠٠٠" are one."""
    digits = NO_DIGIT.sub("", number)
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _names(body: str, folded: str) -> tuple[bytes, int]:
    """Return the hashes of words with a capital and of foreign words in kana, and how many stand out."""
    counts = Counter(name.lower() for name in NAME.findall(body) if name.lower() != name)
    counts.update(KATAKANA.findall(folded))
    ranked = sorted(((-count, _hash(fold(name))) for name, count in counts.items()))[:MOST_NAMES]
    subjects = sum(-count >= OFTEN for count, _ in ranked[:SUBJECTS])
    return b"".join(name for _, name in ranked), subjects


def _hash(word: str) -> bytes:
    return zlib.crc32(word.encode("utf-8", "replace")).to_bytes(4)[2:]


def _words(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + 2] for at in range(0, len(hashes), 2)]


def _similarity(one: Signature, other: Signature) -> float:
    equal: int = sum(map(eq, one.slots, other.slots))
    return max(0.0, (equal / SLOTS - CHANCE) / (1 - CHANCE))


def _one_has_all(one: bytes, other: bytes) -> bool:
    names, others = set(_words(one)), set(_words(other))
    return names <= others or others <= names


def _same_subjects(one: Signature, other: Signature) -> bool:
    """Tell whether either text names all that the other is about: who took it over may add himself, often."""
    names, others = _words(one.names), _words(other.names)
    return set(names[: one.subjects]) <= set(others) or set(others[: other.subjects]) <= set(names)


def _numbers_agree(one: Signature, other: Signature, contained: float) -> bool:
    """Tell whether the numbers agree as well as the words around them do."""
    numbers, others = _comparable(_words(one.numbers), _words(other.numbers))
    fewer = min(len(numbers), len(others))
    missing = fewer - len(numbers & others)
    return missing == 0 or _chance(fewer, missing, 1 - min(contained, SUREST)) > CHANCE_OF_MISSING


def _comparable(one: list[bytes], other: list[bytes]) -> tuple[set[bytes], set[bytes]]:
    """Return both without what the other one, being full, would not have remembered."""
    ends = [numbers[-1] for numbers in (one, other) if len(numbers) == MOST_NUMBERS]
    end = min(ends, default=b"\xff\xff")
    return {number for number in one if number <= end}, {number for number in other if number <= end}


def _chance(count: int, least: int, share: float) -> float:
    """Return the chance that of so many at least so many are missing, each with the same chance."""
    return 1 - math.fsum(math.comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(least))
