"""What stands behind a text, and says who wrote it, how it was mended or that it is over, is none of it."""

from __future__ import annotations

import pytest

from pipelines.extract import extract
from schemas.page import Page
from schemas.role import Role
from tests.pipelines.label.layout import PROSE, TEXT, TITLE, article, roles


def ended(line: str) -> dict[str, Role]:
    """Return the roles of a page whose text has something under its last line."""
    return roles(f"<main><article><h1>{TITLE}</h1><div>{TEXT}{line}</div></article></main>")


@pytest.mark.parametrize(
    "note",
    [
        "정정: 처음 기사는 은행의 이름을 잘못 적었습니다.",
        "【訂正】：初出時、銀行の名前に誤りがありました。",
        "Исправление (26 июня): в первой версии было неверно названо имя банка.",
        "Korrekturhinweis: In einer früheren Fassung stand ein falscher Name der Bank.",
        "تصحيح: ورد اسم المصرف خطأ في النسخة الأولى من هذا التقرير.",
    ],
)
def test_corrections(note: str) -> None:
    """A note that begins with the word for it says how a text was mended, behind it or before it; in its midst not."""
    assert ended(f"<p>{note}</p>")[note] is Role.BOILERPLATE
    assert roles(article(inside=f"<p>{note}</p>"))[note] is Role.BODY


def test_correction_under_its_label() -> None:
    """The label may stand in a line of its own; what follows it is the note."""
    note = "Bài viết ban đầu ghi sai tên ngân hàng; chúng tôi xin lỗi bạn đọc."
    found = ended(f"<p>Đính chính</p><p>{note}</p>")
    assert (found["Đính chính"], found[note]) == (Role.BOILERPLATE, Role.BOILERPLATE)
    assert ended(f"<p>Ghi chép</p><p>{note}</p>")[note] is Role.BODY


@pytest.mark.parametrize(
    "mark", ["(AB/CD)", "ab/PAP", "###", "(끝)", "（完）", "Конец", "انتهای پیام", "Hết", "จบ", "-- ENDS --"]
)
def test_marks_of_an_end(mark: str) -> None:
    """Initials, signs and words by which an agency ends a report are no text under its last line."""
    assert ended(f"<p>{mark}</p>")[mark] is Role.BOILERPLATE


def test_a_short_last_line() -> None:
    """A few words that are no mark of an end are the last line, and a mark in the midst of a text ends nothing."""
    assert ended("<p>นั่นคือคำตอบ</p>")["นั่นคือคำตอบ"] is Role.BODY
    assert roles(article(inside="<p>(끝)</p>"))["(끝)"] is Role.BODY


SOURCE_LINE = "Minh Tú và Hải Yến tổng hợp và biên dịch từ tiếng Anh. (theo Báo Mới)"


def test_source_in_brackets_behind_the_text() -> None:
    """A line behind the text that ends in a source's label and name in brackets is its byline."""
    assert ended(f"<p>{SOURCE_LINE}</p>")[SOURCE_LINE] is Role.BYLINE
    other = SOURCE_LINE.replace("Báo Mới", "dõi")
    assert ended(f"<p>{other}</p>")[other] is Role.BODY


def test_source_of_a_line_behind_the_text() -> None:
    """The record has the source that such a line names, and not the line."""
    page = f"<html lang=vi><body><main><h1>{TITLE}</h1><div>{TEXT}<p>{SOURCE_LINE}</p></div></main></body></html>"
    found = extract(Page(body=page.encode(), url="https://wirepost.example/tin/phi"))
    assert found.source is not None
    assert (found.source.name, "Báo Mới" in found.body) == ("Báo Mới", False)


@pytest.mark.parametrize(
    "line",
    [
        "글자크기 조절",
        "自动刷新：30 秒",
        "Автообновление включено",
        "حجم الخط",
        "Yazı boyutu: A- A+",
        "Wird laufend aktualisiert",
        "Нашли опечатку? Выделите её и нажмите Ctrl+Enter",
        "誤字脱字のご報告はこちら",
        "Bạn có hài lòng với bài viết không?",
    ],
)
def test_tools_and_questions_to_readers(line: str) -> None:
    """What tools beside a text do, and what readers are asked of it, is said in lines that are no text."""
    assert roles(article(inside=f"<p>{line}</p>"))[line] is Role.BOILERPLATE


def test_sentence_about_a_tool() -> None:
    """A sentence that has a tool for its subject is text."""
    line = "Die App der Börse ändert die Schriftgröße nun nach dem Licht, in dem sie gelesen wird."
    assert roles(article(inside=f"<p>{line}</p>"))[line] is Role.BODY


TAGS = "<p><a href=/tag/fees>#手续费</a> <a href=/tag/banks>#银行</a></p>"


def test_little_behind_the_tags() -> None:
    """What little stands behind an article's tags says who wrote it or what to do next."""
    little = "Wire Post reports every day on what banks and exchanges charge for a transfer."
    assert ended(f"<p>{little}</p>")[little] is Role.BODY
    found = ended(f"{TAGS}<h3>What we do here</h3><p>{little}</p>")
    assert (found[little], found["What we do here"]) == (Role.BOILERPLATE, Role.BOILERPLATE)


def test_long_section_behind_tags() -> None:
    """A section of many paragraphs behind tags is the article's next part."""
    part = "".join(f"<p>{PROSE} Number {number} of what comes next.</p>" for number in range(4))
    found = ended(f"{TAGS}<h3>What comes next</h3>{part}")
    assert [role for text, role in found.items() if "of what comes next" in text] == [Role.BODY] * 4
    assert found["What comes next"] is Role.HEADING
