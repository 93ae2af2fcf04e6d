"""Rules about links: lists of other stories, tags, lines that point elsewhere."""

from __future__ import annotations

import re

from pipelines.label.context import Context
from pipelines.label.headings import LONGEST_HEADING
from pipelines.lexicon.shapes import is_full_name
from pipelines.segment.weight import SENTENCE_END
from schemas.article import BlockType
from schemas.block import Block
from schemas.role import Role

# Of a line with some words and a colon before a link, the link is the larger part.
LED_LINK = 0.7
# A list or table of more links than this is a menu.
LINKED = 0.3
# Hashtags are links, but for the commas between them.
LINKED_TAGS = 0.6
TAG_ADDRESS = re.compile(
    r"/(?:tags?|topics?|keywords?|hashtags?|labels?|themes?|themen?|thema|schlagwort|temas?|etiquetas?|assuntos?|sujets?"
    r"|mots?-cles?|argomenti|tagi|temat|tegi?|etiket|konu|topik|chu-de|tu-khoa)/",
    re.I,
)
# "#DeFi #Staking", with a label before them or without.
HASHTAGS = re.compile(r"(?:[^\W\d_]{2,12}\s?[:：]\s*)?#[^\s#,、]{2,40}(?:[\s,、]*#[^\s#,、]{2,40})+\s*")
# A line with a link that points elsewhere ("Read also: …") is a line, not a paragraph.
LONGEST_POINTER = 250


def link_list(block: Block, context: Context) -> Role | None:
    """A block which is mostly links is a list of other stories."""
    if block.type in (BlockType.TABLE, BlockType.EMBED, BlockType.HEADING, BlockType.FIGURE, BlockType.CODE):
        return None
    if are_tags(block):
        return Role.TAG
    if block.type is BlockType.LIST:
        linked = block.link_density > 0.85 and len(block.items) > 1
        return Role.RELATED if linked and not _is_prose_list(block) and not _is_authors(block, context) else None
    if block.weight >= LONGEST_POINTER or block.link_density < LED_LINK:
        return None
    if context.is_under_title(block) and all(is_full_name(link.text) for link in block.links):
        return Role.BYLINE
    return Role.RELATED if block.link_density > 0.9 or _leads_to_link(block) else None


def _leads_to_link(block: Block) -> bool:
    """A word or two and a colon before a link that is the rest of the line point elsewhere, in any language."""
    before, link, after = block.text.partition(block.links[0].text)
    return bool(link) and before.rstrip().endswith((":", "：")) and not after.strip()


def _is_authors(block: Block, context: Context) -> bool:
    """Links between paragraphs, beside them in one element, are the author's; a table of contents is not."""
    if not context.first < block.position < context.last or all(link.href.startswith("#") for link in block.links):
        return False
    before = context.segments.blocks[block.position - 1]
    regions = context.segments.regions
    beside = regions[before.region].parent == regions[block.region].parent
    return (
        beside and before.type is BlockType.PARAGRAPH and before.link_density < 0.5 and before.weight > LONGEST_HEADING
    )


def _is_prose_list(block: Block) -> bool:
    """Items that are sentences, or long, are the article's even when each is a link."""
    return block.weight > 60 * len(block.items) and bool(SENTENCE_END.search(block.text))


def are_tags(block: Block) -> bool:
    """Tell whether a block is nothing but tags: links told by their sign or their addresses, or words with a sign."""
    if not block.links:
        return bool(HASHTAGS.fullmatch(block.text))
    if block.link_density < LINKED_TAGS:
        return False
    return all(link.text.startswith("#") or TAG_ADDRESS.search(link.href) for link in block.links)


def pointer(block: Block, context: Context) -> Role | None:
    """A line that points to another article ("Read also: …")."""
    if block.weight > LONGEST_POINTER or (not block.links and context.has_links):
        return None
    hit = context.opening[block.position]
    if hit is None or not any(label.role is Role.RELATED_HEADING for label in hit.labels):
        return None
    return Role.RELATED if hit.marked or block.link_density > 0.4 else None
