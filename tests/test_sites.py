"""Pages of known sites, and layouts as theirs: each folder of `tests/sites` says what its page has to give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.catalogue import load_sites, site_of_url
from pipelines.extract import extract
from schemas.page import Page
from spiders.newsite.fixtures import DRAFT, WANTED

SITES = Path(__file__).with_name("sites")
FOLDERS = sorted(path for path in SITES.glob("*/*") if path.is_dir())


def wanted_in(folder: Path) -> dict[str, Any]:
    """Return what a fixture says that its page has to give; a draft says what the program thinks, so it fails."""
    if (folder / DRAFT).exists():
        pytest.fail(f"{folder}/{DRAFT}: look at it beside its page, correct it, rename it to article.json")
    return json.loads((folder / "article.json").read_text("utf-8"))  # type: ignore[no-any-return]


def facts_in(folder: Path) -> dict[str, Any]:
    """Return what is known of a fixture's page: its address, when and how it came, where it is from."""
    return json.loads((folder / "page.json").read_text("utf-8"))  # type: ignore[no-any-return]


def page_in(folder: Path) -> Page:
    """Return the page of a fixture, as it came."""
    told = facts_in(folder)
    (body,) = folder.glob("page.[ht]*[lt]")
    fetched = told.get("fetched_at")
    return Page(
        body=body.read_bytes(),
        url=told["url"],
        content_type=told.get("content_type", ""),
        fetched_at=datetime.fromisoformat(fetched) if fetched else None,
        site=site_of_url(told["url"]) if told["url"] else None,
    )


def differences(wanted: object, found: object, place: str) -> Iterator[str]:
    """Return where a record is not as it is wanted, a line each; keys of objects that nobody asks for may be there."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            yield from differences(value, found.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif wanted != found:
        yield f"{place}: wanted {wanted!r}, found {found!r}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_page_gives_the_article_that_is_wanted(folder: Path) -> None:
    """The record of a page is what its fixture wants, but for the fields of which it says that they are not yet so."""
    wanted, not_yet = wanted_in(folder), facts_in(folder).get("not_yet", {})
    found = extract(page_in(folder)).model_dump(mode="json")
    right = {key: value for key, value in wanted.items() if key not in not_yet}
    told = "\n".join(differences(right, found, ""))
    assert not told, told
    mended = [key for key in not_yet if not list(differences(wanted[key], found[key], key))]
    assert mended == [], f"{folder}/page.json: these are right now; take them out of `not_yet`"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_fixture_says_everything(folder: Path) -> None:
    """A fixture leaves no field out, so that none is right for not being looked at, and says where its page is from."""
    assert set(WANTED) <= set(wanted_in(folder))
    told = facts_in(folder)
    assert told["source"], "page.json: say in `source` where the page is from"
    assert told["licence"], "page.json: say in `licence` under what terms the page may lie here"


def test_a_draft_is_no_fixture(tmp_path: Path) -> None:
    """A draft fails with what to do, even where an article.json lies beside it."""
    (tmp_path / "article.json").write_text("{}", "utf-8")
    (tmp_path / DRAFT).write_text("{}", "utf-8")
    with pytest.raises(pytest.fail.Exception, match=r"article\.draft\.json: look at it .* rename it to article\.json"):
        wanted_in(tmp_path)


def test_differences_are_found() -> None:
    """A missing item, another value and a value in place of none are told, with their places."""
    wanted = {"title": "A", "qa": [{"question": "Q", "answer": "B"}], "tags": [], "source": None}
    found = {"title": "A", "qa": [{"question": "Q", "answer": "C"}], "tags": ["x"], "source": {"name": "D"}}
    assert [line.partition(":")[0] for line in differences(wanted, found, "")] == ["qa[0].answer", "tags", "source"]


def test_fixtures_cover_layouts_and_languages() -> None:
    """There are fixtures of many sites and languages; a folder has the key of a site, or the name of a platform."""
    languages = {wanted_in(folder)["language"] for folder in FOLDERS}
    assert len(FOLDERS) >= 14
    assert len(languages) >= 10
    assert {folder.parent.name for folder in FOLDERS} - set(load_sites()) <= {"medium", "substack"}
