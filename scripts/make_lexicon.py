"""Makes the lexicon's files from label lists: `python scripts/make_lexicon.py [LABELS.jsonl …]`.

A label list has a JSON object a line with `role`, `lang`, `text`, `form`, `source` and `pages`. `scripts/labels.jsonl`
is the one that is read where none is named: 4,661 words in 25 languages, compiled for this project and under its
licence; `source` says where each was seen (a published theme's translation, stored pages) or that it is known from
usage, `pages` on how many stored pages. Words found since are in `pipelines/lexicon/additions.jsonl`, in the same form,
and are always read too. One file a language comes out, sorted, so that the same lists give the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

LEXICON = Path(__file__).parent.parent / "pipelines" / "lexicon"
LABELS = Path(__file__).with_name("labels.jsonl")
ADDITIONS = LEXICON / "additions.jsonl"
HEADER = """# Made by scripts/make_lexicon.py from a list of 4,661 labels (seen on stored pages, in
# translations of published themes, or known from usage); words of our own go into additions.jsonl.
# `…_unproven`: one word that nobody has seen on a page yet.
"""
# Scripts without blanks: a label of so many characters is of several words.
SEVERAL_WORDS = {"zh-Hans": 4, "zh-Hant": 4, "ja": 4, "th": 8}


def main(paths: list[str]) -> None:
    """Write a file for each language."""
    if missing := [path for path in paths if not Path(path).is_file()]:
        sys.exit(f"make_lexicon: no such label list: {missing[0]}")
    entries: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for path in [*(map(Path, paths) if paths else [LABELS]), ADDITIONS]:
        for line in path.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            entries[label["lang"]][label["role"]][form_of(label)].add(label["text"])
    for language, roles in entries.items():
        (LEXICON / f"{language}.toml").write_text(HEADER + toml(roles), encoding="utf-8")


def form_of(label: dict[str, str]) -> str:
    """Return the form; words of which nobody has seen a page yet, and only one word, are marked as unproven."""
    text = label["text"]
    several = " " in text or len(text) >= SEVERAL_WORDS.get(label["lang"], len(text) + 1)
    unproven = label["source"] == "usage" and not several
    return f"{label['form']}_unproven" if unproven else label["form"]


def toml(roles: dict[str, dict[str, set[str]]]) -> str:
    """Write roles, forms and words as TOML."""
    lines = []
    for role, forms in sorted(roles.items()):
        lines.append(f"\n[{role}]")
        lines += [f"{form} = {json.dumps(sorted(texts), ensure_ascii=False)}" for form, texts in sorted(forms.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
