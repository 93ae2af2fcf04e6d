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


def test_a_list_that_is_not_there() -> None:
    """A label list that is not there is named, and nothing is written."""
    before = contents()
    with pytest.raises(SystemExit, match=r"no such label list: nowhere\.jsonl"):
        SCRIPT["main"](["nowhere.jsonl"])
    assert contents() == before


def test_the_lexicon_is_what_its_lists_make() -> None:
    """The files in the package are, byte for byte, what the script makes of the lists beside it."""
    before = contents()
    SCRIPT["main"]([])
    assert contents() == before
    assert len(before) >= 25


def contents() -> dict[str, bytes]:
    """Return the lexicon's files."""
    return {path.name: path.read_bytes() for path in Path(SCRIPT["LEXICON"]).glob("*.toml")}
