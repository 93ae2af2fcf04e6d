"""What differs between two runs over the same pages: records gained, lost, and changed by field."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from pipelines.inspect.changes import Change, Record, changes
from pipelines.records import BrokenLine, read_records, record_files

# Of a field's value only so many bytes are kept: two of a billion values are the same by chance once in 18 billion.
HASH_BYTES: Final = 8
# So many examples of each change are shown.
EXAMPLES: Final = 3


class Known(NamedTuple):
    """A record of the first run, as far as the comparison needs it: of its fields their hashes."""

    input_id: str | None
    title: str
    hashes: bytes


@dataclass(frozen=True, slots=True)
class Example:
    """A record that has changed in a field."""

    id: str
    url: str | None
    change: Change


@dataclass(slots=True)
class Comparison:
    """What two runs have of the same pages."""

    before: int = 0
    """Records of the first run."""
    after: int = 0
    same: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """How many records have changed in each field."""
    gained: list[str] = field(default_factory=list)
    """Ids of records that only the second run has."""
    lost: list[str] = field(default_factory=list)
    broken: list[BrokenLine] = field(default_factory=list)
    """Lines of both runs that are no records."""
    examples: dict[str, list[Example]] = field(default_factory=dict)
    """By field."""

    @property
    def is_same(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.changed or self.gained or self.lost)


def compare(before: Path, after: Path, fields: Collection[str]) -> Comparison:
    """Compare two runs: files of records or folders of them. Of a record that a run wrote twice, the last counts."""
    comparison = Comparison()
    known = _known(before, fields, comparison.broken)
    later = _known(after, fields, comparison.broken)
    comparison.before, comparison.after = len(known), len(later)
    pairs = dict(_pairs(known, later))
    wanted: dict[str, list[str]] = {}
    for old, new in pairs.items():
        names = _differing(known[old].hashes, later[new].hashes, fields)
        comparison.fields.update(names)
        comparison.changed += bool(names)
        comparison.same += not names
        for name in names:
            if comparison.fields[name] <= EXAMPLES:
                wanted.setdefault(old, []).append(name)
    comparison.gained = sorted(later.keys() - set(pairs.values()))
    comparison.lost = sorted(known.keys() - pairs.keys())
    comparison.examples = _examples(before, after, {old: pairs[old] for old in wanted}, wanted)
    return comparison


def _known(path: Path, fields: Collection[str], broken: list[BrokenLine]) -> dict[str, Known]:
    known = {}
    for record in _records(path, broken):
        hashes = b"".join(_hash(record.get(name)) for name in fields)
        known[str(record["id"])] = Known(record.get("input_id"), str(record.get("title")), hashes)
    return known


def _records(path: Path, broken: list[BrokenLine]) -> Iterator[dict[str, Any]]:
    for file in record_files([path]):
        for found in read_records(file):
            if isinstance(found, BrokenLine):
                broken.append(found)
            else:
                yield found.record


def _hash(value: object) -> bytes:
    told = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(told, digest_size=HASH_BYTES).digest()


def _pairs(known: Mapping[str, Known], later: Mapping[str, Known]) -> Iterator[tuple[str, str]]:
    """Yield the ids of one page's records: the same; or of what is left the same input; or else the same title.

    (An id is made of the canonical address, or without any of the text: a rule may change either.)
    """
    yield from ((id_, id_) for id_ in known if id_ in later)
    old, new = known.keys() - later.keys(), later.keys() - known.keys()
    for name in ("input_id", "title"):
        mine, theirs = _once(old, known, name), _once(new, later, name)
        pairs = {mine[value]: theirs[value] for value in sorted(mine.keys() & theirs.keys())}
        yield from pairs.items()
        old -= pairs.keys()
        new -= set(pairs.values())


def _once(ids: Iterable[str], records: Mapping[str, Known], name: str) -> dict[str, str]:
    """Return for each value that one record alone has, that record's id."""
    numbers = Counter(getattr(records[id_], name) for id_ in ids)
    values = ((getattr(records[id_], name), id_) for id_ in ids)
    return {value: id_ for value, id_ in values if value and numbers[value] == 1}


def _differing(before: bytes, after: bytes, fields: Collection[str]) -> list[str]:
    places = range(0, len(fields) * HASH_BYTES, HASH_BYTES)
    return [
        name
        for name, at in zip(fields, places, strict=True)
        if before[at : at + HASH_BYTES] != after[at : at + HASH_BYTES]
    ]


def _examples(
    before: Path, after: Path, pairs: Mapping[str, str], wanted: Mapping[str, list[str]]
) -> dict[str, list[Example]]:
    """Read the few records again of which values are shown."""
    old = _of_ids(before, pairs.keys())
    new = _of_ids(after, set(pairs.values()))
    examples: dict[str, list[Example]] = {}
    for id_, names in wanted.items():
        record: Record = new[pairs[id_]]
        for change in changes(old[id_], record, names):
            examples.setdefault(change.field, []).append(Example(pairs[id_], record.get("url"), change))
    return examples


def _of_ids(path: Path, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    found = ((str(record["id"]), record) for record in _records(path, [])) if ids else ()
    return {id_: record for id_, record in found if id_ in ids}
