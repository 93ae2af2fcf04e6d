"""The picture that an `img` element stands for: lazy loading, `srcset` and `picture` resolved."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from schemas.block import Picture

# Where lazy loaders keep the real address, most common first.
SOURCES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-large-file",
    "data-lazy",
    "data-url",
    "data-image",
    "data-hi-res-src",
    "data-full-src",
    "data-actualsrc",
    "src",
)
SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
PLACEHOLDERS = (
    "placeholder",
    "/blank.",
    "/spacer.",
    "1x1",
    "transparent.",
    "/lazy",
    "loading.gif",
    "loading.svg",
    "grey.gif",
    "pixel.",
)
# (Pictures within the page are megabytes long.)
LONGEST_ADDRESS = 4000
CANDIDATE = re.compile(r"\s*(\S+[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")
NUMBER = re.compile(r"\d+")


def picture_of(image: HtmlElement) -> Picture | None:
    """Return the picture of an `img`, or None where it shows none."""
    address = _largest(image) or _plain(image)
    if not address:
        return None
    alt = " ".join((image.get("alt") or "").split())
    return Picture(src=address, alt=alt, width=_width(image))


def _is_placeholder(address: str) -> bool:
    bare = address[:LONGEST_ADDRESS].lower()
    return bare.startswith("data:") or any(word in bare for word in PLACEHOLDERS)


def _plain(image: HtmlElement) -> str:
    for name in SOURCES:
        value = (image.get(name) or "").strip()
        if value and not _is_placeholder(value):
            return value
    return ""


def _largest(image: HtmlElement) -> str:
    """The largest address of `srcset`, also of the `source` elements beside it; none if there is no choice."""
    sets = [image.get(name) for name in SOURCE_SETS]
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        sets += [source.get(name) for source in parent.iter("source") for name in SOURCE_SETS]
    best, best_size = "", 0.0
    for value in filter(None, sets):
        for address, size, _ in CANDIDATE.findall(value):
            if not _is_placeholder(address) and float(size or 1) > best_size:
                best, best_size = address, float(size or 1)
    return best


def _width(image: HtmlElement) -> int:
    match = NUMBER.match(image.get("width") or "")
    return int(match[0]) if match else 0
