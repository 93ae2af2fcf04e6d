"""Finds the JSON that a page's framework carries its data in, whatever the framework."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import orjson
from lxml.html import HtmlElement

from pipelines.metadata.values import MAX_DEPTH, Json

# Smaller scripts hold settings, not articles.
MIN_LENGTH = 300
MAX_LENGTH = 8_000_000
# A script in which so many values are none that JSON knows is a program.
MAX_FAULTS = 500

# A script without an object that has a title holds no article; most scripts fail this cheap test.
# (One expression a word: those that begin with plain letters are searched many times faster.)
TITLED = tuple(re.compile(rf"""{word}["\\]{{0,2}}\s*[:.,]""") for word in ("itle", "eadline", "ubject", "__next_f"))

# (Two quick tests instead of one that tells all: bundles of half a megabyte have thousands of equals signs.)
ASSIGNED = re.compile(r"""=\s*(?=\{\s*["}]|\[\s*["\[{\d]|JSON\.parse\()""")
NAME_BEFORE = re.compile(r"""[\w$\])"']\s*$""")
CALLED = re.compile(r"=\s*\(?function\s*\(([\w$,\s]*)\)\s*\{\s*return\s*(?=\{)")
JSON_PARSE = re.compile(r"""JSON\.parse\(\s*(?:decodeURIComponent\(\s*)?(["'])""")
LITERALS = {quote: re.compile(rf"[^{quote}\\]*+(?:\\.[^{quote}\\]*+)*+", re.S) for quote in "\"'"}
FLIGHT = re.compile(r"self\.__next_f\.push\(\s*(\[.*\])\s*\)", re.S)
FLIGHT_ROW = re.compile(r"^[0-9a-f]+:(?=[\[{])", re.M)
# What scripts write and JSON does not know.
NO_JSON = r"(?:undefined|NaN|void 0|!0|!1|new Date\([^)]{0,40}\))"
UNDEFINED = re.compile(rf"(?<=[:,\[])\s*{NO_JSON}(?=\s*[,}}\]])")
UNDEFINED_HERE = re.compile(rf"\s*{NO_JSON}\s*[,}}\]]")

# (What `raw_decode` wraps; the stub leaves it out.)
SCAN: Callable[[str, int], tuple[Json, int]] = json.JSONDecoder(strict=False).scan_once  # type: ignore[attr-defined]


def states(scripts: list[HtmlElement]) -> Iterator[Json]:
    """Yield every JSON value that a script of the page holds."""
    flight: list[str] = []
    for script in scripts:
        text = script.text or ""
        if not MIN_LENGTH <= len(text) <= MAX_LENGTH or not any(title.search(text) for title in TITLED):
            continue
        if text.startswith("self.__next_f.push"):
            flight += _flight_text(text)
            continue
        kind = (script.get("type") or "").lower()
        if "json" in kind:
            if "ld+json" not in kind:
                yield _revived(_whole(text))
        elif not kind or "javascript" in kind or kind == "module":
            yield from _assigned(text)
    if flight:
        yield from _flight_rows("".join(flight))


def _whole(text: str) -> Json:
    try:
        return orjson.loads(text)  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        return _at(text.strip(), 0)


def _at(text: str, start: int) -> Json:
    """Decode the JSON value that begins at an offset and may be followed by more script."""
    value, end = _scanned(text, start)
    if end < 0 and UNDEFINED_HERE.match(text, -end):
        value, _ = _scanned(UNDEFINED.sub("null", text[start:]), 0)
    return value


def _scanned(text: str, start: int) -> tuple[Json, int]:
    """Return the value at an offset and the offset behind it; or None and the offset of the fault, made negative."""
    try:
        return SCAN(text, start)
    except StopIteration as stopped:
        # (The C scanner is called itself: JSONDecodeError counts the lines of the whole script, for every error.)
        return None, -stopped.value
    except json.JSONDecodeError as error:
        return None, -error.pos
    except RecursionError:
        return None, 0


def _assigned(text: str) -> Iterator[Json]:
    """Yield the values that are assigned to names; what stands inside one is not looked at again."""
    faults = 0
    mended = False
    match = ASSIGNED.search(text)
    while match and len(text) - match.end() >= MIN_LENGTH and faults < MAX_FAULTS:
        start = end = match.end()
        if NAME_BEFORE.search(text, max(0, match.start() - 4), match.start()):
            if text.startswith("JSON.parse", start):
                value = _parsed_string(text, start)
            else:
                value, end = _scanned(text, start)
                if end < 0 and not mended and UNDEFINED_HERE.match(text, -end):
                    # (All of the script at once: mending its rest at every fault would read it as often.)
                    text, mended = text[:start] + UNDEFINED.sub("null", text[start:]), True
                    value, end = _scanned(text, start)
            if isinstance(value, dict | list):
                yield _revived(value)
            faults += end <= 0
        match = ASSIGNED.search(text, max(start, end))
    if called := CALLED.search(text):
        yield _call_result(text, called)


def _parsed_string(text: str, start: int) -> Json:
    """Decode `JSON.parse("…")`: a JSON text inside a string literal."""
    match = JSON_PARSE.match(text, start)
    if not match:
        return None
    quote = match[1]
    literal = LITERALS[quote].match(text, match.end())
    inner = literal[0] if literal else ""
    if quote == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"').replace('\\\\"', '\\\\\\"')
    try:
        return orjson.loads(json.loads(f'"{inner}"', strict=False))  # type: ignore[no-any-return]
    except (ValueError, TypeError):
        return None


def _flight_text(text: str) -> list[str]:
    match = FLIGHT.search(text)
    value = _at(match[1], 0) if match else None
    if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
        return [value[1]]
    return []


def _flight_rows(text: str) -> Iterator[Json]:
    """Yield the rows of a streamed component tree: a hexadecimal number, a colon, JSON."""
    for match in FLIGHT_ROW.finditer(text):
        value = _at(text, match.end())
        if isinstance(value, dict | list):
            yield value


def _revived(value: Json) -> Json:
    """Undo the flat form in which a list holds every value once and numbers point into it."""
    if not isinstance(value, list) or len(value) < 10 or not isinstance(value[0], list | dict):
        return value
    head = value[0]
    pointers = list(head.values()) if isinstance(head, dict) else head[1:]
    if not pointers or not all(isinstance(item, int) and 0 <= item < len(value) for item in pointers):
        return value
    return _pointed(value, 0, 0, {})


def _pointed(flat: list[Json], index: int, depth: int, done: dict[int, Json]) -> Json:
    if depth > MAX_DEPTH or not 0 <= index < len(flat):
        return None
    if index in done:
        return done[index]
    value = flat[index]
    result: Json = value
    if isinstance(value, dict):
        result = {
            key: _pointed(flat, item, depth + 1, done) if isinstance(item, int) else item for key, item in value.items()
        }
    elif (
        isinstance(value, list)
        and value
        and isinstance(value[0], str)
        and len(value) == 2
        and isinstance(value[1], int)
    ):
        result = _pointed(flat, value[1], depth + 1, done)
    elif isinstance(value, list):
        result = [_pointed(flat, item, depth + 1, done) if isinstance(item, int) else item for item in value]
    done[index] = result
    return result


TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[{}\[\],:])|(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>-?\.?\d[\d.eE+-]*)|(?P<other>\S))""",
    re.S,
)
DEPTH = {"{": 1, "[": 1, "}": -1, "]": -1}
CONSTANTS = {"true": "true", "false": "false", "null": "null", "undefined": "null", "NaN": "null"}


class _Literal(NamedTuple):
    """A JavaScript literal rewritten as pieces of JSON; the names at some places stand for values yet unknown."""

    pieces: list[str]
    names: list[tuple[int, str]]
    end: int

    def json(self, bound: dict[str, str]) -> str:
        """Return the JSON with values for its names."""
        for place, name in self.names:
            self.pieces[place] = bound.get(name, "null")
        return "".join(self.pieces)


def _call_result(text: str, called: re.Match[str]) -> Json:
    """Evaluate `(function(a,b){return {title:a}}("x",1))`: a literal whose names stand for the call's arguments."""
    literal = _literal(text, called.end(), [])
    opening = text.find("(", literal.end) if literal else -1
    arguments = _literal(text, opening + 1, ["["]) if opening >= 0 else None
    if literal is None or arguments is None:
        return None
    values = _at(arguments.json({}), 0)
    if not isinstance(values, list):
        return None
    names = [name.strip() for name in called[1].split(",") if name.strip()]
    return _at(literal.json({name: json.dumps(value) for name, value in zip(names, values, strict=False)}), 0)


def _literal(text: str, start: int, pieces: list[str]) -> _Literal | None:
    """Rewrite a literal up to its own end, or, of a list that was begun, up to the bracket that ends a call."""
    names: list[tuple[int, str]] = []
    is_call = depth = len(pieces)
    for match in TOKEN.finditer(text, start):
        kind, token = match.lastgroup, match[match.lastindex or 0]
        if kind == "mark":
            pieces.append(token)
            depth += DEPTH.get(token, 0)
            if depth == 0:
                return _Literal(pieces, names, match.end())
        elif kind == "other":
            if is_call and token == ")" and depth == 1:
                pieces.append("]")
                return _Literal(pieces, names, match.end())
            if token not in "!+()":
                return None
        elif kind == "string":
            pieces.append(token)
        elif pieces[-1] in "{," and text.startswith(":", match.end()):
            pieces.append(f'"{token}"')
        elif kind == "number":
            pieces.append(f"0{token}" if token.startswith(".") else token)
        else:
            if token not in CONSTANTS:
                names.append((len(pieces), token))
            pieces.append(CONSTANTS.get(token, "null"))
    return None
