"""Offers between paragraphs and behind what is free to read are told from the text, whatever they offer."""

from __future__ import annotations

import pytest

from schemas.role import Role
from tests.pipelines.label.layout import TEXT, TITLE, article, roles


def offer(name: str, says: str, button: str) -> str:
    """Return a small element with a name, some words and a link."""
    return f"<div><p>{name}</p><p>{says}</p><p><a href='/x'>{button}</a></p></div>"


@pytest.mark.parametrize(
    ("name", "says", "button"),
    [
        ("강남 세미나", "좌석은 서른 개뿐입니다", "자리 맡기"),
        ("المحفظة الذكية", "رسوم أقل طوال الصيف", "جرّبها"),
        ("春の講座", "席は三十です", "席を取る"),
        ("Курс по сетям", "Тридцать мест, одна неделя", "Занять место"),
    ],
)
def test_small_box_that_ends_in_a_button(name: str, says: str, button: str) -> None:
    """A few words in an element between paragraphs that ends in a link of some words offer something."""
    found = roles(article(inside=offer(name, says, button)))
    assert [found[text] for text in (name, says, button)] == [Role.ADVERTISEMENT] * 3
    assert sum(role is Role.BODY for role in found.values()) == 5


def test_list_of_several_boxes() -> None:
    """Several of them near one another are what the article lists."""
    named = ("Ví Sen", "Ví Đá", "Ví Mây")
    found = roles(article(inside="".join(offer(name, f"{name} giữ khóa trên máy", "Xem ví") for name in named)))
    assert [found[f"{name} giữ khóa trên máy"] for name in named] == [Role.BODY] * 3


@pytest.mark.parametrize(
    "heading", ["Jetzt weiterlesen mit Plus", "この記事は会員限定です", "Материал по подписке", "구독자 전용 기사"]
)
def test_offer_behind_what_is_free(heading: str) -> None:
    """A few words over an offer to those who have read what is free open it, with all that stands under them."""
    offers = ("Vier Wochen lang alle Texte lesen", "Jeden Monat kündbar")
    box = f"<div><h3>{heading}</h3>{''.join(f'<p>{one}</p>' for one in offers)}</div>"
    found = roles(f"<main><article><h1>{TITLE}</h1><div>{TEXT}{box}</div></article></main>")
    assert [found[one] for one in offers] == [Role.NEWSLETTER] * 2
    plain = roles(
        f"<main><article><h1>{TITLE}</h1><div>{TEXT}{box.replace(heading, 'Was es gibt')}</div></article></main>"
    )
    assert Role.NEWSLETTER not in plain.values()


def test_paragraph_that_fades_into_an_offer() -> None:
    """The last free paragraph is text although its element is named after the paywall; what asks for money is not."""
    last = "The owners of the exchange had gone to court at once, and the bank, which held their money, went with them."
    asks = "Continue reading for a month at no cost, and cancel your subscription online whenever you like to."
    page = (
        "<main><article><h1>{}</h1><div class=article-body>{}<div class=paywall><p>{}</p></div></div></article></main>"
    )
    assert roles(page.format(TITLE, TEXT, last))[last] is Role.BODY
    assert roles(page.format(TITLE, TEXT, asks))[asks] is Role.BOILERPLATE
    linked = last.replace("court", "<a href='/x'>court</a>")
    assert roles(page.format(TITLE, TEXT, linked))[last] is Role.BOILERPLATE
