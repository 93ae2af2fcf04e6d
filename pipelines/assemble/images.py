"""The article's pictures: those between its blocks, and the one it declares."""

from __future__ import annotations

import re

from pipelines.label.main_region import FOREIGN
from pipelines.urls import absolute
from schemas.article import Image
from schemas.block import Hint, LabelledBlock, PlacedPicture, Segments
from schemas.metadata import Metadata
from schemas.role import Role

# Smaller pictures are icons, faces and counters.
SMALLEST = 100
ORNAMENT = re.compile(r"avatar|gravatar|emoji|icon|logo|badge|pixel|sprite|spinner|1x1|\.svg(?:\?|$)|/ads?/", re.I)
CREDIT_LABEL = re.compile(r"^\s*[:：|]\s*")


def find_images(
    segments: Segments, labelled: tuple[LabelledBlock, ...], metadata: Metadata, base: str | None
) -> list[Image]:
    """Return the article's pictures in reading order, the declared one first where the text does not show it."""
    inside = [item.block.position for item in labelled if item.role in (Role.BODY, Role.HEADING, Role.CAPTION)]
    title = next((item.block.position for item in labelled if item.role is Role.TITLE), None)
    shown: list[Image] = []
    if inside:
        start = min(inside[0], title if title is not None else inside[0])
        placed = [picture for picture in segments.pictures if start <= picture.before <= inside[-1] + 1]
        shown = [
            image for picture in placed if _is_content(picture, segments) and (image := _image(picture, labelled, base))
        ]
    declared = [
        Image(url=url, caption=image.caption, credit=image.credit)
        for image in metadata.images[:1]
        if (url := absolute(image.url, base))
    ]
    names = {_file_name(image.url) for image in shown}
    return _distinct([*(image for image in declared if _file_name(image.url) not in names), *shown])


def _is_content(placed: PlacedPicture, segments: Segments) -> bool:
    if 0 < placed.picture.width < SMALLEST or ORNAMENT.search(placed.picture.src) or placed.hints & FOREIGN:
        return False
    index = placed.region
    while index:
        region = segments.regions[index]
        if region.hints & (FOREIGN | Hint.AUTHOR_BOX) and region.end - region.start < 40:
            return False
        index = region.parent
    return True


def _image(placed: PlacedPicture, labelled: tuple[LabelledBlock, ...], base: str | None) -> Image | None:
    url = absolute(placed.picture.src, base)
    if url is None:
        return None
    picture = placed.picture
    caption = picture.caption or _caption_after(placed, labelled)
    return Image(url=url, alt=picture.alt or None, caption=caption or None, credit=picture.credit or None)


def _caption_after(placed: PlacedPicture, labelled: tuple[LabelledBlock, ...]) -> str | None:
    """The caption that stands right under a picture without a figure around both."""
    if placed.before < len(labelled) and labelled[placed.before].role is Role.CAPTION:
        return labelled[placed.before].block.text
    return None


def _file_name(url: str) -> str:
    return re.sub(r"[-_]\d+x\d+(?=\.\w+$)", "", url.split("?")[0].rsplit("/", 1)[-1].lower())


def _distinct(images: list[Image]) -> list[Image]:
    found: dict[str, Image] = {}
    for image in images:
        found.setdefault(image.url, image)
    return list(found.values())
