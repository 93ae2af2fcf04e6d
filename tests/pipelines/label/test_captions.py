"""A line right behind a picture is its caption where it shares the paragraph or says whose the picture is."""

from __future__ import annotations

import pytest

from schemas.role import Role
from tests.pipelines.label.layout import PROSE, article, roles

PICTURE = "<img src=/a.jpg width=600>"


@pytest.mark.parametrize(
    "line",
    ["창구 앞에 줄을 선 고객들", "لوحة الأسعار في القاعة", "Зал биржи в день открытия", "Bảng giá tại sàn giao dịch"],
)
def test_line_in_the_picture_s_paragraph(line: str) -> None:
    """Words behind a picture in one paragraph with it are its caption; in a paragraph of their own they are text."""
    assert roles(article(inside=f"<p>{PICTURE}<br>{line}</p>"))[line] is Role.CAPTION
    assert roles(article(inside=f"<p>{PICTURE}</p><p>{line}</p>"))[line] is Role.BODY


def test_sentence_in_the_picture_s_paragraph() -> None:
    """A sentence there is text."""
    line = "銀行は月曜日に再び開く。"
    assert roles(article(inside=f"<p>{PICTURE}<br>{line}</p>"))[line] is Role.BODY


@pytest.mark.parametrize(
    "line",
    [
        "창구 앞의 고객들. 사진=새벽포토",
        "支払いの画面。（写真＝空木）",
        "Kasanın önü. Fotoğraf: Ada Ajansı",
        "ห้องค้า © สำนักข่าวรุ่ง",
    ],
)
def test_line_that_says_whose_the_picture_is(line: str) -> None:
    """A line in a paragraph of its own is a caption where its end says whose the picture above is."""
    assert roles(article(inside=f"<p>{PICTURE}</p><p>{line}</p>"))[line] is Role.CAPTION
    assert roles(article(inside=f"<p>{PROSE} Here.</p><p>{line}</p>"))[line] is not Role.CAPTION
