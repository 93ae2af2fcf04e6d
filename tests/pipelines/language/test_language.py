"""Texts of each language, one file each: sentences, titles, and words of interfaces."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.language import detect_language, language_of, same_language

FILES = sorted(Path(__file__).parent.glob("*.jsonl"))
TEXTS = [(file.stem, json.loads(line)) for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_language_has_texts() -> None:
    """Each of the twenty-five languages, and some neighbours, have six texts or more."""
    counts = {file.stem: sum(language == file.stem for language, _ in TEXTS) for file in FILES}
    assert len(counts) >= 25
    assert min(counts.values()) >= 6


@pytest.mark.parametrize(
    ("language", "text"), TEXTS, ids=[f"{language}-{text['text'][:40]}" for language, text in TEXTS]
)
def test_language_is_found(language: str, text: dict[str, str]) -> None:
    """A sentence, a title or a word of an interface tells its language without a hint."""
    assert detect_language(text["text"]).tag == language


@pytest.mark.parametrize(
    "text", ["", "   ", "123 456", "$BTC", "https://example.com/a", "2026-06-27 10:30", "@handle", "— … !", "😀"]
)
def test_text_without_words_has_no_language(text: str) -> None:
    """Numbers, addresses, tickers, handles and signs are nothing to go by."""
    guess = detect_language(text)
    assert (guess.tag, guess.confidence) == ("und", 0.0)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("US-Notenbank senkt Zinsen: „The Wall Street Journal“ berichtet über Streit", "de"),
        ("La empresa anunció su producto «The Future of Money» en Madrid", "es"),
        ("美國SEC主席表示Bitcoin與Ethereum ETF將於下週開放", "zh-Hant"),
        ("Binance和Coinbase宣布支持USDC转账", "zh-Hans"),
        ("米国株式市場終値", "ja"),
        ("バイナンスがBNB Chainを発表", "ja"),
        ("Binance, Solana tabanlı $SOL için yeni ürün başlattı (SOL)", "tr"),
        ("ÚLTIMA ATUALIZAÇÃO DO MERCADO", "pt"),
        ("Ngân hàng trung ương", "vi"),
    ],
)
def test_foreign_names_do_not_mislead(text: str, tag: str) -> None:
    """Names, tickers and quotations of another language leave the text's own."""
    assert detect_language(text).tag == tag


@pytest.mark.parametrize(
    ("text", "hint", "tag"),
    [
        ("比特", "zh-TW", "zh-Hant"),
        ("比特", "zh-HK", "zh-Hant"),
        ("比特", "zh-CN", "zh-Hans"),
        ("比特", None, "zh-Hans"),
        ("日本銀行", "ja", "ja"),
        ("穩定幣發行", "zh-CN", "zh-Hant"),
        ("Editor", "ro", "ro"),
        ("SEC delays decision on Solana ETF again", "pt", "en"),
        ("Por que o Bitcoin caiu hoje", "es", "pt"),
        ("Bitcoin", "pt-BR", "pt"),
        ("The central bank said on Thursday that issuers must hold reserves.", "pt", "en"),
        ("The central bank said on Thursday that issuers must hold reserves.", "not a tag", "en"),
    ],
)
def test_hint_decides_what_the_text_leaves_open(text: str, hint: str | None, tag: str) -> None:
    """A declared language breaks ties and gives Chinese its script; it does not overrule a text."""
    assert detect_language(text, hint).tag == tag


def test_language_outside_the_list_is_named() -> None:
    """A text that clearly is in another language is not forced into one of the list."""
    text = "Iindaba zakutshanje ezimnandi ngakulutsha oluthwaxwa yentswela ngqesho zezo zinge Sebe lezeKhaya"
    assert detect_language(text).tag == "xh"


def test_confidence_is_a_share() -> None:
    """Confidence lies between 0 and 1, high for a sentence."""
    assert all(0 < detect_language(text["text"]).confidence <= 1 for _, text in TEXTS)
    assert detect_language("The central bank said on Thursday that issuers must hold reserves.").confidence > 0.95


@pytest.mark.parametrize("language", [file.stem for file in FILES])
@pytest.mark.parametrize("hint", [None, "en", "pt-BR", "tr"])
def test_detectors_would_not_change_what_is_decided(
    language: str, hint: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where detectors are not asked, the answer is the one that they would have led to, to the last digit."""
    texts = [text["text"] for own, text in TEXTS if own == language]
    texts += [" ".join(texts), " ".join(texts[:3]), " ".join([*texts, *(text["text"] for _, text in TEXTS[:6])])]
    short = [detect_language(text, hint) for text in texts]
    tags = [language_of(text, hint) for text in texts]
    monkeypatch.setattr("pipelines.language.candidates._leader", lambda scores, lead: None)
    full = [detect_language(text, hint) for text in texts]
    assert short == full
    assert tags == [guess.tag for guess in full]


def test_same_text_has_the_same_answer_in_any_order() -> None:
    """What was asked before makes no difference, within a process and between processes."""
    texts = [text["text"] for _, text in TEXTS][::4]
    forward = [detect_language(text) for text in texts]
    backward = [detect_language(text) for text in reversed(texts)][::-1]
    assert forward == backward
    code = (
        "import json,sys;from pipelines.language import detect_language;"
        "print(json.dumps([[g.tag,g.confidence] for g in map(detect_language,reversed(json.load(sys.stdin)))]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    assert [(tag, share) for tag, share in json.loads(ran.stdout)][::-1] == [(g.tag, g.confidence) for g in forward]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("pt", "pt-BR", True),
        ("en_US", "en-GB", True),
        ("pt", "es", False),
        ("zh-Hans", "zh-Hant", False),
        ("zh-TW", "zh-Hant", True),
        ("zh-CN", "zh-HK", False),
        ("zh", "zh-Hant", True),
        ("zh-cn", "zh-Hans", True),
        ("und", "en", False),
    ],
)
def test_same_language(one: str, other: str, same: bool) -> None:
    """Regions make no difference; the script of Chinese does where both say it."""
    assert same_language(one, other) is same
