"""Whether a page is an article at all."""

from __future__ import annotations

import re

from pipelines.lexicon.phrases import says
from schemas.article import BlockType
from schemas.block import LabelledBlock
from schemas.metadata import Metadata
from schemas.page import NotAnArticle, Rejection
from schemas.role import Role

# Less running text than this is no article; a one-paragraph flash has more.
SHORTEST_BODY = 60
# An error or login page says a sentence or two.
SHORT_BODY = 500
ERROR_STATUS = re.compile(r"\b(?:404|403|410|500|502|503)\b")
# A longer title tells of logins.
LONGEST_LOGIN = 40
# So many linked headings with hardly any text of the page's own are a list of articles.
INDEX_CARDS = 4
LETTERS_OF_CARD = 120


def check_article(title: str | None, labelled: tuple[LabelledBlock, ...], metadata: Metadata) -> None:
    """Raise NotAnArticle, with the reason, for a page that is none."""
    body = [item.block for item in labelled if item.role is Role.BODY]
    size = sum(block.weight - block.link_weight for block in body)
    if size < SHORT_BODY and title:
        if ERROR_STATUS.search(title) or says("error", title):
            raise NotAnArticle(Rejection.ERROR_PAGE, title)
        if says("login", title) and len(title) < LONGEST_LOGIN:
            raise NotAnArticle(Rejection.LOGIN_PAGE, title)
    cards = sum(item.block.type is BlockType.HEADING and item.block.link_density > 0.8 for item in labelled)
    dated = metadata.published or (size > SHORTEST_BODY and any(item.why == "dated_line" for item in labelled))
    if cards >= INDEX_CARDS and size < min(SHORT_BODY, cards * LETTERS_OF_CARD) and not dated:
        raise NotAnArticle(Rejection.INDEX_PAGE, f"{cards} linked headings")
    if size < SHORTEST_BODY and not any(block.rows or block.items for block in body):
        if any("Video" in name for name in metadata.types) or any(block.type is BlockType.EMBED for block in body):
            raise NotAnArticle(Rejection.VIDEO_ONLY, title or "")
        raise NotAnArticle(Rejection.NO_PROSE, f"{size} letters of text")
    if not title:
        raise NotAnArticle(Rejection.NO_TITLE)
