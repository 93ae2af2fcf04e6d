"""Reads the lexicon's files, one a language."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from importlib import resources

from pipelines.lexicon.fold import fold
from pipelines.lexicon.labels import Label, Lexicon
from schemas.role import LabelForm, Role

LANGUAGE_FILE = re.compile(r"^([a-z]{2}(?:-[A-Z][a-z]{3})?)\.toml$")
UNPROVEN = "_unproven"
# Shorter words without their accents are other words ("año", "ano").
SHORTEST_BARE = 6
# Without its tone marks Vietnamese is no longer readable as such.
TONAL = "vi"

# Role, form and text as written.
Said = tuple[Role, LabelForm, str]


@functools.cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of all languages. It is read once and never changes."""
    languages: dict[Said, list[str]] = {}
    proven: set[Said] = set()
    for file in sorted(resources.files(__package__).iterdir(), key=lambda item: item.name):
        if name := LANGUAGE_FILE.match(file.name):
            _read(name[1], tomllib.loads(file.read_text(encoding="utf-8")), languages, proven)
    labels = _labels(languages, proven)
    return Lexicon(_unaccented(labels) | labels)


def _read(
    language: str, roles: dict[str, dict[str, list[str]]], languages: dict[Said, list[str]], proven: set[Said]
) -> None:
    for role_name, forms in roles.items():
        role = Role(role_name)
        for name, texts in forms.items():
            form = LabelForm(name.removesuffix(UNPROVEN))
            said = [(role, form, text) for text in texts]
            for label in said:
                languages.setdefault(label, []).append(language)
            if not name.endswith(UNPROVEN):
                proven.update(said)


def _labels(languages: dict[Said, list[str]], proven: set[Said]) -> dict[str, tuple[Label, ...]]:
    labels: dict[str, tuple[Label, ...]] = {}
    for said, tags in languages.items():
        role, form, text = said
        folded = fold(text)
        labels[folded] = (*labels.get(folded, ()), Label(role, form, tuple(tags), text, said in proven))
    return labels


def _unaccented(labels: dict[str, tuple[Label, ...]]) -> dict[str, tuple[Label, ...]]:
    """Return the labels of European scripts as hasty writers and capitals have them ("Publie le")."""
    bare: dict[str, tuple[Label, ...]] = {}
    for text, found in labels.items():
        if len(text) < SHORTEST_BARE or text.isascii() or text[0] >= "\u0530" or TONAL in found[0].languages:
            continue
        decomposed = unicodedata.normalize("NFD", text)
        bare.setdefault("".join(part for part in decomposed if not unicodedata.combining(part)), found)
    return bare
