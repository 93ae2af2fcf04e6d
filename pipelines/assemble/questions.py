"""Questions and answers: stated on the page, or declared in its data."""

from __future__ import annotations

import html
import re

from pipelines.lexicon import Lexicon
from schemas.article import QuestionAnswer
from schemas.block import Block, LabelledBlock
from schemas.metadata import Metadata
from schemas.role import Role

# Markdown that nobody rendered: `**bold**`, `__bold__`, `[words](address)`.
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
MARKDOWN_LINK = re.compile(r"\[([^\]]+)\]\(https?://[^)\s]+\)")
BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^>]*>", re.I)
TAG = re.compile(r"<[^>]{1,500}>")


def find_questions(labelled: tuple[LabelledBlock, ...], metadata: Metadata, lexicon: Lexicon) -> list[QuestionAnswer]:
    """Return the pairs that the page shows, or else those that it declares."""
    shown = _shown(labelled, lexicon)
    return shown or [
        QuestionAnswer(question=question, answer=answer)
        for pair in metadata.questions
        if (question := plain(pair.question)) and (answer := plain(pair.answer))
    ]


def plain(text: str) -> str:
    """Return a text without markup of either kind, its words kept."""
    if "<" in text:
        text = html.unescape(TAG.sub("", BREAK.sub("\n", text)))
    elif "&" in text:
        text = html.unescape(text)
    text = MARKDOWN_LINK.sub(r"\1", EMPHASIS.sub(r"\2", text))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _shown(labelled: tuple[LabelledBlock, ...], lexicon: Lexicon) -> list[QuestionAnswer]:
    pairs: list[tuple[str, list[str]]] = []
    for item in labelled:
        if item.role is Role.QUESTION:
            text = without_letter(item.block, Role.QUESTION, lexicon)
            if pairs and not pairs[-1][0]:
                pairs[-1] = (text, [])
            else:
                pairs.append((text, []))
        elif item.role is Role.ANSWER and pairs and (text := without_letter(item.block, Role.ANSWER, lexicon)):
            pairs[-1][1].append(text)
    return _distinct([(question, "\n".join(answers)) for question, answers in pairs if question and answers])


def without_letter(block: Block, role: Role, lexicon: Lexicon) -> str:
    """Return a block's text without its letter; empty where it is nothing but the letter."""
    text = block.text
    if len(block.pieces) > 1 and any(label.role is role for label in lexicon.exact(block.pieces[0])):
        return plain(text[len(block.pieces[0]) :].lstrip(" .:：、)）"))
    if any(label.role is role for label in lexicon.exact(text)):
        return ""
    rest = lexicon.strip_letter(text, role)
    return plain(text if rest is None else rest)


def _distinct(pairs: list[tuple[str, str]]) -> list[QuestionAnswer]:
    return [QuestionAnswer(question=question, answer=answer) for question, answer in dict(pairs).items()]
