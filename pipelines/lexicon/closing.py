"""Labels behind their value: "5 min read", "김철수 기자", "राम कुमार द्वारा"."""

from __future__ import annotations

import re

from pipelines.lexicon.borders import SEPARATORS, Border
from pipelines.lexicon.labels import Label, LabelHit, Lexicon
from pipelines.lexicon.line import Cut, Line
from pipelines.lexicon.shapes import HANGUL, is_name, words
from schemas.role import Role

COUNTED = frozenset((Role.READING_TIME, Role.VIEWS))
NUMBER = re.compile(r"[~≈约約]?\s*(\d[\d.,\u00a0\u202f ]*(?:[kKmM]|[万萬千亿만천]|mil|тыс\.?|mln|bin)?\+?)\s*-?\s*$")
# After a name's label the line ends, or an address, a bracket or the text follows.
AFTER_LABEL = re.compile(r"\s*(?:$|[=)\]】〕）｜|·,/]|[\w.+-]+@)")
ADDRESS = re.compile(r"\s*[=(\[]?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[)\]]?")
# Korean names have two to four syllables, with those of colleagues between dots.
KOREAN_NAMES = re.compile(r"(?:[가-힣]{2,4}\s?[·,、]\s?)*[가-힣]{2,4}$")
KOREAN_PARTICLE = re.compile(r"[은는이가을를의에로와과도만]$")
# "記者王小明／台北報導"
HAN_DATELINE = re.compile(r"(?P<name>[\u3400-\u9fff]{2,8})\s*[／/]\s*[\u3400-\u9fff、]{2,8}$")
MOST_WORDS_BEFORE = 3


def closing_cut(line: Line, lexicon: Lexicon, place: int, limit: int) -> Cut | None:
    """Return the part that a label at a place closes."""
    hit = lexicon.closing_at(line.text, line.folded, line.offsets, place)
    if hit is None or hit.end > limit:
        return None
    for label in line.ordered(hit):
        cut = _count(line, hit, label, limit) if label.role in COUNTED else _name(line, lexicon, hit, label)
        if cut:
            return cut
    return None


def _count(line: Line, hit: LabelHit, label: Label, limit: int) -> Cut | None:
    number = NUMBER.search(line.text, 0, hit.start)
    rest = line.text[hit.end : limit].strip()
    if (
        number is None
        or line.border(number.start(), hit.end) is not Border.HARD
        or (rest and rest[0] not in SEPARATORS + "-")
    ):
        return None
    return Cut(number.start(), hit.end, label.role, label.text, number[1].strip())


def _name(line: Line, lexicon: Lexicon, hit: LabelHit, label: Label) -> Cut | None:
    if not (AFTER_LABEL.match(line.text, hit.end) or label.text.endswith("=")):
        return None
    before = line.text[: hit.start].rstrip()
    found = _dateline_name(before, lexicon) or _korean_name(line, before) or _plain_name(line, before, hit)
    if found is None:
        return None
    start, value = found
    address = ADDRESS.match(line.text, hit.end)
    return Cut(start, address.end() if address else hit.end, label.role, label.text, value)


def _dateline_name(before: str, lexicon: Lexicon) -> tuple[int, str] | None:
    found = HAN_DATELINE.search(before)
    if found is None:
        return None
    opening = lexicon.prefix(found["name"])
    name = found["name"][opening.end :] if opening and opening.has(Role.REPORTER) else found["name"]
    return (found.start(), name) if is_name(name) and len(name) > 1 else None


def _korean_name(line: Line, before: str) -> tuple[int, str] | None:
    found = KOREAN_NAMES.search(before)
    if found is None or found[0] in words("no_reporters"):
        return None
    segment = line.segment_before(found.start()).split()
    glued = found.start() and not before[found.start() - 1].isspace() and before[found.start() - 1] not in SEPARATORS
    if glued or len(segment) >= MOST_WORDS_BEFORE or any(KOREAN_PARTICLE.search(word) for word in segment):
        return None
    return found.start(), found[0]


def _plain_name(line: Line, before: str, hit: LabelHit) -> tuple[int, str] | None:
    """A name in any other script fills its part; a single word before "by" is hardly one."""
    value = line.segment_before(hit.start).strip()
    if not value or HANGUL.search(value) or value in words("no_reporters") or not is_name(value):
        return None
    apart = line.text[hit.start - 1].isspace()
    several = len(value.split()) > 1
    if not several and (apart or len(value) < 4):
        return None
    return before.rfind(value), value
