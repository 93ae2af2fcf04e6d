"""Plain values out of JSON of unknown shape."""

from __future__ import annotations

import html
import re
from typing import TypeAlias

import json_repair
import orjson

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

TAG = re.compile(r"<[^>]{1,500}>")
COMMENT_LINE = re.compile(r"^\s*(?://(?:<!\[CDATA\[|\]\]>)|<!--|-->|/\*.{0,40}\*/)\s*", re.M)
# Repairing guesses character by character, so a long broken script would cost seconds.
MAX_REPAIR = 200_000
MAX_DEPTH = 40


def load_json(text: str) -> Json:
    """Read JSON, mending what is broken; None where nothing can be made of it."""
    text = text.strip().rstrip(";")
    if not text:
        return None
    try:
        return orjson.loads(text)  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        return _load_broken(text)


def _load_broken(text: str) -> Json:
    text = COMMENT_LINE.sub("", text).strip()
    # Line breaks and tabs inside strings are the commonest fault; blanks mean the same outside of them.
    flat = re.sub(r"[\x00-\x1f]+", " ", text)
    try:
        return orjson.loads(flat)  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        pass
    if len(flat) > MAX_REPAIR or flat[:1] not in "{[":
        return None
    try:
        repaired = json_repair.loads(flat, skip_json_loads=True)
    except (ValueError, RecursionError):
        return None
    return repaired if isinstance(repaired, dict | list) else None


def dicts_in(value: Json) -> list[dict[str, Json]]:
    """Return every object in a JSON value, outer ones first, each once."""
    found: list[dict[str, Json]] = []
    if isinstance(value, dict | list):
        _gather(value, MAX_DEPTH, found, set())
    return found


def _gather(value: dict[str, Json] | list[Json], depth: int, found: list[dict[str, Json]], seen: set[int]) -> None:
    # (A value may stand in many places of a state that was flat: forty levels of pairs would be a trillion visits.)
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        found.append(value)
    if depth:
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, dict | list):
                _gather(item, depth - 1, found, seen)


def as_list(value: Json) -> list[Json]:
    """Return a value as a list: JSON-LD writes one item without brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def plain(value: Json) -> str | None:
    """Return a string value without markup, entities and outer blanks; None if it is none or empty."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("rendered")
    if not isinstance(value, str):
        return None
    if "&" in value:
        value = html.unescape(html.unescape(value))
    if "<" in value:
        value = TAG.sub("", value)
    return " ".join(value.split()) or None


def name_of(value: Json) -> str | None:
    """Return the name of a thing that is a string or an object with a name."""
    if isinstance(value, dict):
        for key in (
            "name",
            "displayName",
            "display_name",
            "nickname",
            "nickName",
            "title",
            "fullName",
            "@value",
        ):
            if name := plain(value.get(key)):
                return name
        return None
    return plain(value)


def url_of(value: Json) -> str | None:
    """Return the address of a thing that is a string or an object with one."""
    for item in as_list(value):
        if isinstance(item, str) and item.strip():
            return item.strip()
        if isinstance(item, dict):
            for key in ("url", "contentUrl", "@id", "src"):
                if found := item.get(key):
                    return url_of(found)
    return None
