"""One form for texts that a reader takes for the same, and the way back to the original."""

from __future__ import annotations

import functools
import unicodedata

# Marks of direction and width that no reader sees, and the Arabic ornaments that writers add as they like.
DROPPED = {
    **dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD, 0x640)),
    **dict.fromkeys((*range(0x64B, 0x660), 0x670)),
}
# Apostrophes, and letters that Arabic and Persian keyboards write differently. The three Turkish i's meet: casefolding
# would part the dotted and the dotless one in capitals.
UNIFIED = {
    **dict.fromkeys(map(ord, "’‘ʼ′`´ʹ"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    ord("ي"): "ی",
    ord("ى"): "ی",
    ord("ك"): "ک",
    ord("أ"): "ا",
    ord("إ"): "ا",
    ord("آ"): "ا",
    ord("ة"): "ه",
    ord("İ"): "i",
    ord("ı"): "i",
}
TABLE = {**UNIFIED, **DROPPED}


def fold(text: str) -> str:
    """Return a text in the form in which it is compared: width, case, apostrophes and blanks made one."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).translate(TABLE).casefold().translate(TABLE)
    return " ".join(unicodedata.normalize("NFC", folded).split())


@functools.lru_cache(maxsize=10_000)
def _fold_character(character: str) -> str:
    return unicodedata.normalize("NFKC", character).translate(TABLE).casefold().translate(TABLE)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters (and its end) the offset in the original."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " "), list(range(len(text) + 1))
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for part in " " if character.isspace() else _fold_character(character):
            folded.append(part)
            offsets.append(offset)
    offsets.append(len(text))
    return "".join(folded), offsets
