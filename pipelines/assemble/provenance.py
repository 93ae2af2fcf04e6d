"""Who spoke for each field of the record: a reader of the page's data, a label, or the layout."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.assemble.moments import Moments
from pipelines.lexicon import fold
from schemas.article import Article, Provenance
from schemas.block import LabelledBlock
from schemas.metadata import Declared, Metadata
from schemas.role import Role

# Longer raw values are texts, which the record holds anyway.
LONGEST_RAW = 300
SHOWN_LISTS = (
    ("key_points", Role.KEY_POINTS, "data"),
    ("qa", Role.QUESTION, "data"),
    ("related", Role.RELATED, "page-state"),
)


def provenance_of(fields: dict[str, Declared | None], moments: Moments, language_by: str) -> dict[str, Provenance]:
    """Return who spoke for each of the single values that somebody spoke for."""
    found = {name: Provenance(by=item.by, raw=item.value[:LONGEST_RAW]) for name, item in fields.items() if item}
    if moments.published:
        found["published_at"] = moments.published.provenance
    if moments.updated:
        found["updated_at"] = moments.updated.provenance
    return {**found, "language": Provenance(by=language_by)}


def provenance_of_lists(
    article: Article, labelled: tuple[LabelledBlock, ...], metadata: Metadata
) -> dict[str, Provenance]:
    """Return who spoke for the first of each list: the reader that declares it, or else what the page shows."""
    people = [Declared(person.name, person.by) for person in metadata.people]
    pictures = [Declared(image.url, image.by) for image in metadata.images]
    firsts = {
        "authors": _first([person.name for person in article.authors], people, "layout"),
        "tags": _first(article.tags, metadata.tags, "label"),
        "categories": _first(article.categories, metadata.categories, "label"),
        "images": _first([image.url for image in article.images], pictures, "layout"),
    }
    shown = {item.role for item in labelled}
    for name, role, otherwise in SHOWN_LISTS:
        if getattr(article, name):
            firsts[name] = Provenance(by="label" if role in shown else otherwise)
    return {name: spoken for name, spoken in firsts.items() if spoken}


def _first(values: list[str], declared: Iterable[Declared], shown_by: str) -> Provenance | None:
    if not values:
        return None
    own = fold(values[0])
    known = next((item for item in declared if own in fold(item.value) or fold(item.value) in own), None)
    return Provenance(by=known.by, raw=known.value[:LONGEST_RAW]) if known else Provenance(by=shown_by)
