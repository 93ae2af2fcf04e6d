"""Articles and lists told by an address alone."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from pipelines.catalogue import load_sites
from spiders.discovery.prior import Is, verdict_of

ARTICLES = [
    ("/2026/06/27/bitcoin-rises", "dated"),
    ("/news/2026-06-27/btc", "dated"),
    ("/markets/2026/jun/27/btc-falls", "dated"),
    ("/bitcoin-rises-over-sixty-thousand/", "headline"),
    ("/gia-bitcoin-tang-manh-trong-tuan", "headline"),
    ("/비트코인-가격이-6만-달러를-돌파했다/", "headline"),
    ("/ビットコインが六万ドルを突破した", "headline"),
    ("/ราคาบิตคอยน์ปรับตัวขึ้นในสัปดาห์นี้", "headline"),
    ("/ارتفع-سعر-البيتكوين-اليوم/", "headline"),
    ("/novosti/bitkoin-podorozhal-na-desyat-procentov", "headline"),
    ("/article/2202906", "numbered"),
    ("/20260310172909758349.html", "numbered"),
    ("/crypto/news/68da88979a794752da917657", "numbered"),
    ("/en/news/428387/", "numbered"),
    ("/haber/borsa-yukseldi-68497.html", "numbered"),
    ("/post/333050/polymarket", "numbered"),
    ("/?p=710602", "query"),
    ("/view.php?newsid=1234", "query"),
    ("/news/articleView.html?idxno=123456&category=12", "query"),
    ("/news/428387/?category=btc", "numbered"),
    ("/2026/06/bitcoin-rises.html?m=1", "dated"),
    ("/bitcoin-rises-over-sixty?author=7", "headline"),
    ("/news/bitcoin-etf", "below_articles"),
    ("/price/bitcoin-falls-below-sixty-thousand-dollars", "headline"),
]
LISTS = [
    ("/", "home"),
    ("/pt-br/", "home"),
    ("/news/", "section"),
    ("/tin-tuc", "section"),
    ("/новости/", "section"),
    ("/tag/bitcoin-price-news-today/", "named_as_list"),
    ("/etiqueta/bitcoin", "named_as_list"),
    ("/рубрика/новости-биткоина-сегодня/", "named_as_list"),
    ("/タグ/ビットコイン/", "named_as_list"),
    ("/标签/比特币", "named_as_list"),
    ("/태그/비트코인", "named_as_list"),
    ("/وسم/بيتكوين", "named_as_list"),
    ("/chu-de/bitcoin-hom-nay-the-nao", "named_as_list"),
    ("/แท็ก/บิตคอยน์", "named_as_list"),
    ("/etiket/kripto-para-haberleri-bugun", "named_as_list"),
    ("/authors/jane-q-miller", "named_as_list"),
    ("/yazar/ayse-yilmaz-kaya", "named_as_list"),
    ("/events/consensus-2026-hong-kong", "named_as_list"),
    ("/glossary/what-is-a-blockchain", "named_as_list"),
    ("/über-uns", "named_as_list"),
    ("/privacy-policy-for-europe", "static_page"),
    ("/2026/06/", "dated"),
    ("/2026/06/27/", "dated"),
    ("/crypto-news/page/3/", "further_page"),
    ("/kategori-berita/halaman/12", "further_page"),
    ("/news?p=2", "query"),
    ("/?s=bitcoin+etf", "query"),
    ("/?page_id=12", "query"),
    ("/list?category=btc", "query"),
    ("/?m=202606", "home"),
    ("/price/bitcoin", "price"),
    ("/giá/bitcoin-cash", "price"),
    ("/시세/비트코인", "price"),
    ("/wp-content/uploads/2026/06/bitcoin-rises-over-sixty.jpg", "file"),
    ("/2026/06/27/bitcoin-rises.rss", "file"),
]
UNKNOWN = [
    "/markets-wrap",
    "/defi-news/solana",
    "/crypto/policy/asia",
    "/techniques-5118032",
    "/user-data-policy",
    "/gone",
]


@pytest.mark.parametrize(("path", "why"), ARTICLES)
@pytest.mark.parametrize("write", [str, lambda path: quote(path, safe="/?=&%+")], ids=["as read", "as sent"])
def test_articles(path: str, why: str, write: type[str]) -> None:
    """An address with a date, a headline, a number or a query of its own is an article's, in any script."""
    verdict = verdict_of(f"https://news.example{write(path)}")
    assert (verdict.it_is, verdict.why) == (Is.ARTICLE, why)


@pytest.mark.parametrize(("path", "why"), LISTS)
@pytest.mark.parametrize("write", [str, lambda path: quote(path, safe="/?=&%+")], ids=["as read", "as sent"])
def test_lists_and_other_pages(path: str, why: str, write: type[str]) -> None:
    """Tags, authors, categories, searches, prices, events and static pages are none, in any language."""
    verdict = verdict_of(f"https://news.example{write(path)}")
    assert (verdict.it_is, verdict.why) == (Is.LIST, why)


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_the_address_does_not_tell(path: str) -> None:
    """A word or two may be a section, a tag or a short headline: the address alone does not tell."""
    assert verdict_of(f"https://news.example{path}").it_is is Is.UNKNOWN


def test_broken_addresses_are_none() -> None:
    """An address that nobody can take apart leads nowhere."""
    assert verdict_of("http://[::1/bitcoin-rises-over-sixty").it_is is Is.LIST


def test_home_pages_of_known_sites_are_no_articles() -> None:
    """None of the catalogue's home and list pages looks like an article."""
    pages = [url for site in load_sites().values() for url in (site.home, *site.locale_urls.values())]
    assert [url for url in pages if verdict_of(url).is_article] == []
