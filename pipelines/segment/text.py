"""Cuts plain text into the same blocks: lines, without anything around them."""

from __future__ import annotations

import re

from pipelines.segment.weight import SENTENCE_END, weight
from schemas.article import BlockType
from schemas.block import Block, Region, Segments

BULLET = re.compile(r"^\s*(?:[-*•‣◦·▪●○]|\d{1,2}[.)])\s+(?=\S)")
ATX = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
# Mail and terminals wrap lines here; a text all of whose lines end near it was wrapped by a machine.
WRAP = range(55, 101)


def segment_text(text: str) -> Segments:
    """Return the blocks of a plain text: a line is a block, lines that were wrapped are one."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [" ".join(line.split()) for line in chunk.split("\n")]
        for line in _unwrapped([line for line in lines if line]):
            blocks.append(_block(line, len(blocks)))
    return Segments(tuple(_joined_lists(blocks)), (Region(0, "body", 0, 0, len(blocks)),))


def _unwrapped(lines: list[str]) -> list[str]:
    """Join lines that a machine wrapped: all but the last end near the same width, mostly inside a sentence."""
    inner = lines[:-1]
    if not inner or not all(len(line) in WRAP for line in inner) or any(BULLET.match(line) for line in lines):
        return lines
    ended = sum(bool(SENTENCE_END.match(line[-1])) for line in inner)
    return lines if ended > len(inner) / 2 else [" ".join(lines)]


def _block(line: str, index: int) -> Block:
    if heading := ATX.match(line):
        return Block(index, BlockType.HEADING, heading[2], "h", level=len(heading[1]), weight=weight(heading[2]))
    if (bullet := BULLET.match(line)) and not line.lstrip()[0].isdigit():
        item = line[bullet.end() :]
        return Block(index, BlockType.LIST, item, "li", weight=weight(item), items=(item,))
    return Block(index, BlockType.PARAGRAPH, line, "p", weight=weight(line), pieces=(line,))


def _joined_lists(blocks: list[Block]) -> list[Block]:
    """Join list items that follow one another."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and block.type is BlockType.LIST is last.type:
            items = (*last.items, *block.items)
            joined[-1] = last._replace(text="\n".join(items), items=items, weight=last.weight + block.weight)
        else:
            joined.append(block._replace(position=len(joined)))
    return joined
