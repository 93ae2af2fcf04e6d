"""Cuts a line at its labels: "链捕手Publicado em 2026-06-27Última atualização em …" has three parts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from pipelines.dates import find_dates
from pipelines.lexicon.fold import fold_with_offsets
from pipelines.lexicon.labels import LabelHit, Lexicon
from pipelines.lexicon.load import load_lexicon
from schemas.role import LabelForm, LabelPart, Role

__all__ = ["is_name", "split_labels"]

DATED = frozenset((Role.PUBLISHED, Role.UPDATED))
NAMED = frozenset((Role.AUTHOR, Role.EDITOR, Role.TRANSLATOR, Role.REPORTER, Role.SOURCE))
OPENING = frozenset((Role.SUMMARY, Role.KEY_POINTS, Role.FIGURE_CAPTION, Role.IMAGE_CREDIT, Role.RELATED_HEADING))
COUNTED = frozenset((Role.READING_TIME, Role.VIEWS))

# Only whether a date is there matters, not which moment it means.
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
# A longer line is prose; labels there are looked for at its head only.
LONGEST_LINE = 300
LONGEST_NAME = 60
LONGEST_SOURCE = 40
BETWEEN = re.compile(r"[\s:：|｜·•,，;；()（）\[\]/—–-]*")
EDGES = " \t\n:：|｜·•,，;；/—–-　"
# A name in a script with capitals: one to five words that begin with one, small particles between.
CAPITALISED = re.compile(
    r"(?:[^\W\d_][\w.'’-]*\.?)(?:\s+(?:(?:de|da|do|dos|van|von|der|den|la|le|di|del|bin|al|el|y|e|and|und|et|&|и|та|ve|i)\s+)*"
    r"[^\W\d_][\w.'’-]*\.?){0,5}"
)
SENTENCE = re.compile(r"[.!?…。！？؟।]\s+\S|[.。！？؟।]$")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
# Korean names of people have two to four syllables; a longer word before 기자 is a sentence's.
KOREAN_NAME = re.compile(r"^[\uac00-\ud7af]{2,4}(?:[·,\s]+[\uac00-\ud7af]{2,4}){0,3}$")


def split_labels(line: str, interface_language: str) -> list[LabelPart]:
    """Return the parts of a line by their labels, in order; one part with the role `body` where no label speaks.

    `interface_language` breaks ties between labels of several languages; labels of all languages are found.
    """
    line = line.strip()
    lexicon = load_lexicon()
    if len(line) > LONGEST_LINE:
        return _opened(line, lexicon, interface_language)
    if parts := _suffixed(line, lexicon, interface_language):
        return parts
    cuts = _cuts(line, lexicon)
    if not cuts:
        return _opened(line, lexicon, interface_language)
    return _parts(line, cuts, interface_language)


def _opened(line: str, lexicon: Lexicon, language: str) -> list[LabelPart]:
    """A line that a label opens: every label of that role at its head is taken off."""
    rest, found = line, None
    while (hit := lexicon.prefix(rest)) is not None:
        role, label = _named_label(hit, language)
        value = rest[hit.end_of_mark :].strip()
        again = found is None and role in OPENING and (following := lexicon.prefix(value)) and following.has(role)
        if role not in OPENING or not (hit.marked or again) or not value:
            break
        found = found or (role, label)
        if found[0] is not role:
            break
        rest = value
    return [LabelPart(found[0], found[1], rest)] if found else [LabelPart(Role.BODY, "", line)]


def _cuts(line: str, lexicon: Lexicon) -> list[tuple[int, LabelHit]]:
    """Return the labels of names, dates and counts in a line that have a value of the right shape, by place."""
    folded, offsets = fold_with_offsets(line)
    dates = {found.start: found.end for found in find_dates(line, None, ANY_DAY)}
    cuts: list[tuple[int, LabelHit]] = []
    end = 0
    for place in range(len(folded)):
        start = offsets[place]
        if start < end or (place and offsets[place - 1] == start):
            continue
        hit = lexicon.at(line, folded, offsets, place)
        if hit is not None and _speaks(hit, line, start, dates):
            cuts.append((start, hit))
            end = hit.end_of_mark
    return cuts


def _speaks(hit: LabelHit, line: str, start: int, dates: dict[int, int]) -> bool:
    """Tell whether a label in a line announces what follows it."""
    gap = BETWEEN.match(line, hit.end)
    after = gap.end() if gap else hit.end
    if hit.has(*DATED):
        # The date may begin inside the label: "on" is the label's last word and the date's first.
        return any(hit.start <= begin <= after < finish for begin, finish in dates.items())
    at_border = start == 0 or line[start - 1] in EDGES or any(finish == start for finish in dates.values())
    if not at_border:
        return False
    value = line[hit.end_of_mark :]
    if hit.has(*COUNTED):
        return value.lstrip()[:1].isdigit()
    if not hit.has(*NAMED):
        return False
    return _announces_name(hit, line, start, value, dates)


def _announces_name(hit: LabelHit, line: str, start: int, value: str, dates: dict[int, int]) -> bool:
    value = re.split(r"[|｜·•]|\s[–—-]\s|　|\s{2,}", value.strip(), maxsplit=1)[0].strip()
    if not value or SENTENCE.search(value[:LONGEST_NAME]):
        return False
    if hit.marked:
        return len(value) <= LONGEST_LINE
    spaced = hit.end < len(line) and line[hit.end].isspace()
    if not spaced or len(value) > LONGEST_NAME + 40:
        return False
    end = min((found for found in dates if found > hit.end), default=len(line))
    name = line[hit.end : end].strip(EDGES)
    return is_name(name if len(name) < len(value) else value.strip(EDGES))


def is_name(text: str) -> bool:
    """Tell whether a text has the shape of a name: a few words, each with a capital where the script has them."""
    if not 1 < len(text) <= LONGEST_NAME or any(character.isdigit() for character in text):
        return False
    words = re.split(r"[\s,&]+", text)
    big = [word for word in words if word[:1].isupper() or not word[:1].islower()]
    small = {
        "de",
        "da",
        "do",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "di",
        "del",
        "bin",
        "al",
        "el",
        "y",
        "e",
        "and",
        "und",
        "et",
        "и",
        "та",
        "ve",
        "i",
        "en",
        "og",
        "och",
    }
    if UNSPACED.search(text):
        return len(text) <= 12 and len(words) <= 3
    return (
        len(words) <= 6
        and words[0][:1].isalpha()
        and not words[0][:1].islower()
        and all(word in big or word in small for word in words)
    )


def _parts(line: str, cuts: list[tuple[int, LabelHit]], language: str) -> list[LabelPart]:
    parts = []
    before = line[: cuts[0][0]].strip(EDGES)
    if before:
        role = Role.SOURCE if cuts[0][1].has(*DATED) and _is_source(before) else Role.BODY
        parts.append(LabelPart(role, "", before))
    for number, (_, hit) in enumerate(cuts):
        end = cuts[number + 1][0] if number + 1 < len(cuts) else len(line)
        role, label = _named_label(hit, language)
        value = line[hit.end_of_mark : end].strip(EDGES)
        parts += _with_rest(role, label, value)
    return parts


def _with_rest(role: Role, label: str, value: str) -> list[LabelPart]:
    """A name or date ends at a bar; what stands behind is a part of its own."""
    head, bar, rest = value.partition("|") if "|" in value else value.partition("｜")
    if role in NAMED and not bar:
        found = find_dates(value, None, ANY_DAY)
        if found and found[0].start > 1:
            head, rest = value[: found[0].start], value[found[0].start :]
    if not rest.strip():
        return [LabelPart(role, label, head.strip(EDGES))]
    return [LabelPart(role, label, head.strip(EDGES)), LabelPart(Role.BODY, "", rest.strip(EDGES))]


def _is_source(text: str) -> bool:
    return len(text) <= LONGEST_SOURCE and not SENTENCE.search(text) and not any(mark in text for mark in "?!？！")


def _named_label(hit: LabelHit, language: str) -> tuple[Role, str]:
    """Return role and text of the label that speaks: the interface language's, or else the first."""
    wanted = language.split("-")[0]
    order = sorted(
        hit.labels,
        key=lambda label: (
            not any(tag.split("-")[0] == wanted for tag in label.languages),
            not label.seen,
            label.form is not LabelForm.PREFIX,
        ),
    )
    return order[0].role, order[0].text


def _suffixed(line: str, lexicon: Lexicon, language: str) -> list[LabelPart]:
    """A name before its label: "김철수 기자 kim@example.com"."""
    rest = EMAIL.sub("", line).strip(" =()[]<>")
    hit = lexicon.suffix(rest)
    if hit is None:
        return []
    role, label = _named_label(hit, language)
    value = rest[: hit.start].strip(" =()[]<>")
    if role in COUNTED:
        return [LabelPart(role, label, value)] if re.search(r"\d[\d.,KkMm万만천]*$", value) and len(value) < 20 else []
    value = re.sub(r"^[\[(].{1,20}?[\])=]\s*|^.{1,15}=\s*", "", value)
    return (
        [LabelPart(role, label, value)]
        if KOREAN_NAME.match(value) or (not re.search(r"[\uac00-\ud7af]", value) and is_name(value))
        else []
    )
