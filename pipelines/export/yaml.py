"""YAML as the heads of dataset cards are written: blocks of names, lists and single values."""

from __future__ import annotations

import json
from collections.abc import Iterator

Yaml = str | int | bool | list["Yaml"] | dict[str, "Yaml"]


def yaml_of(told: dict[str, Yaml]) -> str:
    """Return values as YAML. Texts are quoted as in JSON, so that none is taken for something else (`no`, `1.0`)."""
    return "".join(f"{line}\n" for line in _mapping(told))


def _mapping(told: dict[str, Yaml]) -> Iterator[str]:
    for name, value in told.items():
        if isinstance(value, dict | list) and value:
            yield f"{name}:"
            yield from (f"  {line}" for line in _block(value))
        else:
            yield f"{name}: {json.dumps(value, ensure_ascii=False)}"


def _block(value: Yaml) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _mapping(value)
    elif isinstance(value, list):
        for item in value:
            first, *others = _block(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in others)
    else:
        yield json.dumps(value, ensure_ascii=False)
