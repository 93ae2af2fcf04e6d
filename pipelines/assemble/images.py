"""The article's pictures: those between its blocks, and the one it declares."""

from __future__ import annotations

import re

from pipelines.label.main_region import FOREIGN
from pipelines.lexicon import Lexicon
from pipelines.lexicon.credits import caption_and_credit, without_credit_label
from pipelines.urls import absolute
from schemas.article import Image
from schemas.block import Hint, LabelledBlock, PlacedPicture, Segments
from schemas.metadata import Metadata
from schemas.role import Role

# Smaller pictures are icons, faces and counters.
SMALLEST = 100
# What a picture's own name says of it; that it opens a window ("modal-image") says nothing.
OF_OTHERS = FOREIGN & ~Hint.WIDGET & ~Hint.HIDDEN
ORNAMENTS = (
    "avatar",
    "emoji",
    "icon",
    "logo",
    "badge",
    "pixel",
    "sprite",
    "spinner",
    "1x1",
    ".svg?",
    "/ad/",
    "/ads/",
)


def find_images(
    segments: Segments, labelled: tuple[LabelledBlock, ...], metadata: Metadata, lexicon: Lexicon, base: str | None
) -> list[Image]:
    """Return the article's pictures in reading order, the declared one first where the text does not show it."""
    inside = [item.block.position for item in labelled if item.role in (Role.BODY, Role.HEADING)]
    title = next((item.block.position for item in labelled if item.role is Role.TITLE), None)
    shown: list[Image] = []
    if inside:
        start = min(inside[0], title if title is not None else inside[0])
        placed = [picture for picture in segments.pictures if start <= picture.before <= inside[-1] + 1]
        shown = [
            image
            for picture in placed
            if _is_content(picture, segments) and (image := _image(picture, labelled, lexicon, base))
        ]
    declared = [
        Image(url=url, alt=image.alt, caption=image.caption, credit=image.credit)
        for image in metadata.images[:1]
        if (url := absolute(image.url, base))
    ]
    names = {_file_name(image.url) for image in shown}
    return _distinct([*(image for image in declared if _file_name(image.url) not in names), *shown])


def _is_content(placed: PlacedPicture, segments: Segments) -> bool:
    if 0 < placed.picture.width < SMALLEST or placed.hints & OF_OTHERS or _is_ornament(placed.picture.src):
        return False
    index = placed.region
    while index:
        region = segments.regions[index]
        if region.hints & (FOREIGN | Hint.AUTHOR_BOX | Hint.AUTHOR) and region.end - region.start < 40:
            return False
        index = region.parent
    return True


def _is_ornament(address: str) -> bool:
    bare = address.lower()
    return bare.endswith(".svg") or any(word in bare for word in ORNAMENTS)


def _image(
    placed: PlacedPicture, labelled: tuple[LabelledBlock, ...], lexicon: Lexicon, base: str | None
) -> Image | None:
    url = absolute(placed.picture.src, base)
    if url is None:
        return None
    picture = placed.picture
    under = picture.caption or _under(placed, labelled, Role.CAPTION) or ""
    caption, own = (part.replace(" | ", " ") for part in caption_and_credit(under, lexicon))
    credit = picture.credit or _under(placed, labelled, Role.IMAGE_CREDIT) or own
    credit = without_credit_label(credit.replace(" | ", " "), lexicon)
    return Image(url=url, alt=picture.alt or None, caption=caption or None, credit=credit or None)


def _under(placed: PlacedPicture, labelled: tuple[LabelledBlock, ...], role: Role) -> str | None:
    """What stands right under a picture without a figure around both: its caption, then its credit."""
    for item in labelled[placed.before : placed.before + 2]:
        if item.role is role:
            return item.block.parted
        if item.role is not Role.CAPTION:
            return None
    return None


def _file_name(url: str) -> str:
    return re.sub(r"[-_]\d+x\d+(?=\.\w+$)", "", url.split("?")[0].rsplit("/", 1)[-1].lower())


def _distinct(images: list[Image]) -> list[Image]:
    found: dict[str, Image] = {}
    for image in images:
        found.setdefault(image.url, image)
    return list(found.values())
