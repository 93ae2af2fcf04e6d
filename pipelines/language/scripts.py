"""Which script a text is in, and what its letters alone tell of its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# Each script has a letter of its own in the folded count.
RANGES: Sequence[tuple[str, int, int]] = (
    ("latin", 0x41, 0x5A), ("latin", 0x61, 0x7A), ("latin", 0xC0, 0x24F), ("latin", 0x1E00, 0x1EFF),
    ("greek", 0x370, 0x3FF), ("cyrillic", 0x400, 0x52F), ("hebrew", 0x5D0, 0x5EA),
    ("arabic", 0x620, 0x64A), ("arabic", 0x66E, 0x6D3), ("arabic", 0x6FA, 0x6FF), ("arabic", 0xFB50, 0xFDFF),
    ("arabic", 0xFE70, 0xFEFC), ("devanagari", 0x900, 0x963), ("bengali", 0x980, 0x9E3), ("thai", 0xE01, 0xE4E),
    ("hangul", 0x1100, 0x11FF), ("hangul", 0x3130, 0x318F), ("hangul", 0xAC00, 0xD7AF),
    ("kana", 0x3041, 0x309F), ("kana", 0x30A1, 0x30FA), ("kana", 0x30FC, 0x30FF), ("kana", 0xFF66, 0xFF9F),
    ("han", 0x3400, 0x4DBF), ("han", 0x4E00, 0x9FFF), ("han", 0xF900, 0xFAFF), ("han", 0x20000, 0x2FA1F),
)  # fmt: skip
SCRIPTS = tuple(dict.fromkeys(name for name, _, _ in RANGES))
NO_LETTERS = frozenset("×÷")
# A letter of these says as much as two or three Latin ones.
WEIGHT = {"han": 2.5, "kana": 1.5, "hangul": 2.0}
# Titles in other scripts are full of Latin names: this share of letters is enough to say what a text is in.
OTHER_SHARE = 0.3
# Japanese writes most nouns in Han; one kana among so many Han characters decides.
KANA_SHARE = 0.05

LETTERS = {
    "cyrillic": (("uk", "іїєґ"), ("ru", "ыэё"), ("sr", "јљњћђџ")),
    "arabic": (("ur", "ٹڈڑںےہ"), ("fa", "پچژگکی"), ("ar", "ةىيكأإ")),
}
# Bulgarian has this sign as a vowel, Russian before vowels only.
BULGARIAN = re.compile(r"ъ(?![еёюя])")
VIETNAMESE = re.compile(r"[đơưảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
# Both character sets have these, but the other way of writing hardly uses them.
SIMPLIFIED = "网价据体机构么"
TRADITIONAL = "後於徵夥"
# Kinds of Han characters that Japan writes.
JAPAN = "jctb"
HAN = re.compile(r"[\u3400-\u9fff]")


class ScriptTable(dict[int, str]):
    """For each character a sign of its script; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = (name for name, first, last in RANGES if first <= code <= last and chr(code) not in NO_LETTERS)
        self[code] = sign = _sign(next(found, ""))
        return sign


def _letters_of(is_wanted: Callable[[str], bool]) -> str:
    """Return an expression for the letters of some scripts."""
    ranges = [f"{chr(first)}-{chr(last)}" for name, first, last in RANGES if is_wanted(name)]
    return f"(?![{''.join(NO_LETTERS)}])[{''.join(ranges)}]"


def _sign(name: str) -> str:
    return chr(ord("a") + SCRIPTS.index(name)) if name else ""


TABLE = ScriptTable()
LATIN_LETTER = re.compile(_letters_of(lambda name: name == "latin"))
OTHER_LETTER = re.compile(_letters_of(lambda name: name != "latin"))
SIGNS = tuple((name, _sign(name), WEIGHT.get(name, 1.0)) for name in SCRIPTS)


def script_of(text: str) -> tuple[str, float]:
    """Return the script that says most in a text, and its share; empty where there are no letters."""
    if text.isascii() or not OTHER_LETTER.search(text):
        return ("latin", 1.0) if LATIN_LETTER.search(text) else ("", 0.0)
    signs = text.translate(TABLE)
    counts = {name: signs.count(sign) * weight for name, sign, weight in SIGNS}
    total = sum(counts.values())
    if not total:
        return "", 0.0
    asian = counts["kana"] + counts["han"]
    if counts["kana"] > asian * KANA_SHARE and asian > total * OTHER_SHARE:
        return "kana", asian / total
    other = max((name for name in SCRIPTS if name != "latin"), key=lambda name: counts[name])
    best = other if counts[other] > total * OTHER_SHARE else max(SCRIPTS, key=lambda name: counts[name])
    return best, counts[best] / total


def told_by_letters(script: str, text: str) -> str:
    """Return the language that a text's letters give away; empty where they do not."""
    text = text.lower()
    if script == "latin":
        return "vi" if len(VIETNAMESE.findall(text)) * 12 > len(text) else ""
    counts = {tag: sum(map(text.count, letters)) for tag, letters in LETTERS.get(script, ())}
    if script == "cyrillic":
        counts["bg"] = len(BULGARIAN.findall(text))
    if not counts or not any(counts.values()):
        return ""
    if script == "arabic" and counts["fa"] and not counts["ur"]:
        # Hasty Persian is typed on Arabic keyboards; Arabic has no use for these letters.
        return "fa" if counts["fa"] * 3 >= counts["ar"] else "ar"
    best, second = sorted(counts, key=lambda tag: -counts[tag])[:2]
    return best if counts[best] > 3 * counts[second] else ""


def is_japanese(text: str) -> bool:
    """Tell whether a text in Han alone is Japanese: by characters that only Japan has, or by a mix of both ways."""
    kinds = set(text.translate(HAN_TABLE))
    if not kinds <= set(JAPAN):
        return False
    return "j" in kinds or ("c" in kinds and "t" in kinds)


def chinese(text: str) -> str:
    """Return which way to write Chinese a text uses; empty where it has no telling character."""
    kinds = text.translate(HAN_TABLE)
    simplified = kinds.count("C") + kinds.count("c") + sum(map(text.count, SIMPLIFIED))
    traditional = kinds.count("T") + kinds.count("t") + sum(map(text.count, TRADITIONAL))
    if simplified == traditional:
        return ""
    return "zh-Hans" if simplified > traditional else "zh-Hant"


class HanTable(dict[int, str]):
    """For each Han character a sign of the national character sets that have it: each has its own country's forms only.

    China's alone `C` or `c`, Taiwan's alone `T` or `t`, both or none `B` or `b`; small where Japan's has it too, and
    Japan's alone `j`.
    """

    def __missing__(self, code: int) -> str:
        self[code] = sign = _kind(chr(code)) if HAN.match(chr(code)) else ""
        return sign


HAN_TABLE = HanTable()


def _kind(character: str) -> str:
    china, taiwan, japan = (_has(name, character) for name in ("gb2312", "big5", "shift_jis"))
    if japan and not china and not taiwan:
        return "j"
    sign = "B" if china == taiwan else "C" if china else "T"
    return sign.lower() if japan else sign


def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
