"""The facts of the demo site are as many and as varied as its purpose asks."""

from __future__ import annotations

from schemas.article import BlockType
from spiders.demo_site.facts import articles, interfaces


def test_articles_cover_many_languages() -> None:
    """There are articles in a dozen languages and more, each with an interface of its language."""
    languages = {article.language for article in articles().values()}
    assert len(articles()) >= 14
    assert len(languages) >= 12
    assert languages <= set(interfaces())


def test_articles_have_every_type_of_block() -> None:
    """All block types of the record occur."""
    types = {block.type for article in articles().values() for block in article.blocks}
    assert types == set(BlockType)


def test_interfaces_say_everything_in_their_own_words() -> None:
    """No language has the words of another for summary, questions and related stories together."""
    triples = [(words.summary, words.qa, words.related, words.published) for words in interfaces().values()]
    assert len(set(triples)) == len(triples) >= 12


def test_every_article_is_long_enough_to_be_one() -> None:
    """An article has six paragraphs or more."""
    paragraphs = {
        slug: sum(block.type is BlockType.PARAGRAPH for block in article.blocks) for slug, article in articles().items()
    }
    assert {slug: count for slug, count in paragraphs.items() if count < 6} == {}
