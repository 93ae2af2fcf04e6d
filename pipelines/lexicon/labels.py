"""The words that sites hang around an article, in all languages at once, found without asking for each of them."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from pipelines.lexicon.fold import fold, fold_with_offsets
from schemas.role import LabelForm, Role

# A label is a few words; longer texts need no look-up.
LONGEST_LABEL = 60
# What stands between a label and its value.
MARK = re.compile(r"\s*[:：|｜/／=·•—–\-]\s*")
COLON = re.compile(r"\s*[:：|｜／=]\s*")
# Some labels hold their mark ("文｜").
OWN_MARKS = "｜/|／:："
# What ornaments a label: marks, arrows, counts in brackets, emoji.
ORNAMENT = re.compile(r"^[\W_]+|\s*[(（]\d+[)）]\s*$|[\W_]+$")
# Scripts that write no blank between words.
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


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


class Lexicon:
    """All labels by their folded text."""

    def __init__(self, labels: dict[str, tuple[Label, ...]]) -> None:
        self._labels = labels
        self._longest = max(map(len, labels))
        self._heads = frozenset(text[:2] for text in labels)
        self._lengths: dict[str, tuple[int, ...]] = {}
        for text in labels:
            self._lengths[text[:2]] = (*self._lengths.get(text[:2], ()), len(text))
        self._lengths = {head: tuple(sorted(set(found), reverse=True)) for head, found in self._lengths.items()}

    def exact(self, text: str) -> tuple[Label, ...]:
        """Return the labels that a text is, ornaments aside; of any form."""
        if len(text) > LONGEST_LABEL:
            return ()
        folded = fold(text)
        return self._labels.get(folded) or self._labels.get(ORNAMENT.sub("", ORNAMENT.sub("", folded)), ())

    def prefix(self, text: str) -> LabelHit | None:
        """Return the longest label with which a text begins."""
        head = text[: self._longest + 8]
        folded, offsets = fold_with_offsets(head)
        return self.at(text, folded, offsets, 0)

    def at(self, text: str, folded: str, offsets: list[int], start: int) -> LabelHit | None:
        """Return the longest label that begins at an offset of a folded text."""
        for length in self._lengths.get(folded[start : start + 2], ()):
            end = start + length
            labels = self._labels.get(folded[start:end]) if end <= len(folded) else None
            labels = tuple(label for label in labels or () if label.form in (LabelForm.PREFIX, LabelForm.HEADING))
            if not labels:
                continue
            end_of_label = offsets[end]
            colon = COLON.match(text, end_of_label)
            own_mark = text[end_of_label - 1] in OWN_MARKS
            if colon is None and not own_mark and not self._ends_word(folded, end, labels):
                continue
            end_of_mark = colon.end() if colon else end_of_label
            return LabelHit(labels, offsets[start], end_of_label, colon is not None or own_mark, end_of_mark)
        return None

    @staticmethod
    def _ends_word(folded: str, end: int, labels: tuple[Label, ...]) -> bool:
        """A label that runs on into a word is a part of it, unless the script parts no words or a new kind begins."""
        if end >= len(folded) or not folded[end].isalpha() or not folded[end - 1].isalpha():
            return True
        if UNSPACED.match(folded[end - 1]) or UNSPACED.match(folded[end]):
            return True
        return len(folded[:end].split()) > 1 or any(label.role in GLUED for label in labels)

    def suffix(self, text: str) -> LabelHit | None:
        """Return the longest label with which a text ends."""
        folded, offsets = fold_with_offsets(text[-LONGEST_LABEL:])
        base = max(0, len(text) - LONGEST_LABEL)
        for start in range(max(0, len(folded) - self._longest), len(folded)):
            labels = tuple(label for label in self._labels.get(folded[start:], ()) if label.form is LabelForm.SUFFIX)
            if labels:
                return LabelHit(labels, base + offsets[start], len(text), False, len(text))
        return None

    def strip_letter(self, text: str, role: Role) -> str | None:
        """Take one question's or answer's letter or word off a text; None where there is none."""
        folded, offsets = fold_with_offsets(text[: self._longest])
        for length in self._lengths.get(folded[:2], ()) + self._lengths.get(folded[:1], ()):
            labels = self._labels.get(folded[:length], ()) if length < len(folded) else ()
            if not any(label.role is role for label in labels):
                continue
            rest = text[offsets[length] :]
            if length > 1 and not re.match(r"\s*\d*\s*[:：.、)）|]", rest):
                continue
            stripped = (
                re.sub(r"^\s*\d*\s*[:：.、)）|]\s*", "", rest) if re.match(r"\s*\d*\s*[:：.、)）|]", rest) else rest
            )
            if length == 1 and stripped == rest and not _glued_letter(text):
                continue
            return stripped.strip()
        return None


# Roles whose labels sites glue to a source's name or to their value.
GLUED = frozenset((Role.SUMMARY,))


def _glued_letter(text: str) -> bool:
    """A letter is glued to a text if a capital, a digit, a quote or another script follows it ("QWhat", "A新闻")."""
    following = text[1:2]
    return bool(following) and (
        following.isupper() or following.isdigit() or not following.isascii() or following in "\"'(“‘«¿¡"
    )


@functools.cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of all languages. It is read once and never changes."""
    found: dict[str, dict[tuple[Role, LabelForm], dict[str, tuple[str, bool]]]] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            _read(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8")), found)
    return Lexicon({text: _labels(kinds) for text, kinds in found.items()})


def _read(
    language: str,
    roles: dict[str, dict[str, list[str]]],
    found: dict[str, dict[tuple[Role, LabelForm], dict[str, tuple[str, bool]]]],
) -> None:
    for role, forms in roles.items():
        for form, texts in forms.items():
            kind = (Role(role), LabelForm(form.removesuffix("_unproven")))
            for text in texts:
                languages = found.setdefault(fold(text), {}).setdefault(kind, {})
                languages[language] = (text, not form.endswith("_unproven"))


def _labels(kinds: dict[tuple[Role, LabelForm], dict[str, tuple[str, bool]]]) -> tuple[Label, ...]:
    return tuple(
        Label(
            role, form, tuple(languages), next(iter(languages.values()))[0], any(seen for _, seen in languages.values())
        )
        for (role, form), languages in kinds.items()
    )
