"""Where words of a page are: in a block that some rule took, or in what is never cut into blocks."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.encoding import decode_bytes
from pipelines.inspect.inspection import Inspection, SeenBlock
from pipelines.lexicon import fold


def blocks_with(words: str, blocks: Iterable[SeenBlock]) -> list[SeenBlock]:
    """Return the blocks that hold some words, case and white space squashed."""
    wanted = fold(" ".join(words.split()))
    return [seen for seen in blocks if wanted in fold(" ".join(seen.text.split()))]


def why_in_no_block(words: str, inspection: Inspection) -> str:
    """Return in a line where words stand that no block holds."""
    wanted = fold(" ".join(words.split()))
    text, _ = decode_bytes(inspection.page.body, inspection.page.content_type)
    if inspection.is_of_data:
        return "no block holds these words: the article was read from the page's data, which does not have them"
    if wanted in fold(" ".join(text.split())):
        return (
            "no block holds these words, but the page's source does: in a script, a comment, a menu (nav) "
            "or an attribute"
        )
    return "neither a block nor the page's source holds these words; try fewer of them: markup may stand between"
