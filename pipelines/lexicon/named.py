"""Labels of names and counts: "Author: Jane Doe", "By Jane Doe", "阅读量 1.2万"."""

from __future__ import annotations

import re

from pipelines.lexicon.borders import Border
from pipelines.lexicon.fold import fold
from pipelines.lexicon.labels import Label, LabelHit
from pipelines.lexicon.line import Cut, Line, trimmed
from pipelines.lexicon.shapes import CASED, UNSPACED, is_full_name, is_name, is_sentence, words
from schemas.role import Role

LONGEST_NAMES = 120
LONGEST_COUNT = 40
# Labels that are nouns ("Autor", "Source"), not prepositions.
SHORTEST_NOUN = 4
# In scripts without capitals only the number of words tells a name.
MOST_WORDS = 4
# What parts a name from what its bearer does ("Helena Marsh，《Ledger Review》專欄作家").
AFFILIATION = re.compile(r"\s*[，,（(《]")
WEAK_MARK = re.compile(r"\s*[·•∙—–]\s*|\s+-\s+")
ADDRESS = re.compile(r"\s*https?://\S+")
COUNT = re.compile(r"\s*[~≈约約]?\s*(?:ca\.?|aprox\.?)?\s*\d[\d.,\s]*\+?\s*[^\W\d_]{0,12}\.?\s*$")


def count_cut(line: Line, hit: LabelHit, label: Label, border: Border, limit: int) -> Cut | None:
    end = line.separator(hit.end_of_mark, limit)
    rest = line.text[hit.end_of_mark : end]
    apart = border is Border.HARD or (border is Border.SPACED and not CASED.match(line.text, hit.start))
    if not apart or not COUNT.match(rest) or len(rest) > LONGEST_COUNT:
        return None
    return Cut(hit.start, end, label.role, label.text, trimmed(rest))


def name_cut(line: Line, hit: LabelHit, label: Label, border: Border, limit: int) -> Cut | None:
    start = hit.end_of_mark
    weak = None if hit.marked else WEAK_MARK.match(line.text, hit.end, limit)
    if weak:
        start = weak.end()
    end = _name_end(line, start, limit)
    value = _without_joint(trimmed(line.text[start:end])) if end < len(line.text) else trimmed(line.text[start:end])
    if not value or line.date_over(start + len(line.text[start:end]) - len(line.text[start:end].lstrip())):
        return None
    if hit.marked and is_full_name(head := AFFILIATION.split(value)[0]):
        value = head if is_sentence(value) else value
    speaks = _marked_name if hit.marked else _weak_name if weak else _bare_name
    return Cut(hit.start, end, label.role, label.text, value) if speaks(line, hit, border, value) else None


def _name_end(line: Line, start: int, limit: int) -> int:
    if address := ADDRESS.match(line.text, start):
        return min(limit, address.end())
    end = line.separator(start, limit)
    dates = [
        found.start for found in line.dates if start < found.start < end and line.text[start : found.start].strip()
    ]
    return min([end, *dates])


def _without_joint(value: str) -> str:
    """Take off the word between a name and a date ("Jane Doe on")."""
    head, _, last = value.rpartition(" ")
    return trimmed(head) if head and fold(last) in words("joints") else value


def _marked_name(line: Line, hit: LabelHit, border: Border, value: str) -> bool:
    if len(value) > LONGEST_NAMES or is_sentence(value):
        return False
    if hit.start == 0 or (border is Border.HARD and line.is_capital(hit.start)):
        return True
    if border is Border.HARD:
        return is_name(value)
    # ("简体中文/USD" is a language and a currency: one letter with its mark needs a border before it.)
    letters = sum(map(str.isalpha, line.text[hit.start : hit.end]))
    return line.is_capital(hit.start) and (border is Border.SPACED or letters > 1) and is_name(value)


def _weak_name(line: Line, hit: LabelHit, border: Border, value: str) -> bool:
    """A dot or a dash parts label and name, but also much else: small words need a name beyond doubt."""
    small = CASED.match(line.text, hit.start) is not None and hit.end - hit.start < SHORTEST_NOUN
    return border is Border.HARD and (is_full_name(value) if small else is_name(value))


def _bare_name(line: Line, hit: LabelHit, border: Border, value: str) -> bool:
    """Without a mark, a blank must part label and name, and nothing but the name may follow."""
    if not line.text[hit.end : hit.end + 1].isspace():
        return False
    label = fold(line.text[hit.start : hit.end])
    several = " " in label
    if border is not Border.HARD and not (several and line.is_capital(hit.start)):
        return False
    if UNSPACED.search(value) and UNSPACED.search(label):
        return is_name(value)
    if not CASED.search(value):
        return (several or label in words("by_words")) and 1 < len(value.split()) <= MOST_WORDS and is_name(value)
    if several and CASED.search(label):
        return is_name(value)
    if hit.has(Role.SOURCE, Role.IMAGE_CREDIT) and not label.endswith("."):
        return False
    return is_full_name(value) and (SHORTEST_NOUN > len(label) > 2 or _is_at_home(line, hit))


def _is_at_home(line: Line, hit: LabelHit) -> bool:
    """Short words and nouns are words of many languages ("di", "text"): the page's own must have the label."""
    known = {tag.split("-")[0] for label in hit.labels for tag in label.languages}
    return not known.isdisjoint(("en", line.language.split("-")[0]))
