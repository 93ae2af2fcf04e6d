"""Markup of pages made harmless."""

from __future__ import annotations

import re

from lxml import html

from pipelines.decode import HtmlDocument, decode
from pipelines.segment import segment
from pipelines.segment.elements import Elements, elements_of
from pipelines.segment.inert import Mark, inert_markup
from tests.pipelines.inspect.some_pages import HOSTILE, MORE, page

HARMLESS = {"class", "id", "dir", "lang", "colspan", "rowspan", "alt", "src"}


def elements(markup: str) -> Elements:
    """Return the elements of a page's regions."""
    document = decode(page(markup))
    assert isinstance(document, HtmlDocument)
    found = elements_of(document, segment(document))
    assert found is not None
    return found


def test_nothing_of_a_hostile_page_acts() -> None:
    """No script, frame, form or style element is left, no address, no handler; the texts are."""
    markup = inert_markup(elements(HOSTILE), {})
    root = html.fromstring(f"<div>{markup}</div>")
    tags = {element.tag for element in root.iter() if isinstance(element.tag, str)}
    assert tags.isdisjoint({"script", "iframe", "form", "input", "style", "link", "meta", "base", "svg", "math", "a"})
    assert {name for element in root.iter() for name in element.attrib} <= HARMLESS
    assert "attack.invalid" not in markup
    assert MORE in root.text_content()
    assert "</script></iframe>" in root.text_content()


def test_only_small_pictures_within_the_page_stay() -> None:
    """A picture from elsewhere is told by its words; markup as a picture is none."""
    inline = "data:image/png;base64,iVBORw0KGgo="
    markup = inert_markup(
        elements(
            f"<body><img src='{inline}' alt='dot'><img src='/a.png' alt='A <b>'><img src='data:image/svg+xml,x'></body>"
        ),
        {},
    )
    assert re.findall(r"<img[^>]*>", markup) == [f'<img src="{inline}" alt="dot">']
    assert "[picture: A &lt;b&gt;]" in markup


def test_marks_stand_at_their_blocks() -> None:
    """A block's element gets its role's colour and name; a table, which has no text of its own, gets it before it."""
    found = elements(
        "<body dir=rtl><p>One</p><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    )
    marks = {region: [Mark(region, "body", f"{region} body")] for region in (1, 2)}
    markup = inert_markup(found, marks)
    assert '<p class="marked kind-body"><b class="mark kind-body" id="b1" dir="ltr">1 body</b>One</p>' in markup
    assert '<b class="mark kind-body" id="b2" dir="ltr">2 body</b><table class="marked kind-body">' in markup
    assert found.direction == "rtl"


def test_deep_pages_are_walked() -> None:
    """Elements nested a thousand deep cost no recursion."""
    assert "deep" in inert_markup(elements("<div>" * 1500 + "deep"), {})
