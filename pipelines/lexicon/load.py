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

# Folded text → role, form and text as written → languages, and whether it is proven in one of them.
Found = dict[str, dict[tuple[Role, LabelForm, str], tuple[list[str], list[bool]]]]


@functools.cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of all languages. It is read once and never changes."""
    found: Found = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda item: item.name):
        if name := LANGUAGE_FILE.match(file.name):
            _read(name[1], tomllib.loads(file.read_text(encoding="utf-8")), found)
    labels = {text: _labels(said) for text, said in found.items()}
    return Lexicon(_unaccented(labels) | labels)


def _read(language: str, roles: dict[str, dict[str, list[str]]], found: Found) -> None:
    for role, forms in roles.items():
        for form, texts in forms.items():
            kind = (Role(role), LabelForm(form.removesuffix(UNPROVEN)))
            for text in texts:
                languages, proven = found.setdefault(fold(text), {}).setdefault((*kind, text), ([], []))
                languages.append(language)
                proven.append(not form.endswith(UNPROVEN))


def _labels(said: dict[tuple[Role, LabelForm, str], tuple[list[str], list[bool]]]) -> tuple[Label, ...]:
    return tuple(
        Label(role, form, tuple(languages), text, any(proven))
        for (role, form, text), (languages, proven) in said.items()
    )


def _unaccented(labels: dict[str, tuple[Label, ...]]) -> dict[str, tuple[Label, ...]]:
    """Return the labels of European scripts as hasty writers and capitals have them ("Publie le")."""
    bare: dict[str, tuple[Label, ...]] = {}
    for text, found in labels.items():
        if len(text) < SHORTEST_BARE or text.isascii() or text[0] >= "\u0530" or TONAL in found[0].languages:
            continue
        decomposed = unicodedata.normalize("NFD", text)
        bare.setdefault("".join(part for part in decomposed if not unicodedata.combining(part)), found)
    return bare
