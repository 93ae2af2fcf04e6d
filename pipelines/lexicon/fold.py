"""One form for texts that a reader takes for the same, and the way back to the original."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

# Marks of direction and width that no reader sees, and the Arabic ornaments that writers add as they like.
DROPPED: dict[int, None] = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A))
    + (0xFEFF, 0xAD, 0x640, *range(0x64B, 0x654), *range(0x656, 0x660), 0x670, *range(0xFE00, 0xFE10))
)
# Apostrophes, and letters that Arabic and Persian keyboards write differently. The three Turkish i's meet: casefolding
# would part the dotted and the dotless one in capitals. (A dot that NFKC leaves over an i goes with them.)
UNIFIED = {
    **dict.fromkeys(map(ord, "’‘ʼ′`´ʹ"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "يى"), "ی"),
    **dict.fromkeys(map(ord, "أإآ"), "ا"),
    ord("ك"): "ک",
    ord("ة"): "ه",
    ord("İ"): "i",
    ord("ı"): "i",
}
TABLE = {**UNIFIED, **DROPPED}
# A character and what composes with it: accents, Jamo, kana's voice marks, hamza, two-part Bengali vowels, nukta.
CLUSTER = re.compile(
    r"\s+|.[\u0300-\u036f\u0653-\u0655\u093c\u09bc\u09be\u09d7\u1160-\u11ff\u3099\u309a\ufe00-\ufe0f]*", re.S
)
UNEVEN_BLANKS = re.compile(r"\s\s|[\t-\r]")


def fold(text: str) -> str:
    """Return a text in the form in which it is compared: width, case, apostrophes and blanks made one."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    return " ".join(_folded(text).split())


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text, and for each of its characters (and its end) the offset in the original.

    Blanks at the ends stay, one each; else it is what `fold` returns.
    """
    if text.isascii() and not UNEVEN_BLANKS.search(text):
        return text.lower().replace("`", "'"), range(len(text) + 1)
    folded: list[str] = []
    offsets: list[int] = []
    for cluster in CLUSTER.finditer(text):
        piece = _piece(cluster.group())
        folded.append(piece)
        offsets += [cluster.start()] * len(piece)
    offsets.append(len(text))
    return "".join(folded), offsets


def _folded(text: str) -> str:
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text).translate(TABLE))
    return unicodedata.normalize("NFC", once.translate(TABLE).casefold().translate(TABLE))


@functools.lru_cache(maxsize=20_000)
def _piece(cluster: str) -> str:
    return " " if cluster.isspace() else _folded(cluster)
