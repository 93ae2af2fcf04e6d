from __future__ import annotations

import runpy
import tomllib
from pathlib import Path

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "make_lexicon.py"))


@pytest.mark.parametrize(
    ("lang", "text", "source", "form"),
    [
        ("de", "Autorin", "usage", "prefix_unproven"),
        ("de", "Autorin", "stored pages", "prefix"),
        ("de", "Verfasst von", "usage", "prefix"),
        ("zh-Hans", "作者", "usage", "prefix_unproven"),
        ("zh-Hans", "文章来源", "usage", "prefix"),
    ],
)
def test_single_unseen_words_are_unproven(lang: str, text: str, source: str, form: str) -> None:
    """One word that nobody saw on a page is marked; in scripts without blanks four characters are several words."""
    label = {"role": "author", "lang": lang, "text": text, "form": "prefix", "source": source}
    assert SCRIPT["form_of"](label) == form


def test_files_are_sorted_and_readable() -> None:
    """The same words give the same file, in whatever order they came."""
    one = SCRIPT["toml"]({"source": {"prefix": {"Via", '"Quelle"'}}, "author": {"prefix": {"Von"}}})
    other = SCRIPT["toml"]({"author": {"prefix": {"Von"}}, "source": {"prefix": {'"Quelle"', "Via"}}})
    assert one == other
    assert tomllib.loads(one) == {"author": {"prefix": ["Von"]}, "source": {"prefix": ['"Quelle"', "Via"]}}


@pytest.mark.parametrize(("lists", "told"), [([], "name a label list"), (["nowhere.jsonl"], "no such label list")])
def test_without_its_lists_the_lexicon_stays(lists: list[str], told: str) -> None:
    """Called without a label list, or with one that is not there, the script says so and writes nothing."""
    folder = Path(SCRIPT["LEXICON"])
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.toml")}
    with pytest.raises(SystemExit, match=told):
        SCRIPT["main"](lists)
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.toml")} == before
