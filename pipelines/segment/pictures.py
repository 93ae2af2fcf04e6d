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
PICTURE = re.compile(r"^[^\s{}\"]+\.(?:jpe?g|png|webp|gif|avif)(?:\?[^\s{}\"]*)?$", re.I)
NUMBER = re.compile(r"\d+")


def picture_of(image: HtmlElement) -> Picture | None:
    """Return the picture of an `img`, or None where it shows none."""
    said: dict[str, str] = dict(image.items())
    address = _largest(image, said) or _plain(said)
    if not address:
        return None
    return Picture(src=address, alt=" ".join(said.get("alt", "").split()), width=_width(said))


def _is_placeholder(address: str) -> bool:
    bare = address[:LONGEST_ADDRESS].lower()
    return bare.startswith("data:") or any(word in bare for word in PLACEHOLDERS)


def _plain(said: dict[str, str]) -> str:
    values = (said[name].strip() for name in SOURCES if name in said)
    found = next((value for value in values if value and not _is_placeholder(value)), "")
    return found or next((value for name, value in said.items() if _is_lazy(name, value)), "")


def _is_lazy(name: str, value: str) -> bool:
    """Tell whether an attribute of any lazy loader has a picture's address."""
    lazy = name.startswith("data-") and len(value) < LONGEST_ADDRESS
    return lazy and PICTURE.search(value) is not None and not _is_placeholder(value)


def _largest(image: HtmlElement, said: dict[str, str]) -> str:
    """The largest address of `srcset`, also of the `source` elements beside it; none if there is no choice."""
    sets = [said[name] for name in SOURCE_SETS if name in said]
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        sets += [source.get(name, "") for source in parent.iter("source") for name in SOURCE_SETS]
    best, best_size = "", 0.0
    for address, size, _ in (candidate for value in sets for candidate in CANDIDATE.findall(value)):
        if float(size or 1) > best_size and not _is_placeholder(address):
            best, best_size = address, float(size or 1)
    return best


def _width(said: dict[str, str]) -> int:
    match = NUMBER.match(said.get("width", ""))
    return int(match[0]) if match else 0
