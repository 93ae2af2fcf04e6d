"""RESULTS.md, section by section: each benchmark writes its own and leaves the others as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).with_name("RESULTS.md")
HEADING: Final = "\n## "


def write_section(title: str, told: str) -> None:
    """Write a section in the place of the one of that title, or behind all others."""
    head, *sections = RESULTS.read_text("utf-8").rstrip().split(HEADING)
    titles = [section.partition("\n")[0] for section in sections]
    section = f"{title}\n\n{told.strip()}\n"
    if title in titles:
        sections[titles.index(title)] = section
    else:
        sections[-1:] = [f"{sections[-1].rstrip()}\n", section]
    RESULTS.write_text(HEADING.join([head, *sections]).rstrip() + "\n", encoding="utf-8")
