"""Cuts a line at its labels: "链捕手Publicado em 2026-06-27Última atualização em …" has three parts."""

from __future__ import annotations

import functools
import re

from pipelines.lexicon.cuts import find_cuts
from pipelines.lexicon.fold import fold
from pipelines.lexicon.labels import Label, LabelHit, Lexicon
from pipelines.lexicon.line import SEPARATOR, Cut, Line, read_line, trimmed
from pipelines.lexicon.load import load_lexicon
from pipelines.lexicon.shapes import is_name, is_source, words
from schemas.role import LabelPart, Role

__all__ = ["is_name", "split_labels"]

# Their value is all the rest of the line.
WHOLE = frozenset(
    (
        Role.SUMMARY,
        Role.KEY_POINTS,
        Role.FIGURE_CAPTION,
        Role.RELATED_HEADING,
        Role.TAGS_HEADING,
        Role.DISCLAIMER,
        Role.RISK_WARNING,
    )
)
# Roles whose label may stand behind the name of the source.
AFTER_SOURCE = frozenset((Role.PUBLISHED, Role.UPDATED, Role.REPORTER))
# "TL;DR — …"; after several words ("In short — …") it is a sentence's.
DASH = re.compile(r"\s*[—–]\s+")
BRACKETED = re.compile(r"[(（]([^()（）]+)[)）]\s*\.?$")
# A longer line is prose; labels there are looked for at its head only.
LONGEST_LINE = 300
# A page's lines around the title are asked for by several rules and fields.
KEPT = 512


def split_labels(line: str, interface_language: str) -> list[LabelPart]:
    """Return the parts of a line by their labels, in order; one part with the role `body` where no label speaks.

    `interface_language` breaks ties between labels of several languages; labels of all languages are found.
    """
    return list(_split(line.strip(), interface_language))


@functools.lru_cache(maxsize=KEPT)
def _split(text: str, interface_language: str) -> tuple[LabelPart, ...]:
    lexicon = load_lexicon()
    read = read_line(text[:LONGEST_LINE], interface_language)
    if opened := _opened(text, read, lexicon, WHOLE):
        return (opened,)
    cuts = find_cuts(read, lexicon) if len(text) <= LONGEST_LINE else []
    if cuts and (parts := _parts(text, cuts)):
        return tuple(parts)
    credit = _opened(text, read, lexicon, frozenset((Role.IMAGE_CREDIT,)))
    return (credit,) if credit else (_bracketed(text, lexicon) or (LabelPart(Role.BODY, "", text),))


def _bracketed(text: str, lexicon: Lexicon) -> tuple[LabelPart, ...]:
    """The source in brackets at a line's end, and what stands before ("Minh Tú (theo Báo Mới)")."""
    found = BRACKETED.search(text) if len(text) <= LONGEST_LINE else None
    hit = lexicon.prefix(found[1]) if found else None
    if found is None or hit is None or not hit.has(Role.SOURCE):
        return ()
    value = found[1][hit.end_of_mark :].strip()
    if not value or not is_source(value) or value[0].islower():
        return ()
    label = next(label for label in hit.labels if label.role is Role.SOURCE)
    before = trimmed(text[: found.start()])
    source = LabelPart(Role.SOURCE, label.text, value)
    return (LabelPart(Role.BODY, "", before), source) if before else (source,)


def _opened(text: str, line: Line, lexicon: Lexicon, roles: frozenset[Role]) -> LabelPart | None:
    """A line that a label opens, as a whole: every label of that role at its head is taken off."""
    found: Label | None = None
    rest = text
    while (hit := lexicon.prefix(rest)) is not None:
        label = next((label for label in line.ordered(hit) if label.role in roles), None)
        dash = None if hit.marked else DASH.match(rest, hit.end)
        value = rest[dash.end() if dash else hit.end_of_mark :].strip()
        if label is None or not value or (found and label.role is not found.role):
            break
        if not hit.marked and not (dash and " " not in label.text) and not _doubled(value, label, lexicon):
            break
        if found is None and _is_credit(hit, value, roles):
            return None
        found, rest = found or label, value
    return LabelPart(found.role, found.text, trimmed(rest)) if found and trimmed(rest) else None


def _doubled(value: str, label: Label, lexicon: Lexicon) -> bool:
    """Tell whether a label of the same role follows: the page's own and the translator's."""
    following = lexicon.prefix(value)
    return following is not None and following.marked and following.has(label.role)


def _is_credit(hit: LabelHit, value: str, roles: frozenset[Role]) -> bool:
    """Words for pictures announce captions and credits; a name is a credit."""
    return hit.has(Role.IMAGE_CREDIT) and Role.IMAGE_CREDIT not in roles and is_name(SEPARATOR.split(value)[0])


def _parts(text: str, cuts: list[Cut]) -> list[LabelPart]:
    parts = _unlabelled(text[: cuts[0].start], Role.SOURCE if cuts[0].role in AFTER_SOURCE else Role.BODY)
    for cut, end in zip(cuts, [*(later.start for later in cuts[1:]), len(text)], strict=True):
        parts.append(LabelPart(cut.role, cut.label, cut.value))
        parts += _unlabelled(text[cut.end : end], Role.BODY)
    return parts


def _unlabelled(text: str, role: Role) -> list[LabelPart]:
    # An agency's dateline names the place first ("[서울=뉴시스]").
    bare = text.strip()
    dateline = role is Role.SOURCE and bare.startswith(("[", "(")) and "=" in bare
    value = trimmed(bare.rpartition("=")[2] if dateline else bare)
    if not any(map(str.isalnum, value)) or value.lower() in words("joints") or load_lexicon().exact(value):
        return []
    by = fold(value.partition(" ")[0]) in words("by_words")
    return [LabelPart(role if is_source(value) and not by else Role.BODY, "", value)]
