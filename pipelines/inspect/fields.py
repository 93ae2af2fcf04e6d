"""Which blocks of a page say what a field of the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from pipelines.assemble.body import NO_TEXT, in_article
from pipelines.assemble.related import related_sections
from pipelines.bounds import day_of
from pipelines.dates import find_dates
from pipelines.lexicon import fold
from pipelines.segment.weight import weight
from schemas.article import Article
from schemas.block import LabelledBlock
from schemas.role import Role

# Fields whose blocks have a role of their own.
BY_ROLE: Final[Mapping[str, frozenset[Role]]] = {
    "title": frozenset((Role.TITLE,)),
    "subtitle": frozenset((Role.SUBTITLE,)),
    "summary": frozenset((Role.SUMMARY,)),
    "key_points": frozenset((Role.KEY_POINTS,)),
    "qa": frozenset((Role.QA_HEADING, Role.QUESTION, Role.ANSWER)),
    "tags": frozenset((Role.TAG,)),
    "images": frozenset((Role.CAPTION, Role.IMAGE_CREDIT)),
}
# Values of less weight stand in many texts by chance. (A Chinese name of two characters has more.)
LEAST_WEIGHT: Final = 3
# Without a time of fetching: days are compared, and none of them counts from it.
ANY_TIME: Final = datetime(2100, 1, 1, tzinfo=UTC)


def blocks_of_fields(article: Article, labelled: tuple[LabelledBlock, ...]) -> dict[str, tuple[int, ...]]:
    """Return for each field that blocks of the page show their positions, in the order of the record."""
    own = [item.block.position for item in in_article(labelled)]
    found = {name: _where(labelled, roles.__contains__) for name, roles in BY_ROLE.items()}
    found["blocks"] = tuple(own)
    # (One of the record's blocks is one of the page's.)
    pairs = zip(own, article.blocks, strict=True)
    found["body"] = tuple(position for position, block in pairs if block.text and block.type not in NO_TEXT)
    found["related"] = tuple(block.position for section in related_sections(labelled) for block in section)
    beside = [item for item in labelled if item.block.position not in own]
    for name, values in _values(article).items():
        found[name] = _holding(values, beside)
    for name, day in (("published_at", article.published_at), ("updated_at", article.updated_at)):
        found[name] = found[name] or _dated(day_of(day), beside, article)
    return {name: found[name] for name in Article.model_fields if found.get(name) and getattr(article, name)}


def _where(labelled: Iterable[LabelledBlock], has: Callable[[Role], bool]) -> tuple[int, ...]:
    return tuple(item.block.position for item in labelled if has(item.role))


def _values(article: Article) -> dict[str, list[str]]:
    """Return what lines beside the text may say in so many words: names, and dates as they were read."""
    raw = {name: spoken.raw for name, spoken in article.provenance.items() if spoken.raw}
    return {
        "authors": [person.name for person in article.authors],
        "source": [article.source.name] if article.source else [],
        "published_at": [raw[name] for name in ("published_at",) if name in raw],
        "updated_at": [raw[name] for name in ("updated_at",) if name in raw],
        "categories": article.categories,
    }


def _holding(values: Iterable[str], beside: Iterable[LabelledBlock]) -> tuple[int, ...]:
    """Return the bylines that hold one of some values; where there are none, the other blocks beside the text."""
    wanted = [fold(value) for value in values if weight(value) >= LEAST_WEIGHT]
    holding = [item for item in beside if _holds(item, wanted)]
    lines = [item for item in holding if item.role is Role.BYLINE]
    return tuple(item.block.position for item in lines or holding)


def _holds(item: LabelledBlock, wanted: list[str]) -> bool:
    text = fold(item.block.text)
    times = [fold(time) for time in item.block.times]
    return any(value in text or value in times for value in wanted)


def _dated(day: str | None, beside: Iterable[LabelledBlock], article: Article) -> tuple[int, ...]:
    """Return the bylines that show a day, in whatever words."""
    now = datetime.fromisoformat(article.fetched_at) if article.fetched_at else ANY_TIME
    language = article.interface_language or article.language
    lines = [item.block for item in beside if day and item.role is Role.BYLINE]
    return tuple(
        block.position
        for block in lines
        if any(found.parsed.at.date().isoformat() == day for found in find_dates(block.parted, language, now))
    )
