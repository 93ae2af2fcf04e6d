"""Finds the JSON that a page's framework carries its data in, whatever the framework."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import orjson
from lxml.html import HtmlElement

from pipelines.metadata.values import MAX_DEPTH, Json

# Smaller scripts hold settings, not articles.
MIN_LENGTH = 300
MAX_LENGTH = 8_000_000

# A script without an object that has a title holds no article; most scripts fail this cheap test.
# (One expression a word: those that begin with plain letters are searched many times faster.)
TITLED = tuple(re.compile(rf"""{word}["\\]{{0,2}}\s*[:.,]""") for word in ("itle", "eadline", "ubject", "__next_f"))

# (Two quick tests instead of one that tells all: bundles of half a megabyte have thousands of equals signs.)
ASSIGNED = re.compile(r"""=\s*(?=\{\s*["}]|\[\s*["\[{\d]|JSON\.parse\()""")
NAME_BEFORE = re.compile(r"""[\w$\])"']\s*$""")
CALLED = re.compile(r"=\s*\(?function\s*\(([\w$,\s]*)\)\s*\{\s*return\s*(?=\{)")
JSON_PARSE = re.compile(r"""JSON\.parse\(\s*(?:decodeURIComponent\(\s*)?(["'])""")
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
    return _decoded(text, start)[0]


def _decoded(text: str, start: int) -> tuple[Json, int]:
    """Decode the value at an offset; return it with the offset behind it (0 where its script had to be rewritten)."""
    try:
        return SCAN(text, start)
    except StopIteration as stopped:
        # (The C scanner is called itself: JSONDecodeError counts the lines of the whole script, for every error.)
        place = stopped.value
    except json.JSONDecodeError as error:
        place = error.pos
    except RecursionError:
        return None, 0
    if not UNDEFINED_HERE.match(text, place):
        return None, 0
    try:
        return SCAN(UNDEFINED.sub("null", text[start:]), 0)[0], 0
    except (StopIteration, json.JSONDecodeError, RecursionError):
        return None, 0


def _assigned(text: str) -> Iterator[Json]:
    end = 0
    last = len(text) - MIN_LENGTH
    for match in ASSIGNED.finditer(text):
        start = match.end()
        if start > last:
            break
        if start < end or not NAME_BEFORE.search(text, max(0, match.start() - 4), match.start()):
            continue
        if text.startswith("JSON.parse", start):
            value = _parsed_string(text, start)
        else:
            value, end = _decoded(text, start)
        if isinstance(value, dict | list):
            yield _revived(value)
    if called := CALLED.search(text):
        yield _call_result(text, called)


def _parsed_string(text: str, start: int) -> Json:
    """Decode `JSON.parse("…")`: a JSON text inside a string literal."""
    match = JSON_PARSE.match(text, start)
    if not match:
        return None
    quote = match[1]
    literal = re.compile(rf"(?:[^{quote}\\]|\\.)*", re.S).match(text, match.end())
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
    r"""(?P<string>"(?:[^"\\]|\\.)*")|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>-?\.?\d[\d.eE+-]*)|(?P<mark>[{}\[\],:])|(?P<blank>\s+)|(?P<other>.)""",
    re.S,
)
CONSTANTS = {"true": "true", "false": "false", "null": "null", "undefined": "null", "NaN": "null"}


def _call_result(text: str, called: re.Match[str]) -> Json:
    """Evaluate `(function(a,b){return {title:a}}("x",1))`: a literal whose names stand for the call's arguments."""
    names = [name.strip() for name in called[1].split(",") if name.strip()]
    literal, end = _literal(text, called.end(), {})
    if literal is None:
        return None
    opening = text.find("(", end)
    arguments, _ = _literal("[" + text[opening + 1 :], 0, {}, closing=")")
    values = _at(arguments + "]", 0) if arguments else None
    if not isinstance(values, list):
        return None
    bound = {name: json.dumps(value) for name, value in zip(names, values, strict=False)}
    literal, _ = _literal(text, called.end(), bound)
    return _at(literal, 0) if literal else None


def _literal(text: str, start: int, bound: dict[str, str], closing: str = "") -> tuple[str | None, int]:
    """Rewrite a JavaScript literal as JSON, up to its own end (or an unmatched `closing`)."""
    out: list[str] = []
    depth = 0
    for match in TOKEN.finditer(text, start):
        kind, token = match.lastgroup, match[0]
        if kind == "name":
            is_key = text[match.end() : match.end() + 1] == ":" and out and out[-1] in "{,"
            token = json.dumps(token) if is_key else CONSTANTS.get(token) or bound.get(token, "null")
        elif kind == "number":
            token = f"0{token}" if token.startswith(".") else token
            if out and out[-1] in "{," and text[match.end() : match.end() + 1] == ":":
                token = json.dumps(token)
        elif kind == "other":
            if closing and token == closing and depth == 1:
                return "".join(out), match.end()
            if token in "!+":
                continue
            if token in "()":
                continue
            return None, match.end()
        elif kind == "mark":
            depth += (token in "{[") - (token in "}]")
            out.append(token)
            if depth == 0:
                return "".join(out), match.end()
            continue
        out.append(token)
    return None, len(text)
