"""What an inspection tells of a page."""

from __future__ import annotations

import pytest

from pipelines.extract import extract
from pipelines.inspect.inspection import Inspection, SeenBlock, inspect_page
from pipelines.inspect.reasons import reasons_of
from pipelines.inspect.words import blocks_with, why_in_no_block
from schemas.page import Page, Rejection
from schemas.role import Role
from tests.pipelines.inspect.some_pages import ARTICLE, INDEX, MORE, PROSE, page


@pytest.fixture(scope="module")
def inspection() -> Inspection:
    """Inspect the article."""
    return inspect_page(page(ARTICLE))


def block(inspection: Inspection, words: str) -> SeenBlock:
    """Return the first block with some words."""
    return blocks_with(words, inspection.blocks)[0]


def test_the_record_is_the_one_that_a_run_writes(inspection: Inspection) -> None:
    """Inspecting a page changes nothing of its record."""
    assert inspection.article == extract(page(ARTICLE))


def test_each_block_has_role_rule_and_language(inspection: Inspection) -> None:
    """A paragraph, a pointer and a heading are told with the rules that said so."""
    told = {words: block(inspection, words) for words in (PROSE, "Read also", "What comes next")}
    assert [(seen.role, seen.why) for seen in told.values()] == [
        (Role.BODY, "prose"),
        (Role.RELATED, "pointer"),
        (Role.HEADING, "heading"),
    ]
    assert told[PROSE].language == "en"
    assert told["Read also"].link_density > 0.7


def test_fields_and_blocks_lead_to_each_other(inspection: Inspection) -> None:
    """A field names the blocks that show it, and they name it."""
    fields = inspection.fields
    assert fields["title"] == (block(inspection, "may open again").position,)
    assert fields["authors"] == (block(inspection, "Ann Lee").position,)
    assert fields["published_at"] == (block(inspection, "June 26").position,)
    assert fields["body"] == tuple(block(inspection, words).position for words in (PROSE, "What comes next", MORE))
    assert fields["tags"] == (block(inspection, "Courts").position,)
    assert block(inspection, "Courts").fields == ("tags",)
    assert block(inspection, "Another story").fields == ("related",)
    assert block(inspection, "Read also").fields == ()


@pytest.mark.parametrize(
    ("byline", "fields"),
    [
        ("作者：张三", {"authors"}),
        ("2026年6月26日 16:15", {"published_at"}),
        ("作者：李四 2026年6月26日", {"published_at"}),
        ("2026年6月25日", set()),
    ],
)
def test_names_and_days_are_found_in_any_words(byline: str, fields: set[str]) -> None:
    """A name of two characters, and the day that data writes in another form, lead to the line that shows them."""
    data = '{"@type": "NewsArticle", "datePublished": "2026-06-26T08:15:00Z", "author": {"name": "张三"}}'
    prose = (
        "法院周五表示，五月起关闭的交易所可以重新开门，四万名客户将在年底前分三次收到退款，监管机构对此表示欢迎。" * 2
    )
    head = f'<title>交易所可以重新开门营业了</title><script type="application/ld+json">{data}</script>'
    body = f"<h1>交易所可以重新开门营业了</h1><p>{byline}</p><p>{prose}</p><p>{prose}</p>"
    inspection = inspect_page(page(f"<html><head>{head}</head><body>{body}</body></html>"))
    assert set(block(inspection, byline).fields) == fields


def test_reasons_name_rule_section_label_and_element(inspection: Inspection) -> None:
    """All that leads to the line of data is told: the rule's words, the opener, the label, the element's names."""
    seen = block(inspection, "Another story")
    reasons = dict(reasons_of(seen))
    opener = block(inspection, "Related articles").position
    assert reasons["rule"] == "section_member: A block in an announced section has the section's role."
    assert reasons["section"] == f"opened by block {opener}"
    assert reasons["element"] == "div.related-posts: related"
    assert "is “Related articles” (related_heading.heading in en)" in map(str, block(inspection, "Related art").hits)


def test_a_page_that_is_no_article() -> None:
    """Its blocks are told, and why it has no record."""
    inspection = inspect_page(page(INDEX))
    assert inspection.article is None
    assert inspection.rejected is not None
    assert (inspection.rejected.reason, inspection.rejected.detail) == (Rejection.INDEX_PAGE, "9 linked headings")
    assert len(inspection.blocks) == 10
    assert inspection.fields == {}


def test_bytes_that_are_no_page() -> None:
    """They have a reason, and no blocks."""
    inspection = inspect_page(Page(b"%PDF-1.4"))
    assert inspection.blocks == ()
    assert inspection.rejected is not None
    assert inspection.rejected.reason is Rejection.BINARY


def test_an_article_that_stands_in_data() -> None:
    """Its blocks are told as such; they have no elements on the page."""
    text = f"<p>{PROSE} {PROSE}</p><p>{MORE} {MORE}</p>"
    state = f'{{"article": {{"title": "The exchange may open", "publishedAt": "2026-06-26", "content": "{text}"}}}}'
    script = f'<script type="application/json">{state}</script>'
    markup = f"<html><head><title>The exchange may open</title></head><body><div></div>{script}</body></html>"
    inspection = inspect_page(page(markup))
    assert inspection.is_of_data
    assert inspection.elements is None
    assert [seen.role for seen in inspection.blocks] == [Role.TITLE, Role.BODY, Role.BODY]


def test_plain_text_has_no_elements() -> None:
    """A text's blocks are its lines, which is nothing to wonder about."""
    inspection = inspect_page(Page(f"The exchange may open\n\n{PROSE}\n\n{MORE}".encode(), content_type="text/plain"))
    assert (inspection.elements, inspection.is_of_data) == (None, False)
    assert len(inspection.blocks) == 3


@pytest.mark.parametrize(("words", "found"), [("COURT  SAID on", [PROSE]), ("京都", []), ("Ann Lee", ["By Ann Lee"])])
def test_words_are_found_in_blocks(inspection: Inspection, words: str, found: list[str]) -> None:
    """Case and white space do not matter."""
    assert [seen.text for seen in blocks_with(words, inspection.blocks)] == found


def test_words_in_no_block_are_explained(inspection: Inspection) -> None:
    """Words of the source that are never shown are told apart from words that are not there."""
    assert "the page's source does" in why_in_no_block("og:site_name", inspection)
    assert "neither a block nor" in why_in_no_block("nobody wrote this", inspection)
