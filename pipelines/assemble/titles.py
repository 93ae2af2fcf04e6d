"""The title without the site's name."""

from __future__ import annotations

from dataclasses import replace

from pipelines.site_names import site_names, squashed, without_site
from schemas.block import LabelledBlock
from schemas.metadata import Declared, Metadata
from schemas.role import Role

# A first heading of fewer letters is a rubric ("News").
SHORTEST = 12
# A number before a title is its own ("8 trends"); so many digits are a date.
DATE_DIGITS = 6
DOTS = ("...", "…")


def choose_title(labelled: tuple[LabelledBlock, ...], metadata: Metadata, url: str | None) -> Declared | None:
    """Return the title: the shown one if it is a first heading or the page declares it too, else the declared one."""
    block = next((item.block for item in labelled if item.role is Role.TITLE), None)
    shown = block.text if block else None
    names = site_names(metadata, url)
    declared = [Declared(without_site(item.value, names), item.by, item.key) for item in metadata.titles]
    if shown is not None:
        shown = without_site(" ".join(shown.split()), names)
        headline = block is not None and block.level == 1 and squashed(shown) not in names and len(shown) >= SHORTEST
        if not declared or headline or any(_same(shown, item.value) for item in declared):
            return _cut_short(shown, declared) or _without_kicker(shown, declared)
    own = [item for item in declared if squashed(item.value) not in names]
    # Where data names but the site, the shown heading is all that names the page.
    declared = own or ([] if shown is not None and squashed(shown) not in names else declared)
    if not declared:
        return Declared(shown, "layout", "title") if shown else None
    best = _before_bar(declared[0])
    if shown is not None and squashed(shown) not in names and any(_contains(item.value, shown) for item in declared):
        return Declared(shown, "layout", "title")
    return best


def _before_bar(declared: Declared) -> Declared:
    """Cut what stands behind a bar in the document's title: rubrics and sites under whatever name."""
    head = declared.value.split(" | ")[0].strip()
    return replace(declared, value=head) if declared.by == "html" and len(head) >= SHORTEST else declared


def _cut_short(shown: str, declared: list[Declared]) -> Declared | None:
    """Return the declared title of which the shown one is the beginning, cut off with dots."""
    if not shown.endswith(DOTS):
        return None
    head = squashed(shown)
    return next(
        (item for item in declared if squashed(item.value).startswith(head) and len(item.value) > len(shown)), None
    )


def _same(one: str, other: str) -> bool:
    return squashed(one) == squashed(other)


def _contains(declared: str, shown: str) -> bool:
    short = squashed(shown)
    return len(short) > 12 and short in squashed(declared)


def _without_kicker(shown: str, declared: list[Declared]) -> Declared:
    """A heading may hold a kicker before the title; then the declared title is its end."""
    whole = squashed(shown)
    for item in declared:
        tail = squashed(item.value)
        kicker = whole.removesuffix(tail)
        if (
            len(tail) >= 2 * SHORTEST
            and whole.endswith(tail)
            and kicker
            and not (kicker.isdigit() and len(kicker) < DATE_DIGITS)
        ):
            return item
    return Declared(shown, "layout", "title")
