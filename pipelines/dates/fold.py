"""Folds text so that one spelling of a date word is left: case, width, digits, marks, dashes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# Letters that Unicode does not take apart, and letters that writers mix up.
LETTERS = {
    "ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ی", "ي": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه",
}  # fmt: skip
DASHES = "‐‑‒–—―−﹣－⁃"
SEPARATORS = "•·・▪●○│┃∣¦→›»«‹>★☆|｜"
QUOTES = "’‘ʼ`´′＇׳"
DOUBLE_QUOTES = "”“„״″"
COMMAS = "،、，؛;"
OPENING = "([{（【［「〔《<"
CLOSING = ")]}）】］」〕》"
PUNCTUATION = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(SEPARATORS, "|"),
    **dict.fromkeys(QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(COMMAS, ","),
    **dict.fromkeys(OPENING, "("),
    **dict.fromkeys(CLOSING, ")"),
    "。": ".", "।": ".", "٫": ".", "∶": ":", "۔": ".", "॰": "", "ـ": "",
}  # fmt: skip
# Persian writes "نیم‌ساعت" with it, without it, or with a blank.
NON_JOINER = "\u200c"
HEBREW_POINTS = ("\u0591", "\u05c7")
ARABIC_MARKS = ("\u064b", "\u065f")
NUKTAS = "\u093c\u09bc"


class Folding(dict[int, str]):
    """What each character folds to, worked out when first asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in PUNCTUATION:
        return PUNCTUATION[character]
    if character == NON_JOINER or unicodedata.category(character) in ("So", "Sk", "Zs", "Zl", "Zp", "Cc"):
        return "|" if unicodedata.category(character) == "So" else " "
    wide = unicodedata.normalize("NFKC", character)
    return "".join(_fold_letter(part) for part in wide)


def _fold_letter(character: str) -> str:
    if character in PUNCTUATION:
        return PUNCTUATION[character]
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    if _is_dropped(character):
        return ""
    if character in LETTERS:
        return LETTERS[character]
    parts = unicodedata.normalize("NFD", character.casefold())
    if parts[0] < "\u0590":
        return "".join(LETTERS.get(part, part) for part in parts if not "\u0300" <= part <= "\u036f")
    return character.casefold()


def _is_dropped(character: str) -> bool:
    """Marks that writers leave out, and characters that cannot be seen."""
    return (
        unicodedata.category(character) == "Cf"
        or "\u0300" <= character <= "\u036f"
        or "\ufe00" <= character <= "\ufe0f"
        or HEBREW_POINTS[0] <= character <= HEBREW_POINTS[1]
        or ARABIC_MARKS[0] <= character <= ARABIC_MARKS[1]
        or character in NUKTAS
    )


FOLDING = Folding()


def fold(text: str) -> str:
    """Fold a text; runs of white space become one blank."""
    if text.isascii():
        return " ".join(text.lower().translate(FOLDING).split())
    return " ".join(unicodedata.normalize("NFC", text).translate(FOLDING).split())


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text, and tell for each folded character where it came from in the original."""
    plain = text.translate(FOLDING)
    if len(plain) == len(text) and "  " not in plain and not plain.startswith(" "):
        return plain, range(len(text))
    pieces: list[str] = []
    offsets: list[int] = []
    blank = True
    for position, character in enumerate(text):
        folded = FOLDING[ord(character)]
        if folded == " " and blank:
            continue
        blank = folded == " " or (blank and not folded)
        pieces.append(folded)
        offsets += [position] * len(folded)
    return "".join(pieces), offsets
