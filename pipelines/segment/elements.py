"""The elements that a page's regions are: what the inspector shows, and no other stage needs."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.decode import Document, HtmlDocument
from pipelines.segment.html import Walk, body_of
from schemas.block import Segments

# Generated class names run on; a reader knows the element by the first of them.
LONGEST_NAME = 80
DIRECTIONS = ("ltr", "rtl")


@dataclass(frozen=True, slots=True)
class Elements:
    """A page's tree, and for each region the element that it is."""

    root: HtmlElement
    of_regions: tuple[HtmlElement, ...]

    @property
    def direction(self) -> str:
        """Return in which direction the page says that it runs: `ltr` or `rtl`."""
        around = (self.root, *self.root.iterancestors())
        return next((said for each in around if (said := (each.get("dir") or "").lower()) in DIRECTIONS), "ltr")

    def name(self, region: int) -> str:
        """Return what a style sheet would call a region's element (`div#main.post`)."""
        element = self.of_regions[region]
        names = "".join(f".{each}" for each in (element.get("class") or "").split())
        anchor = f"#{element.get('id')}" if element.get("id") else ""
        name = f"{element.tag}{anchor}{names}"
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def elements_of(document: Document, segments: Segments) -> Elements | None:
    """Return the elements of a page's regions; None where the regions are not of the page's own tree."""
    if not isinstance(document, HtmlDocument):
        return None
    walk = _RecordingWalk(body_of(document.root))
    walk.run()
    # An article that was taken from the page's data has regions of its own.
    if walk.finished_regions() != segments.regions:
        return None
    return Elements(walk.root, tuple(walk.elements))


class _RecordingWalk(Walk):
    """The walk that also notes the element of each region."""

    def __init__(self, root: HtmlElement) -> None:
        super().__init__(root)
        self.elements: list[HtmlElement] = []

    def open_block(self, element: HtmlElement, tag: str) -> bool:
        """Begin a block element, and note it where it opened a region."""
        regions = len(self.tags)
        is_read = super().open_block(element, tag)
        if len(self.tags) > regions:
            self.elements.append(element)
        return is_read
