"""The words that sites hang around an article, in all languages at once, found without asking for each of them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.lexicon.borders import ends_word
from pipelines.lexicon.fold import fold, fold_with_offsets
from pipelines.lexicon.letters import without_letter
from schemas.role import LabelForm, Role

# A label is a few words; longer texts need no look-up.
LONGEST_LABEL: Final = 60
# Four letters rule out most texts.
HEAD: Final = 4
# What parts a label from its value. (丨 is a Han letter that Chinese sites use as a bar.)
MARK = re.compile(r"\s*[:：﹕︰|｜丨︱∣／]\s*")
LETTER_BAR = "丨"
# Labels of pictures, questions and tables may bear a number before the mark ("Figure 1:").
NUMBERED_MARK = re.compile(r"\s*\d{1,3}(?:[.\-]\d{1,2})?\s*[:：﹕|｜丨.．、]\s*(?!\d)")
NUMBERED = frozenset((Role.FIGURE_CAPTION, Role.IMAGE_CREDIT, Role.QUESTION, Role.ANSWER))
# Some labels hold their mark ("文｜", "사진=").
OWN_MARKS = "|/:="
# Han and Hangul labels take these for a mark too ("文/林昱辰", "사진=연합뉴스"); "Image/Video" has no value.
ASIAN_MARK = re.compile(r"\s*[/=＝]\s*")
BRACKETS = (")", "）")
GLOSS = re.compile(r"\s*[(（][^()（）]*$")
COUNT = re.compile(r"\s*[(\[（]\d+[)\]）]\s*$|\s+\d{1,4}\s*$")
# What a count ends with, if not with a digit. (Searching for one costs more than all else that is done with a text.)
CLOSING_BRACKETS = (")", "]", "）")
WORD = re.compile(r"[^\W\d_]{2,}")
# Every language writes them, as words of their own.
SHORT_FOR_QUESTIONS = frozenset(("faq", "faqs", "q&a"))
OPENING = frozenset((LabelForm.PREFIX, LabelForm.HEADING))
CLOSING = frozenset((LabelForm.SUFFIX,))


@dataclass(frozen=True, slots=True)
class Label:
    """A label: what it announces, how it stands to its value, and in which languages it is said."""

    role: Role
    form: LabelForm
    languages: tuple[str, ...]
    text: str
    seen: bool
    """It is proven: seen on stored pages, or of several words."""


@dataclass(frozen=True, slots=True)
class LabelHit:
    """Labels found at a text's beginning or end, as offsets into the text."""

    labels: tuple[Label, ...]
    start: int
    end: int
    marked: bool
    """A colon or bar parts the label from its value."""
    end_of_mark: int

    def has(self, *roles: Role) -> bool:
        """Tell whether one of the labels announces one of the roles."""
        return any(label.role in roles for label in self.labels)


class Index:
    """Labels by their folded text, found at a place of a folded text by the lengths that its first letters allow."""

    def __init__(self, labels: Mapping[str, tuple[Label, ...]]) -> None:
        self._labels = labels
        lengths: dict[str, set[int]] = {}
        for text in labels:
            lengths.setdefault(text[:HEAD], set()).add(len(text))
        for head, found in lengths.items():
            # A head stands for the labels that are shorter than it too.
            found.update(end for end in range(1, len(head)) if head[:end] in labels)
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def lengths_at(self, folded: str, start: int) -> tuple[int, ...]:
        """Return the lengths, longest first, of labels that may begin at a place; most places have none."""
        known = self._lengths
        return (
            known.get(folded[start : start + 4])
            or known.get(folded[start : start + 3])
            or known.get(folded[start : start + 2])
            or known.get(folded[start : start + 1], ())
        )

    def at(self, folded: str, start: int) -> Iterable[tuple[int, tuple[Label, ...]]]:
        """Yield the ends of labels that begin at a place, the longest first, with the labels."""
        for length in self.lengths_at(folded, start):
            if (labels := self._labels.get(folded[start : start + length])) and start + length <= len(folded):
                yield start + length, labels


class Lexicon:
    """All labels by their folded text. Immutable once made."""

    def __init__(self, labels: Mapping[str, tuple[Label, ...]]) -> None:
        self._labels = labels
        self._openers = Index(_of_form(labels, OPENING))
        self._closers = Index(_of_form(labels, CLOSING))
        self._either = Index(_of_form(labels, OPENING | CLOSING))
        self._questions = tuple(text for text, found in labels.items() if _heads_questions(text, found))

    def may_begin(self, folded: str, place: int) -> bool:
        """Tell whether a label may begin at a place of a folded text, going by a few letters."""
        return bool(self._either.lengths_at(folded, place))

    def exact(self, text: str) -> tuple[Label, ...]:
        """Return the labels that a text is, ornaments aside; of any form."""
        if len(text) > LONGEST_LABEL:
            return ()
        folded = fold(text)
        if labels := self._labels.get(folded):
            return labels
        bare = _without_ornaments(folded)
        labels = () if bare == folded else self._labels.get(bare, ())
        # (Said once more in short, or in another language: "Frequently asked questions (FAQ)".)
        return labels or (self._labels.get(GLOSS.sub("", bare), ()) if folded.endswith(BRACKETS) else ())

    def prefix(self, text: str) -> LabelHit | None:
        """Return the longest label with which a text begins, ornaments before it aside."""
        start = 0
        if not text[:1].isalnum():
            while start < len(text) and start < 4 and _is_ornament(text[start]):
                start += 1
        head = text[start : start + 2 * HEAD]
        lengths = self._openers.lengths_at(head.lower() if head.isascii() else fold(head), 0)
        if not lengths or (lengths[0] < HEAD and _is_running(head[:HEAD])):
            return None
        folded, offsets = fold_with_offsets(text[: LONGEST_LABEL + 8])
        return self.at(text, folded, offsets, bisect_left(offsets, start))

    def at(self, text: str, folded: str, offsets: Sequence[int], place: int) -> LabelHit | None:
        """Return the longest label that begins at a place of a folded text and ends where a word may end."""
        for end, labels in self._openers.at(folded, place):
            mark = _mark(text, folded, offsets, end, labels)
            if mark is not None or ends_word(text, folded, offsets, end):
                after = offsets[end] if mark is None else mark
                return LabelHit(labels, offsets[place], offsets[end], mark is not None, after)
        return None

    def suffix(self, text: str) -> LabelHit | None:
        """Return the longest label with which a text ends."""
        folded, offsets = fold_with_offsets(text[-LONGEST_LABEL:])
        base = max(0, len(text) - LONGEST_LABEL)
        for place in range(len(folded)):
            for end, labels in self._closers.at(folded, place):
                if end == len(folded):
                    return LabelHit(labels, base + offsets[place], len(text), False, len(text))
        return None

    def closing_at(self, text: str, folded: str, offsets: Sequence[int], place: int) -> LabelHit | None:
        """Return the longest label of what stands before it that begins at a place and ends where a word may end."""
        for end, labels in self._closers.at(folded, place):
            if ends_word(text, folded, offsets, end):
                return LabelHit(labels, offsets[place], offsets[end], False, offsets[end])
        return None

    def questions_about(self, text: str) -> tuple[Label, ...]:
        """Return the labels of a section of questions with which a heading begins or ends."""
        folded = fold(text)
        words = folded.split() or [""]
        if len(words) > 1 and (short := SHORT_FOR_QUESTIONS & {words[0], words[-1]}):
            return tuple(label for name in short for label in self._labels.get(name, ()))
        if not (folded.startswith(self._questions) or folded.endswith(self._questions)):
            return ()
        found = next(label for label in self._questions if folded.startswith(label) or folded.endswith(label))
        return tuple(label for label in self._labels[found] if label.role is Role.QA_HEADING)

    def words(self) -> dict[str, set[str]]:
        """Return for each language the words that its labels are made of, folded."""
        words: dict[str, set[str]] = {}
        for text, labels in self._labels.items():
            for tag in {tag for label in labels for tag in label.languages}:
                words.setdefault(tag, set()).update(WORD.findall(text))
        return words

    def letters_at(self, folded: str, role: Role) -> list[int]:
        """Return the ends of labels of a role at a text's head, the longest first."""
        return [end for end, labels in self._openers.at(folded, 0) if any(label.role is role for label in labels)]

    def strip_letter(self, text: str, role: Role) -> str | None:
        """Take one question's or answer's letter or word off a text; None where there is none."""
        return without_letter(self, text, role)


def _heads_questions(text: str, labels: tuple[Label, ...]) -> bool:
    """Tell whether a label is of questions alone, and long enough to be told within a heading."""
    return len(text) > HEAD and all(label.role is Role.QA_HEADING for label in labels)


def _of_form(labels: Mapping[str, tuple[Label, ...]], forms: frozenset[LabelForm]) -> dict[str, tuple[Label, ...]]:
    kept = {text: [label for label in found if label.form in forms] for text, found in labels.items()}
    return {text: tuple(found) for text, found in kept.items() if found}


def _mark(text: str, folded: str, offsets: Sequence[int], end: int, labels: tuple[Label, ...]) -> int | None:
    """Return where the mark after a label ends; None where there is none."""
    after = offsets[end]
    if text[after : after + 1].isalpha() and text[after] != LETTER_BAR and folded[end - 1] not in OWN_MARKS:
        return None
    found = MARK.match(text, after)
    if found is None and any(label.role in NUMBERED for label in labels):
        found = NUMBERED_MARK.match(text, after)
    if found is None and folded[end - 1] > "\u3000":
        found = ASIAN_MARK.match(text, after)
    if found is None and folded[end - 1] in OWN_MARKS:
        return after + len(text[after:]) - len(text[after:].lstrip())
    return found.end() if found else None


def _is_running(head: str) -> bool:
    """Tell whether the letters of a head are of one word, within which no label ends. (Every letter is a label.)"""
    return len(head) == HEAD and head.isascii() and head.isalpha() and head[1:].islower()


def _is_ornament(character: str) -> bool:
    """Punctuation, symbols, blanks and what joins emoji; never the vowel signs of Indic scripts."""
    return unicodedata.category(character)[0] in "PSZC" or "\ufe00" <= character <= "\ufe0f"


def _without_ornaments(folded: str) -> str:
    if folded[:1].isalnum() and folded[-1:].isalpha():
        return folded
    folded = _without_count(folded)
    start, end = 0, len(folded)
    while start < end and _is_ornament(folded[start]):
        start += 1
    while end > start and _is_ornament(folded[end - 1]):
        end -= 1
    return _without_count(folded[start:end])


def _without_count(folded: str) -> str:
    may_end_in_count = folded[-1:].isdigit() or folded.endswith(CLOSING_BRACKETS)
    return COUNT.sub("", folded) if may_end_in_count else folded
