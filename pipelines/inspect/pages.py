"""The page that somebody names: a file, or one of the pages in a file or folder, by its id or its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from pipelines.inputs import Input, Unreadable, read_file
from pipelines.inputs.files import page_files
from pipelines.rejected import Rejected
from schemas.page import Page

# So many ids are told of a file with several pages.
TOLD_IDS: Final = 3
# Archives write their ids as `urn:uuid:…`; people copy what is behind it.
URN: Final = "urn:uuid:"


class PageNotFound(ValueError):
    """Nothing is where the page was said to be, or more than one page."""


def page_at(place: str) -> Page:
    """Return a file's page, or of `FILE#ID` or `FOLDER#ID` the one with that id or address; raises PageNotFound."""
    path, wanted = _parted(place)
    if not path.exists():
        raise PageNotFound(f"{path} is not there; give a saved page, or FILE#ID for a page in a file of several")
    if path.is_dir() and not wanted:
        raise PageNotFound(f"{path} is a folder; give a page in it, or {path}#ID for the page with that id")
    inputs = _inputs([*page_files(path)] if path.is_dir() else [path])
    found = _of_id(inputs, wanted, place) if wanted else _only(inputs, path)
    if isinstance(found.content, Page):
        return found.content
    why = found.content.why if isinstance(found.content, Unreadable) else str(found.content)
    raise PageNotFound(f"{found.origin}: {why}")


def _parted(place: str) -> tuple[Path, str]:
    """Part a path from the id behind it; a file may have the sign in its own name."""
    path, sign, wanted = place.rpartition("#")
    return (Path(path), wanted) if sign and path and not Path(place).exists() else (Path(place), "")


def _inputs(paths: Iterable[Path]) -> Iterator[Input]:
    for path in paths:
        yield from read_file(path)


def _of_id(inputs: Iterable[Input], wanted: str, place: str) -> Input:
    for found in inputs:
        if isinstance(found.content, Page | Rejected) and _is_called(found.content, wanted):
            return found
    raise PageNotFound(f"{place}: no page has the id or the address {wanted}")


def _is_called(page: Page | Rejected, wanted: str) -> bool:
    return wanted in (page.input_id, page.url, (page.input_id or "").removeprefix(URN))


def _only(inputs: Iterable[Input], path: Path) -> Input:
    found = list(islice(inputs, TOLD_IDS))
    if not found:
        raise PageNotFound(f"{path} holds no page")
    if len(found) == 1:
        return found[0]
    named = ", ".join(filter(None, map(_id, found))) or "its pages have none"
    raise PageNotFound(f"{path} holds several pages; name one by its id, {path}#ID (the first: {named})")


def _id(found: Input) -> str | None:
    return None if isinstance(found.content, Unreadable) else found.content.input_id
