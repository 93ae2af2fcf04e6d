"""The languages of a page: of its words around the article, of the article, of each section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipelines.language import detect_language, language_of, same_language
from pipelines.language.scripts import script_of
from pipelines.language.tags import language_of_url, tag_of, without_main_country
from pipelines.lexicon import Lexicon
from schemas.article import ArticleBlock, BlockType
from schemas.block import LabelledBlock
from schemas.language import LanguageGuess
from schemas.metadata import Metadata
from schemas.role import Role

# Labels in these come in the article's language, or in that of its source.
OF_ARTICLE = frozenset((Role.BODY, Role.HEADING, Role.TITLE, Role.BYLINE, Role.SUMMARY, Role.CAPTION))
# A line of labels; a label itself is shorter.
LONGEST_LINE = 200
LONGEST_LABEL = 60
# Detection reads this many characters of a text: more changes nothing.
SAMPLE = 600
# A block's script shows in its first words; the article's in those of its first blocks.
LONGEST_SCRIPT_SAMPLE = 80
FIRST_BLOCKS = 12
# Shorter blocks are names and titles; a quote is marked as foreign where that is sure.
SHORTEST_FOREIGN = 40
CERTAIN_LANGUAGE = 0.9
QUOTED = frozenset((BlockType.QUOTE, BlockType.EMBED))
NO_PROSE = frozenset((BlockType.CODE, BlockType.TABLE, BlockType.FIGURE))
# Labels of one language alone say which one it is when there are this many.
CERTAIN_LABELS = 3


def interface_language(
    labelled: Iterable[LabelledBlock], metadata: Metadata, lexicon: Lexicon, url: str | None
) -> tuple[str | None, bool]:
    """Return the language of the words around the article, and whether labels and declaration agree.

    (With its country where the page names it: dates are written in another order in the United States.)
    """
    declared = next(
        (tag for item in metadata.languages if item.by in ("html", "header") and (tag := tag_of(item.value))), None
    )
    declared = declared or language_of_url(url)
    votes = label_votes(labelled, lexicon)
    if not votes:
        return declared, True
    best, count = votes.most_common(1)[0]
    if declared is None:
        return best, True
    agreeing = max((n for tag, n in votes.items() if same_language(tag, declared)), default=0)
    if agreeing >= count or count < CERTAIN_LABELS or agreeing * 2 >= count:
        return declared, True
    return best, False


def label_votes(labelled: Iterable[LabelledBlock], lexicon: Lexicon) -> Counter[str]:
    """Count for each language the labels on the page that are its words; a word of few languages counts for more."""
    votes: Counter[str] = Counter()
    seen: set[str] = set()
    for item in labelled:
        block = item.block
        if item.role in OF_ARTICLE or block.weight > LONGEST_LINE:
            continue
        for text in (block.text, *block.pieces[:6], *block.items[:12]):
            if text in seen or len(text) > LONGEST_LABEL:
                continue
            seen.add(text)
            for language, share in _languages_of(text, lexicon):
                votes[language] += share
    return votes


def _languages_of(text: str, lexicon: Lexicon) -> list[tuple[str, int]]:
    """Return the languages of a label with a weight: 12 shared among them."""
    labels = lexicon.exact(text)
    if not labels and (hit := lexicon.prefix(text)):
        labels = hit.labels
    if not labels:
        return []
    languages = {tag for label in labels for tag in label.languages}
    return [(tag, 12 // len(languages)) for tag in sorted(languages) if len(languages) <= 12]


def article_language(text: str, metadata: Metadata) -> tuple[LanguageGuess, str]:
    """Return the language of the article's text, and who says so; what the page declares breaks doubts."""
    declared = next((tag for item in metadata.languages if (tag := tag_of(item.value))), None)
    guess = detect_language(text[:SAMPLE], hint=declared)
    if declared and same_language(guess.tag, declared):
        # The page knows its region ("pt-BR"); the words do not show it.
        known = without_main_country(declared) if "-" not in guess.tag else guess.tag
        return LanguageGuess(known, guess.confidence), "detector"
    return guess, "detector"


def with_languages(blocks: list[ArticleBlock], language: str) -> list[ArticleBlock]:
    """Return the blocks, marked where they are in another language than the article: quotes, and other scripts."""
    own = _script(" ".join(block.text[:LONGEST_SCRIPT_SAMPLE] for block in blocks[:FIRST_BLOCKS]))
    return [
        block.model_copy(update={"language": other}) if (other := _other_language(block, own, language)) else block
        for block in blocks
    ]


def _other_language(block: ArticleBlock, own_script: str, language: str) -> str | None:
    if len(block.text) < SHORTEST_FOREIGN or block.type in NO_PROSE:
        return None
    if block.type not in QUOTED and _script(block.text[:LONGEST_SCRIPT_SAMPLE]) == own_script:
        return None
    guess = detect_language(block.text[:SAMPLE], hint=language)
    other = guess.tag != "und" and not same_language(guess.tag, language)
    return guess.tag if other and guess.confidence >= CERTAIN_LANGUAGE else None


def _script(text: str) -> str:
    return "latin" if text.isascii() else script_of(text)[0].replace("kana", "han")


def section_language(text: str | None, hint: str) -> str | None:
    """Return the language of a section's text; None where there is no text or nothing to go by."""
    if not text:
        return None
    tag = language_of(text[:SAMPLE], hint=hint)
    if tag == "und":
        return None
    return hint if same_language(tag, hint) and "-" not in tag else tag
