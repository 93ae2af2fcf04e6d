"""The layers hold: spiders know pipelines, pipelines know schemas, and nothing looks back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path.relative_to(ROOT) for folder in ("schemas", "pipelines", "spiders") for path in (ROOT / folder).rglob("*.py")
)
MAY_IMPORT = {
    "schemas": {"schemas"},
    "pipelines": {"schemas", "pipelines"},
    "spiders": {"schemas", "pipelines", "spiders"},
}
OUR_LAYERS = set(MAY_IMPORT)
MODULES = sorted(path.relative_to(ROOT) for layer in MAY_IMPORT for path in (ROOT / layer).rglob("*.py"))
# Who knows the crawler, and who knows the parser.
CRAWLER = {"scrapy", "twisted", "itemadapter", "parsel"}
CRAWLER_HOMES = ("spiders/", "pipelines/items.py")
PARSER = {"lxml", "bs4"}
PARSER_HOMES = ("pipelines/decode.py", "pipelines/metadata", "pipelines/segment")
# Decoding asks BeautifulSoup's guesser for the charset; that module reads bytes and knows no tree.
CHARSET_GUESSER = ("pipelines/encoding.py", "bs4.dammit")


def imported(path: Path) -> Iterator[ast.alias | ast.ImportFrom]:
    """Return what a module imports, anywhere in it."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from node.names
        elif isinstance(node, ast.ImportFrom):
            yield node


def packages(path: Path) -> set[str]:
    """Return the top packages that a module imports."""
    names = [(node.module if isinstance(node, ast.ImportFrom) else node.name) or "" for node in imported(path)]
    return {name.partition(".")[0] for name in names if (path.as_posix(), name) != CHARSET_GUESSER}


def test_modules_are_found() -> None:
    """The rule is read from real modules of every layer."""
    assert {path.parts[0] for path in MODULES} == OUR_LAYERS


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_follow_the_layers(path: Path) -> None:
    """A module imports its own layer and those below it."""
    assert packages(path) & OUR_LAYERS <= MAY_IMPORT[path.parts[0]]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_are_absolute(path: Path) -> None:
    """No module imports by dots."""
    assert [node.module for node in imported(path) if isinstance(node, ast.ImportFrom) and node.level] == []


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_crawler_and_parser_have_their_homes(path: Path) -> None:
    """Scrapy is known to spiders and items only; lxml and BeautifulSoup to the stages that read trees."""
    used = packages(path)
    assert not used & CRAWLER or path.as_posix().startswith(CRAWLER_HOMES)
    assert not used & PARSER or path.as_posix().startswith(PARSER_HOMES)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_modules_are_named_for_a_subject(path: Path) -> None:
    """No module is called by a name that says nothing."""
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
