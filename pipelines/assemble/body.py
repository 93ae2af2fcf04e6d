"""The article's blocks and its text."""

from __future__ import annotations

from pipelines.segment.weight import SENTENCE_END
from pipelines.urls import absolute
from schemas.article import ArticleBlock, BlockType, Link
from schemas.block import Block, LabelledBlock
from schemas.role import Role

# They stand in `blocks`: what they say is not the article's own text.
NO_TEXT = frozenset((BlockType.FIGURE, BlockType.EMBED))
ROLES = frozenset((Role.BODY, Role.HEADING, Role.CAPTION))


def article_blocks(labelled: tuple[LabelledBlock, ...], base: str | None) -> list[ArticleBlock]:
    """Return the blocks of the article in reading order, figures where their captions stand."""
    return [_block(item, base) for item in in_article(labelled)]


def in_article(labelled: tuple[LabelledBlock, ...]) -> list[LabelledBlock]:
    """Return those blocks of a page that are the article's."""
    inside = [item for item in labelled if item.role in ROLES or item.why == "question_in_text" or _is_lead(item)]
    texts = [place for place, item in enumerate(inside) if item.role is not Role.CAPTION]
    return [item for item in inside[: texts[-1] + 1] if item.block.text or item.block.url] if texts else []


def body_of(blocks: list[ArticleBlock]) -> str:
    """Return the article's text: its blocks without figures and embeds, an empty line between."""
    return "\n\n".join(block.text for block in blocks if block.type not in NO_TEXT and block.text)


def _block(item: LabelledBlock, base: str | None) -> ArticleBlock:
    block, type_ = item.block, _type(item)
    # (A model notes which fields it was given: of a paragraph's they would weigh as much as the rest of it.)
    stated: dict[str, object] = {"type": type_, "text": block.text}
    if block.level and type_ is BlockType.HEADING:
        stated["level"] = block.level
    if block.items:
        stated["items"] = list(block.items)
    if block.rows:
        stated["rows"] = [list(row) for row in block.rows]
    if (block.links or block.url) and (links := _links(block, base)):
        stated["links"] = links
    return ArticleBlock.model_validate(stated)


def _is_lead(item: LabelledBlock) -> bool:
    """Tell whether a standfirst is the first of the text: whole sentences tell what nothing below has to tell again."""
    return item.role is Role.SUBTITLE and SENTENCE_END.search(item.block.text) is not None


def _type(item: LabelledBlock) -> BlockType:
    if item.role is Role.SUBTITLE:
        return BlockType.PARAGRAPH
    if item.role is Role.HEADING or item.block.type is BlockType.HEADING:
        return BlockType.HEADING
    if item.role is Role.CAPTION:
        return BlockType.FIGURE
    return BlockType.PARAGRAPH if item.block.type is BlockType.FIGURE else item.block.type


def _links(block: Block, base: str | None) -> list[Link]:
    found = [(link.text, absolute(link.href, base)) for link in block.links]
    if block.url:
        found.append((block.text, absolute(block.url, base)))
    return [Link(text=text, url=url) for text, url in found if url]
