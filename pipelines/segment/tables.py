"""Tells tables of data from tables that only lay out a page."""

from __future__ import annotations

from lxml.html import HtmlElement

# A cell longer than this holds a story, not a datum.
LONGEST_CELL = 600
MIN_ROWS = 2
MIN_COLUMNS = 2


def data_rows(table: HtmlElement) -> tuple[tuple[str, ...], ...] | None:
    """Return the rows of cells of a data table; None for a layout table."""
    if next(table.iterdescendants("table", "article", "h1", "form", "iframe"), None) is not None:
        return None
    rows = []
    for row in table.iterdescendants("tr"):
        cells = tuple(_text(cell) for cell in row if cell.tag in ("td", "th"))
        if any(len(cell) > LONGEST_CELL for cell in cells):
            return None
        if any(cells):
            rows.append(cells)
    wide = sum(sum(map(bool, row)) >= MIN_COLUMNS for row in rows)
    if len(rows) < MIN_ROWS or wide * 2 < len(rows):
        return None
    return tuple(rows)


def _text(cell: HtmlElement) -> str:
    for line_break in cell.iterdescendants("br", "p", "div", "li"):
        line_break.tail = " " + (line_break.tail or "")
    return " ".join(cell.text_content().split())
