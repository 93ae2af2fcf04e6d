"""How many words texts have, in scripts with blanks and without."""

from __future__ import annotations

import pytest

from pipelines.export.words import count_words

# Counted by hand; in Chinese, Japanese and Thai by the words of a dictionary.
TEXTS = [
    ("Bitcoin fell 3.5% on Monday – its worst day.", 8),
    ("비트코인이 월요일에 3.5% 하락했다.", 4),
    ("أعلنت المنصة استئناف السحب يوم الاثنين.", 6),
    ("बिटकॉइन सोमवार को गिर गया।", 5),
    ("Биткоин упал в понедельник.", 4),
    ("Giá bitcoin giảm mạnh hôm thứ Hai.", 7),
    # 比特币|矿工|在|减半|后|卖出|了|储备
    ("比特币矿工在减半后卖出了储备。", 8),
    # ビットコイン|は|月曜日|に|下落|し|た|と|発表|さ|れ|た
    ("ビットコインは月曜日に下落したと発表された。", 12),
    # ตลาด|หลักทรัพย์|ประกาศ|เปิด|ซื้อขาย|เหรียญ|ใหม่|ใน|วัน|จันทร์
    ("ตลาดหลักทรัพย์ประกาศเปิดซื้อขายเหรียญใหม่ในวันจันทร์", 10),
]


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    """The count is exact where blanks part words, and within a fifth where none do."""
    has_blanks = text.count(" ") >= words // 2
    assert abs(count_words(text) - words) <= (0 if has_blanks else words / 5)


@pytest.mark.parametrize("text", ["", "  \n", "– … !", "。、"])
def test_marks_are_no_words(text: str) -> None:
    """Where there is no letter and no digit, there is no word."""
    assert count_words(text) == 0


def test_scripts_add_up() -> None:
    """Latin words between Han characters count too."""
    assert count_words("币安推出 Launchpool 新项目") == count_words("币安推出新项目") + 1
