"""An inspection as one page of HTML that needs nothing else: one script of ours, and nothing of the page's own runs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from pipelines.coverage import says_something
from pipelines.inspect.inspection import Inspection, SeenBlock
from pipelines.inspect.kinds import kind_of
from pipelines.inspect.reasons import reasons_of
from pipelines.look import policy_hash, rendered, resource
from pipelines.segment.inert import Mark, inert_markup
from schemas.article import Article
from schemas.role import Role

PACKAGE: Final = "pipelines.inspect"
# Within the frame nothing loads and nothing runs, whatever the page's markup was turned into.
FRAME: Final = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    '<style>{style}</style></head><body dir="{direction}">{markup}</body></html>'
)
IN_DATA: Final = "The page shows little of its article: these blocks were read from its data."


@dataclass(frozen=True, slots=True)
class Chip:
    """A role that blocks can be filtered by."""

    role: Role
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block, the colour of its role, and what speaks for that."""

    seen: SeenBlock
    kind: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the record, who spoke for it, and which blocks show it."""

    name: str
    value: Any
    """Of JSON."""
    by: str
    raw: str
    positions: tuple[int, ...]
    parts: tuple[tuple[int, str], ...] = ()
    """Of the body: its paragraphs, each with the position of its block."""


def page_of(inspection: Inspection, origin: str) -> str:
    """Return the page."""
    script = resource(PACKAGE, "inspection.js")
    style = resource(PACKAGE, "roles.css") + resource(PACKAGE, "inspection.css")
    article = inspection.article
    shown, missing = _fields(article, inspection) if article else ([], [])
    return rendered(
        PACKAGE,
        "inspection.html",
        title=_title(inspection),
        origin=origin,
        url=inspection.page.url,
        style=Markup(style),
        script=Markup(script),
        script_hash=Markup(policy_hash(script)),
        chips=_chips(inspection.blocks),
        blocks=[ShownBlock(seen, kind_of(seen.role), tuple(reasons_of(seen))) for seen in inspection.blocks],
        stated=IN_DATA if inspection.is_of_data else "",
        frame=_frame(inspection),
        refused=inspection.rejected,
        fields=shown,
        missing=missing,
        json=json.dumps(article.model_dump(mode="json"), ensure_ascii=False, indent=1) if article else "",
    )


def _title(inspection: Inspection) -> str:
    if inspection.article:
        return inspection.article.title
    assert inspection.rejected
    return f"no article ({inspection.rejected.reason})"


def _chips(blocks: tuple[SeenBlock, ...]) -> list[Chip]:
    numbers = Counter(seen.role for seen in blocks)
    return [Chip(role, kind_of(role), number) for role, number in numbers.most_common()]


def _fields(article: Article, inspection: Inspection) -> tuple[list[ShownField], list[str]]:
    """Return the fields that say something, and the names of the others."""
    told = article.model_dump(mode="json")
    told["blocks"] = dict(Counter(block.type.value for block in article.blocks))
    del told["provenance"]
    shown = [_field(name, value, article, inspection) for name, value in told.items() if says_something(value)]
    return shown, [name for name, value in told.items() if not says_something(value)]


def _field(name: str, value: object, article: Article, inspection: Inspection) -> ShownField:
    spoken = article.provenance.get(name)
    by = spoken.by if spoken else ""
    # Most raw values are the value itself, or its beginning.
    raw = spoken.raw if spoken and spoken.raw and spoken.raw not in str(value) else ""
    positions = inspection.fields.get(name, ())
    parts = _paragraphs(article, inspection) if name == "body" else ()
    return ShownField(name, value, by, raw, positions, parts)


def _paragraphs(article: Article, inspection: Inspection) -> tuple[tuple[int, str], ...]:
    texts = dict(zip(inspection.fields["blocks"], (block.text for block in article.blocks), strict=True))
    return tuple((position, texts[position]) for position in inspection.fields["body"])


def _frame(inspection: Inspection) -> str:
    """Return the original page, made harmless, its blocks outlined; empty where the blocks are not of its markup."""
    if inspection.elements is None:
        return ""
    marks: dict[int, list[Mark]] = {}
    for seen in inspection.blocks:
        told = f"{seen.position} {seen.role}"
        marks.setdefault(seen.region, []).append(Mark(seen.position, kind_of(seen.role), told))
    style = resource(PACKAGE, "roles.css") + resource(PACKAGE, "frame.css")
    markup = inert_markup(inspection.elements, marks)
    return FRAME.format(style=style, direction=inspection.elements.direction, markup=markup)
