"""Bytes become the right characters, whatever is declared."""

from __future__ import annotations

import pytest

from pipelines.encoding import decode_bytes, without_mojibake

TEXTS = {
    "gbk": ("zh", "比特币减半后，矿工们的收入下降了一半，市场正在等待下一步。"),
    "big5": ("zh-TW", "比特幣減半之後，礦工的收入下降了一半，市場正在等待下一步。"),
    "shift_jis": ("ja", "ビットコインの半減期の後、マイナーの収益は半分になりました。"),
    "euc-kr": ("ko", "비트코인 반감기 이후 채굴자들의 수입이 절반으로 줄었다."),
    "windows-1251": ("ru", "После халвинга доходы майнеров биткоина упали вдвое."),
    "windows-1256": ("ar", "بعد تنصيف البيتكوين انخفضت عائدات المعدنين إلى النصف."),
}


def page(text: str, lang: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f'<html lang="{lang}"><head>{meta}<title>{text}</title></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize("encoding", TEXTS)
def test_header_decides(encoding: str) -> None:
    """A page is read in the encoding that its header names."""
    lang, text = TEXTS[encoding]
    decoded, _ = decode_bytes(page(text, lang).encode(encoding), f"text/html; charset={encoding}")
    assert text in decoded


@pytest.mark.parametrize("encoding", TEXTS)
def test_meta_decides_without_header(encoding: str) -> None:
    """Without a header, the page's own meta element is believed."""
    lang, text = TEXTS[encoding]
    decoded, _ = decode_bytes(page(text, lang, encoding).encode(encoding), "text/html")
    assert text in decoded


@pytest.mark.parametrize("encoding", TEXTS)
def test_wrong_declaration_is_found_out(encoding: str) -> None:
    """A page that calls itself UTF-8 and is not is read in the encoding that its language was written in."""
    lang, text = TEXTS[encoding]
    decoded, _ = decode_bytes(page(text, lang, "utf-8").encode(encoding), "text/html; charset=utf-8")
    assert text in decoded


@pytest.mark.parametrize("meta", [True, False], ids=["meta", "language"])
@pytest.mark.parametrize("encoding", TEXTS)
def test_a_servers_default_is_no_statement(encoding: str, meta: bool) -> None:
    """Where the header has the Western default, the page's own meta element or its language knows better."""
    lang, text = TEXTS[encoding]
    body = page(text, lang, encoding if meta else "").encode(encoding)
    assert text in decode_bytes(body, "text/html; charset=ISO-8859-1")[0]


def test_a_western_page_is_read_as_its_header_says() -> None:
    """Nothing outranks the Western encoding where page and language say nothing else."""
    body = page("L’été à l’agence", "fr").encode("cp1252")
    assert "L’été à l’agence" in decode_bytes(body, "text/html; charset=ISO-8859-1")[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    """A page in UTF-16 is known by its first tag, however few letters of it are Latin."""
    body = f"<html><title>{TEXTS['gbk'][1] * 9}</title>".encode(encoding)
    assert TEXTS["gbk"][1] in decode_bytes(body, "text/html; charset=ISO-8859-1")[0]


@pytest.mark.parametrize("declared", ["windows-1251", "iso-8859-1", "gbk", "no-such-charset"])
def test_valid_utf8_wins(declared: str) -> None:
    """Bytes that are valid UTF-8 are UTF-8, whatever the header says."""
    decoded, encoding = decode_bytes("Доходы упали вдвое, 收入下降".encode(), f"text/html; charset={declared}")
    assert (decoded, encoding) == ("Доходы упали вдвое, 收入下降", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark(encoding: str) -> None:
    """A byte order mark decides, and is no part of the text."""
    assert decode_bytes("<p>été</p>".encode(encoding), "text/html; charset=gbk")[0] == "<p>été</p>"


def test_utf16_without_mark() -> None:
    """UTF-16 without a mark is seen by its zero bytes."""
    assert decode_bytes("<p>plain words of a page</p>".encode("utf-16-le"), "")[0] == "<p>plain words of a page</p>"


def test_broken_utf8_keeps_the_rest() -> None:
    """A few broken bytes cost their own characters, not the page."""
    body = "Der Kurs fällt, die Börse schließt früher als üblich — ".encode() * 20
    decoded, encoding = decode_bytes(body[:30] + b"\xff\xfe\xc3" + body[30:], "text/html; charset=utf-8")
    assert encoding == "utf-8-broken"
    assert decoded.count("Börse") == 20


def test_mojibake_is_undone() -> None:
    """UTF-8 read as Latin and written again is put right when there is enough of it."""
    assert without_mojibake("itâ€™s, weâ€™re and donâ€™t – café") == "it’s, we’re and don’t – café"
    assert without_mojibake("itâ\x80\x99s â\x80\x9cgoodâ\x80\x9d") == "it’s “good”"


def test_quoted_mojibake_stays() -> None:
    """A single odd sequence is what the article talks about."""
    assert without_mojibake("We saw â€™ on the page, and Ã© once.") == "We saw â€™ on the page, and Ã© once."
