"""An inspection in the terminal: a line for each block, or all that is known of some."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from pipelines.inspect.changes import Change
from pipelines.inspect.inspection import Inspection, SeenBlock
from pipelines.inspect.kinds import kind_of
from pipelines.inspect.reasons import reasons_of

COLOURS: Final = {
    "title": "magenta",
    "body": "green",
    "picture": "cyan",
    "byline": "blue",
    "summary": "yellow",
    "questions": "bright_magenta",
    "related": "red",
    "tags": "bright_yellow",
    "dropped": "bright_black",
    "unknown": "bold red",
}
OF_DIFF: Final = {"+": "green", "-": "red", "@": "cyan"}
# Wide enough for the names of nearly all roles and rules.
ROLE: Final = 16
RULE: Final = 17


def print_blocks(console: Console, blocks: Iterable[SeenBlock]) -> None:
    """Print a line for each block: position, role, rule, and as much of the text as fits."""
    for seen in blocks:
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{seen.position:>4} ")
        line.append(f"{seen.role:<{ROLE}} ", COLOURS[kind_of(seen.role)])
        line.append(f"{seen.why:<{RULE}} ", "dim")
        line.append(plain(seen.text))
        console.print(line, soft_wrap=not console.is_terminal)


def print_evidence(console: Console, blocks: Iterable[SeenBlock]) -> None:
    """Print some blocks whole, with all that speaks for their roles, and the fields that show them."""
    for seen in blocks:
        head = Text(f"block {seen.position}: ")
        head.append(str(seen.role), COLOURS[kind_of(seen.role)])
        head.append(f" by rule {seen.why}")
        console.print(head)
        for name, told in reasons_of(seen):
            console.print(Text(f"  {name:<8} {plain(told)}"), soft_wrap=True)
        shown = ", ".join(seen.fields) or "none: the record does not have it"
        console.print(Text(f"  fields   {shown}"), soft_wrap=True)
        console.print(Text(f"  text     {plain(seen.text)}"), soft_wrap=True)


def print_outcome(console: Console, inspection: Inspection) -> None:
    """Print what became of the page."""
    article, rejected = inspection.article, inspection.rejected
    if article:
        console.print(Text(plain(f"record: {article.title}")), soft_wrap=True)
    if rejected:
        console.print(Text(plain(f"no record: {rejected.reason} ({rejected.detail})")), soft_wrap=True)


def print_changes(console: Console, changes: Iterable[Change]) -> None:
    """Print what has changed, field by field."""
    for change in changes:
        console.print(Text(change.field, "bold"))
        print_change(console, change)


def print_change(console: Console, change: Change) -> None:
    """Print how a field has changed: lines of a diff."""
    for line in change.lines():
        console.print(Text(f"  {plain(line)}", OF_DIFF.get(line[:1], "")), soft_wrap=True)


def plain(text: str) -> str:
    """Return a page's text in one line, without what a terminal would obey."""
    return "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
