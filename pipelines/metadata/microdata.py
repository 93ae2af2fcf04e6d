"""Reads microdata (`itemprop`) and the classes of hAtom that themes still print."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from schemas.metadata import Declared, DeclaredPerson, Metadata

BY = "microdata"
# One pass over the tree in C finds every element that carries an item property.
PROPERTIES: Callable[[HtmlElement], list[HtmlElement]] = etree.XPath("//@itemprop/..")  # type: ignore[assignment]
VALUE_ATTRIBUTES = ("content", "datetime", "title")
WANTED = {
    "headline": "titles",
    "alternativeheadline": "subtitles",
    "description": "descriptions",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "updated",
    "inlanguage": "languages",
    "articlesection": "categories",
    "keywords": "tags",
}


def read_microdata(root: HtmlElement) -> Metadata:
    """Return what `itemprop` attributes say about the article."""
    found: dict[str, list[Declared]] = {}
    people: list[DeclaredPerson] = []
    for element in PROPERTIES(root):
        for name in element.get("itemprop", "").lower().split():
            if name in ("author", "creator", "editor") and not _is_foreign(element):
                people += _people(element, "editor" if name == "editor" else "author")
            elif (field := WANTED.get(name)) and (value := _value(element)):
                found.setdefault(field, []).append(Declared(value, BY, name))
    return Metadata(people=tuple(people), **{field: tuple(values) for field, values in found.items()})  # type: ignore[arg-type]


def _is_foreign(element: HtmlElement) -> bool:
    """Tell whether the item around a property is a comment or a picture: its author is not the article's."""
    owner = next((around for around in element.iterancestors() if around.get("itemscope") is not None), None)
    return owner is not None and (owner.get("itemtype") or "").endswith(("Comment", "ImageObject", "UserComments"))


def _value(element: HtmlElement) -> str | None:
    for attribute in VALUE_ATTRIBUTES:
        if value := (element.get(attribute) or "").strip():
            return value
    text = " ".join(element.text_content().split())
    return text if 0 < len(text) < 500 else None


def _people(element: HtmlElement, role: str) -> list[DeclaredPerson]:
    """An author is a name, or an item of its own that has one."""
    names = [child for child in element.iterdescendants() if child.get("itemprop") == "name"] or [element]
    address = element.get("href") or next((link.get("href") for link in element.iterdescendants("a")), None)
    found = [(_value(item) if item.get("itemprop") != "url" else None) for item in names]
    house = "Organization" in (element.get("itemtype") or "")
    return [DeclaredPerson(name, BY, role, address, house) for name in found if name and len(name) < 100]
