"""Tags are known by their sign or their addresses."""

from __future__ import annotations

import pytest

from schemas.role import Role
from tests.pipelines.label.layout import PROSE, article, roles


def line(*links: tuple[str, str]) -> str:
    """Return a paragraph that is nothing but some links, each an address and a text."""
    return f"<p>{' '.join(f'<a href={href}>{text}</a>' for href, text in links)}</p>"


@pytest.mark.parametrize(
    "links",
    [
        (("/s?q=1", "#수수료"), ("/s?q=2", "#은행")),
        (("/tag/fees", "手数料"), ("/tag/banks", "銀行")),
        (("/chu-de/phi/", "phí giao dịch"), ("/tu-khoa/ngan-hang/", "ngân hàng")),
        (("/etiket/faiz", "faiz"), ("/konu/banka", "banka")),
        (("https://wirepost.example/schlagwort/zins", "Zins"), ("/thema/banken/", "Banken")),
    ],
)
def test_links_to_what_is_filed_under_a_word(links: tuple[tuple[str, str], ...]) -> None:
    """Links that all have the sign of a tag or lead to pages of tags are the article's tags."""
    found = roles(article(after=line(*links)))
    assert found[" ".join(text for _, text in links)] is Role.TAG


def test_links_of_which_one_leads_elsewhere() -> None:
    """Links of which one leads to an article are no tags, nor is a sentence with a link to a page of one."""
    links = (("/tag/fees", "комиссии"), ("/news/2026/fees", "банк открыл второе хранилище"))
    assert roles(article(inside=line(*links)))["комиссии банк открыл второе хранилище"] is Role.RELATED
    own = f"{PROSE} So says the bank."
    assert roles(article(inside=f"<p>{own.replace('bank', '<a href=/tag/bank>bank</a>')}</p>"))[own] is Role.BODY


@pytest.mark.parametrize(
    "text", ["#리스테이킹 #이더리움 #스테이킹", "Hashtag: #MâySông #VíLạnh #MPC", "#手数料、#銀行"]
)
def test_hashtags_without_links(text: str) -> None:
    """A line of nothing but words with the sign is the article's tags; one with more words is a sentence."""
    assert roles(article(inside=f"<p>{text}</p>"))[text] is Role.TAG
    sentence = f"{text} {PROSE}"
    assert roles(article(inside=f"<p>{sentence}</p>"))[sentence] is Role.BODY
