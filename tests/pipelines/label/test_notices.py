"""What a page says about itself and wants of its readers is no part of an article, in any language."""

from __future__ import annotations

import pytest

from schemas.role import Role
from tests.pipelines.label.layout import PROSE, TEXT, TITLE, article, roles


@pytest.mark.parametrize(
    "text",
    [
        "This article is for informational purposes only and is not investment advice.",
        "免责声明：本文观点仅代表作者，不构成投资建议。",
        "本記事は特定の銘柄の売買を推奨するものではありません。",
        "본 기사는 투자 권유를 목적으로 하지 않습니다.",
        "Материал не является инвестиционной рекомендацией.",
        "Burada yer alan bilgiler yatırım tavsiyesi değildir.",
        "هذا المقال لا يشكل نصيحة استثمارية.",
        "Bài viết không phải là lời khuyên đầu tư.",
    ],
)
def test_disclaimers_behind_the_text(text: str) -> None:
    """That it is no advice is said behind an article; in its midst such a sentence is the subject."""
    assert roles(f"<main><h1>{TITLE}</h1>{TEXT}<p>{text}</p></main>")[text] is Role.DISCLAIMER
    assert roles(article(inside=f"<p>{text}</p>"))[text] is Role.BODY


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Подписывайтесь на наш канал в Telegram!", Role.FOLLOW_US),
        ("Theo dõi chúng tôi trên Telegram để không bỏ lỡ tin", Role.FOLLOW_US),
        ("텔레그램에서 속보를 가장 먼저 받아보세요", Role.FOLLOW_US),
        ("Was this article helpful?", Role.BOILERPLATE),
        ("Чи була стаття корисною?", Role.BOILERPLATE),
        ("※当ページには広告・プロモーションが含まれています", Role.ADVERTISEMENT),
    ],
)
def test_calls_in_the_text(text: str, role: Role) -> None:
    """A short line that calls readers elsewhere, asks them, or says who paid stands in texts and is none."""
    assert roles(article(inside=f"<p>{text}</p>"))[text] is role


def test_sentence_about_a_channel() -> None:
    """A network's name, or somebody who joins something, makes no call."""
    texts = ("The exchange told its users on Telegram that the doors were open.", "Two banks join our list of tenants.")
    found = roles(article(inside="".join(f"<p>{text}</p>" for text in texts)))
    assert [found[text] for text in texts] == [Role.BODY, Role.BODY]


def test_box_around_a_button() -> None:
    """A box with a button to trade is a call as a whole; text in an element with one stays."""
    box = "<div><p>COIN 的价格正在波动</p><div><a href=/t>去交易</a></div></div>"
    found = roles(article(inside=box))
    assert found["COIN 的价格正在波动"] is Role.TRADING_WIDGET
    assert sum(role is Role.BODY for role in found.values()) == 5


@pytest.mark.parametrize("text", ["HPT/USDT-38.61%", "CRCL$88.40+6.2%", "BTC$91,233-1.14%"])
def test_tickers_in_the_text(text: str) -> None:
    """A sign with its price and change is a ticker's line."""
    assert roles(article(inside=f"<div>{text}</div>"))[text] is Role.TRADING_WIDGET


@pytest.mark.parametrize("line", ["한유진 블록온비트 기자 yjhan@blockon.example", "Ann Lee, ann@wirepost.example"])
def test_signatures_behind_the_text(line: str) -> None:
    """A line with an e-mail address behind the text signs it."""
    assert roles(f"<main><h1>{TITLE}</h1>{TEXT}<p>{line}</p></main>")[line] is Role.BYLINE


def test_labels_of_a_translation_set_off_as_a_quote() -> None:
    """Original title, author and translator before the text are its byline, though they stand in a quote."""
    lines = ("原文标题：The Yield Loophole", "原文作者：Marcus Ellery", "编译：Felix Zhou")
    quote = f"<blockquote>{''.join(f'<p>{line}</p>' for line in lines)}</blockquote>"
    assert roles(article(before=quote))["\n".join(lines)] is Role.BYLINE


@pytest.mark.parametrize("label", ["<b>TL;DR</b><i>Summary:</i>", "<span>核心观点</span><span>Summary:</span>"])
def test_labels_glued_to_a_summary(label: str) -> None:
    """A text behind labels in elements of their own is what they say."""
    found = roles(article(before=f"<div>{label}<span>{PROSE}</span></div>"))
    assert Role.SUMMARY in found.values()


def test_box_of_points_whatever_it_is_called() -> None:
    """A few words over a list in a box before the text head its points; over a list in the text they do not."""
    points = "<ul><li>The court lets it open again in May.</li><li>The bank has to agree to that as well.</li></ul>"
    boxed = roles(article(before=f"<div><p>Gist of it</p>{points}</div>"))
    assert Role.KEY_POINTS in boxed.values()
    assert Role.KEY_POINTS not in roles(article(inside=f"<div><p>Gist of it</p>{points}</div>")).values()


@pytest.mark.parametrize(
    "heading", ["Frequently asked questions about courts", "ステーキングに関するよくある質問", "Courts: FAQ"]
)
def test_questions_about_something(heading: str) -> None:
    """A heading that says what its questions are about heads questions."""
    found = roles(f"<main><h1>{TITLE}</h1>{TEXT}<h2>{heading}</h2><h3>Who decides?</h3><p>{PROSE} So it is.</p></main>")
    assert (found[heading], found["Who decides?"]) == (Role.QA_HEADING, Role.QUESTION)


def test_related_links_end_with_their_element() -> None:
    """Under a related heading in the text, what stands outside the element around both is no card."""
    links = "<p>相关阅读</p><p><a href=/a>Another story about exchanges</a></p>"
    found = roles(article(inside=f"<div>{links}</div>"))
    assert found["Another story about exchanges"] is Role.RELATED
    assert sum(role is Role.BODY for role in found.values()) == 5
