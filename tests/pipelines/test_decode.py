"""Bytes become a tree or text, or a rejection with its reason."""

from __future__ import annotations

import random
import time

import pytest

from pipelines.decode import MAX_BYTES, HtmlDocument, TextDocument, decode
from schemas.page import NotAnArticle, Page, Rejection


def reason(page: Page) -> Rejection:
    with pytest.raises(NotAnArticle) as caught:
        decode(page)
    return caught.value.reason


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", Rejection.EMPTY),
        (b" \n\t ", Rejection.EMPTY),
        (b"%PDF-1.7 ...", Rejection.BINARY),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), Rejection.BINARY),
        (bytes(range(32)) * 100, Rejection.BINARY),
        (b"<html>" + b"x" * MAX_BYTES, Rejection.TOO_LARGE),
    ],
)
def test_no_page(body: bytes, expected: Rejection) -> None:
    """What is no page is rejected by name."""
    assert reason(Page(body=body)) is expected


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [200, 5000])
def test_noise_is_binary(seed: int, size: int) -> None:
    """Random bytes, as of an encrypted or compressed file, are no text in any charset."""
    assert reason(Page(body=random.Random(seed).randbytes(size))) is Rejection.BINARY


PROSE = {
    "gb18030": "交易所周二宣布，用户现在可以提取比特币和以太坊，所有订单都已恢复，手续费在本月底之前保持不变。",
    "big5": "交易所週二宣布，用戶現在可以提取比特幣和以太坊，所有訂單都已恢復，手續費在本月底之前保持不變。",
    "shift_jis": "取引所は火曜日、ビットコインとイーサリアムの出金を再開したと発表した。手数料は月末まで変わらない。",
    "iso2022_jp": "取引所は火曜日、ビットコインとイーサリアムの出金を再開したと発表した。手数料は月末まで変わらない。",
    "euc_kr": "거래소는 화요일 비트코인과 이더리움 출금을 다시 시작했다고 밝혔다. 수수료는 이달 말까지 그대로다.",
    "cp1251": "Биржа во вторник сообщила, что снова выводит биткоины и эфир. Комиссия до конца месяца не изменится.",
    "utf-16": "Биржа во вторник сообщила, что снова выводит биткоины и эфир. Комиссия до конца месяца не изменится.",
}


@pytest.mark.parametrize("encoding", PROSE)
def test_legacy_charsets_are_text(encoding: str) -> None:
    """Text in a legacy charset that nothing declares is text, and read as written."""
    text = PROSE[encoding]
    document = decode(Page(body=f"<html><body><p>{text}</p></body></html>".encode(encoding)))
    assert isinstance(document, HtmlDocument)
    assert document.root.text_content() == text


def test_error_status() -> None:
    """A page that came with an error status is none."""
    assert reason(Page(body=b"<p>gone</p>", status=410)) is Rejection.HTTP_ERROR


@pytest.mark.parametrize(
    "content_type",
    [
        "text/css",
        "application/x-javascript",
        "text/javascript; charset=utf-8",
        "application/ld+json",
        "application/rss+xml",
        "Text/XML",
        "image/svg+xml",
    ],
)
def test_what_is_served_as_something_else_is_no_page(content_type: str) -> None:
    """Scripts, styles and feeds read as text, and are none; a page that is served under their type is a page."""
    assert reason(Page(body=b"/* Title */\n\nText " * 50, content_type=content_type)) is Rejection.NOT_HTML
    mislabelled = Page(body=b"<!-- x --><!DOCTYPE html><html><p>Text</p></html>", content_type=content_type)
    assert isinstance(decode(mislabelled), HtmlDocument)


@pytest.mark.parametrize("content_type", ["", "text/html", "application/xhtml+xml", "text/plain", "a/b", "text/x-y"])
def test_other_types_may_be_pages(content_type: str) -> None:
    """A page's own types, none, and those that nobody knows are read."""
    assert decode(Page(body=b"<?xml version='1.0'?><p>Text</p>", content_type=content_type))


def test_nul_bytes_are_dropped() -> None:
    """Stray NUL bytes cost nothing but themselves."""
    document = decode(Page(body=b"<html><body><p>one\x00 two</p></body></html>"))
    assert isinstance(document, HtmlDocument)
    assert document.root.text_content().strip() == "one two"


def test_deep_nesting_ends() -> None:
    """A hundred thousand nested elements neither crash nor hang."""
    started = time.monotonic()
    document = decode(Page(body=b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000))
    assert isinstance(document, HtmlDocument)
    assert time.monotonic() - started < 20


def test_truncated_page_is_said_so() -> None:
    """A page that ends inside its body is read as far as it goes, with a warning."""
    assert decode(Page(body=b"<html><body><p>The court sa")).warnings == ("truncated_html",)


def test_text_by_type_and_by_characters() -> None:
    """A page is text if its type says so, or if there is no markup in it."""
    assert isinstance(decode(Page(body=b"<p>quoted</p>", content_type="text/plain; charset=utf-8")), TextDocument)
    assert isinstance(decode(Page(body=b"Title\n\nFees < 1 and volume > 2.")), TextDocument)
    assert isinstance(decode(Page(body=b"<p>words</p>")), HtmlDocument)


def test_page_that_is_closed_too_early() -> None:
    """What follows a stray `</html>` is part of the page, as in a browser."""
    body = b"<html><body><nav>Menu</nav></body></html><main><h1>Title</h1><p>Text</p></main>"
    document = decode(Page(body=body))
    assert isinstance(document, HtmlDocument)
    assert document.root.findtext(".//main/p") == "Text"


@pytest.mark.parametrize("written", ["\u00ad", "&shy;", "&#173;"])
def test_soft_hyphens_are_no_letters(written: str) -> None:
    """Where a word may be parted is layout: it is whole in the record, however the page writes the mark."""
    document = decode(Page(body=f"<p>Wärme{written}pumpen&nbsp;heute</p>".encode()))
    assert isinstance(document, HtmlDocument)
    assert document.root.text_content().split() == ["Wärmepumpen", "heute"]
