"""One form for texts that a reader takes for the same, and the way back to the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Marks of direction and width that no reader sees, and the Arabic ornaments that writers add as they like.
DROPPED = re.compile(
    r"[\xad\u0640\u064b-\u0653\u0656-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
# Apostrophes, and letters that Arabic and Persian keyboards write differently. The three Turkish i's meet: casefolding
# would part the dotted and the dotless one in capitals. (A dot that NFKC leaves over an i goes with them.)
UNIFIED: dict[int, str] = {
    **dict.fromkeys(map(ord, "’‘ʼ′`´ʹ"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "يى"), "ی"),
    **dict.fromkeys(map(ord, "أإآ"), "ا"),
    ord("ك"): "ک",
    ord("ة"): "ه",
    ord("İ"): "i",
    ord("ı"): "i",
}
# A character and what composes with it: accents, Jamo, kana's voice marks, hamza, two-part Bengali vowels, nukta.
CLUSTER = re.compile(
    r"\s+|.[\u0300-\u036f\u0653-\u0655\u093c\u09bc\u09be\u09d7\u1160-\u11ff\u3099\u309a\ufe00-\ufe0f]*", re.S
)
# What loses its capitals and nothing else: most letters and signs of Latin (of Vietnamese too), Cyrillic, Hebrew,
# Arabic, Devanagari, Bengali, Thai, Hangul, Kana and Han. Texts have few others; looking up each letter takes twice
# as long.
PLAIN = (
    r"\x00-\x7f\xa1-\xa7\xa9\xac\xae\xb0\xb1\xb6\xb7\xbf-\xde\xe0-\u012f\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    r"\u0180-\u01c3\u1ea0-\u1eff\u0400-\u052f\u05d0-\u05ea\u0627\u0628\u062a-\u063a\u0641\u0642\u0644-\u0648"
    r"\u0660-\u0669\u067e-\u06d3\u0904-\u0939\u093e-\u094d\u0985-\u09b9\u09be-\u09cd\u0e01-\u0e32\u0e34-\u0e5b"
    r"\u2012-\u2016\u2020-\u2023\u20ac\u3001-\u3035\u3041-\u3096\u30a1-\u30fe\u3400-\u9fff\uac00-\ud7a3"
)
OTHER = re.compile(f"[^{PLAIN}]")
# Texts with these, or with blanks that do not stand alone, are folded piece by piece.
IRREGULAR = re.compile(
    r"\s\s|[\xad\u0300-\u036f\u0640\u064b-\u065f\u0670\u093c\u09bc\u09be\u09d7\u1160-\u11ff"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3099\u309a\ufe00-\ufe0f\ufeff]"
)


class Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        if chr(code).isspace():
            self[code] = " "
            return " "
        character = "" if DROPPED.match(chr(code)) else chr(code).translate(UNIFIED)
        # (Cherokee's small letters are folded to its capitals.)
        plain = unicodedata.normalize("NFKC", character).translate(UNIFIED).casefold().lower().translate(UNIFIED)
        self[code] = folded = unicodedata.normalize("NFC", DROPPED.sub("", plain))
        return folded


FOLDING = Folding()


def fold(text: str) -> str:
    """Return a text in the form in which it is compared: width, case, apostrophes and blanks made one."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        for character in set(OTHER.findall(text)):
            text = text.replace(character, FOLDING[ord(character)])
    return " ".join(text.lower().replace("`", "'").split())


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text, and for each of its characters (and its end) the offset in the original.

    Blanks at the ends stay, one each; else it is what `fold` returns.
    """
    if text.isascii():
        folded = text.lower().replace("`", "'").replace("\n", " ")
        if folded.isprintable() and "  " not in folded:
            return folded, range(len(text) + 1)
    if not IRREGULAR.search(text):
        folded = text.translate(FOLDING)
        if len(folded) == len(text):
            return folded, range(len(text) + 1)
    return _piece_by_piece(text)


def _piece_by_piece(text: str) -> tuple[str, Sequence[int]]:
    folded: list[str] = []
    offsets: list[int] = []
    for cluster in CLUSTER.finditer(text):
        piece = " " if cluster.group().isspace() else unicodedata.normalize("NFC", cluster.group()).translate(FOLDING)
        folded.append(piece)
        offsets += [cluster.start()] * len(piece)
    offsets.append(len(text))
    return "".join(folded), offsets
