"""What stands in one line under a picture is parted: what it shows, and whose it is."""

from __future__ import annotations

import pytest

from pipelines.lexicon import load_lexicon
from pipelines.lexicon.credits import caption_and_credit


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("The vault in May (Photo: Ann Lee)", "The vault in May", "Ann Lee"),
        ("图：2024—2026 年稳定币总供应量，来源：Ledger Lane", "2024—2026 年稳定币总供应量", "Ledger Lane"),
        ("黃聖凱（右）於記者會後受訪｜圖片來源：動鏈時刻", "黃聖凱（右）於記者會後受訪", "動鏈時刻"),
        ("BTC/USD 1時間足（出典：TradingView）", "BTC/USD 1時間足", "TradingView"),
        ("한강은행 앱으로 결제하는 모습 [사진: 한강은행]", "한강은행 앱으로 결제하는 모습", "한강은행"),
        ("▲ 사진=셔터스톡", "", "셔터스톡"),
        ("أرصدة كبار حاملي سولانا. المصدر: Glasslake", "أرصدة كبار حاملي سولانا.", "Glasslake"),
        ("Biểu đồ giá hàng ngày | Nguồn: TradingView", "Biểu đồ giá hàng ngày", "TradingView"),
        ("Gedung OJK di Jakarta Pusat. (Foto: Dok. Media)", "Gedung OJK di Jakarta Pusat.", "Dok. Media"),
        ("Figure 2: the vault", "the vault", ""),
        ("창구 [2026년 5월]", "창구 [2026년 5월]", ""),
        ("The source of the river, in spring", "The source of the river, in spring", ""),
    ],
)
def test_captions_and_credits(line: str, caption: str, credit: str) -> None:
    """A credit begins at its label behind a bracket, a bar, a stop or a comma, in any language."""
    assert caption_and_credit(line, load_lexicon()) == (caption, credit)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("支払いの画面（写真＝空木写真館）", "支払いの画面", "空木写真館"),
        ("창구 앞에 줄을 선 고객들 (그래픽=새벽포토)", "창구 앞에 줄을 선 고객들", "새벽포토"),
        ("Kasanın önünde bekleyenler (Fotoğraf=Ada Ajansı)", "Kasanın önünde bekleyenler", "Ada Ajansı"),
        ("지난 20일 서울 여의도에서 열린 토론회. [새벽포토]", "지난 20일 서울 여의도에서 열린 토론회.", "새벽포토"),
        ("Der Tresor im Mai [nordbild]", "Der Tresor im Mai", "nordbild"),
        ("Касса банка в мае © Анна Ли", "Касса банка в мае", "Анна Ли"),
        ("ห้องค้าในเดือนพฤษภาคม © สำนักข่าวรุ่ง", "ห้องค้าในเดือนพฤษภาคม", "สำนักข่าวรุ่ง"),
        ("Kasanın önü Fotoğraf: Ada Ajansı", "Kasanın önü", "Ada Ajansı"),
        ("Каса банку в травні Фото: Анна Лі", "Каса банку в травні", "Анна Лі"),
        ("Bảng giá tháng Năm [1]", "Bảng giá tháng Năm [1]", ""),
        (
            "القاعة [صورة أرشيفية من العام الماضي قبل إغلاق المنصة]",
            "القاعة [صورة أرشيفية من العام الماضي قبل إغلاق المنصة]",
            "",
        ),
    ],
)
def test_credits_behind_signs(line: str, caption: str, credit: str) -> None:
    """A sign of equality is a label's mark; a name in square brackets, or behind ©, needs no label; a note is none."""
    assert caption_and_credit(line, load_lexicon()) == (caption, credit)
