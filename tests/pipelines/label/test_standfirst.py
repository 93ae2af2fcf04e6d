"""The standfirst is found by where it stands: in the title's element, or with a byline between it and the text."""

from __future__ import annotations

import pytest

from schemas.metadata import Declared, Metadata
from schemas.role import Role
from tests.pipelines.label.layout import TEXT, TITLE, roles

LEADS = [
    "거래소가 문을 닫은 다섯 달 동안 무슨 일이 있었는지를 기록으로 되짚는다.",
    "ศาลให้เวลาหกสัปดาห์แก่ตลาดในการคืนเงินทั้งหมดที่ลูกค้าฝากไว้ก่อนเดือนพฤษภาคม",
    "Суд дал бирже шесть недель на то, чтобы вернуть вкладчикам всё, что она им должна.",
    "أمهلت المحكمة المنصة ستة أسابيع لتعيد إلى المودعين كل ما أودعوه قبل شهر مايو.",
]


def under_title(lead: str, behind: str = "", metadata: Metadata | None = None) -> dict[str, Role]:
    """Return the roles of a page with a paragraph in the element of its title, the text in another."""
    head = f"<div><h1>{TITLE}</h1><p>{lead}</p></div>"
    return roles(f"<main><article>{head}{behind}<div>{TEXT}</div></article></main>", metadata)


@pytest.mark.parametrize("lead", LEADS)
def test_paragraph_in_the_title_s_element(lead: str) -> None:
    """A paragraph that shares its element with the title, and not with the text, is the standfirst."""
    assert under_title(lead)[lead] is Role.SUBTITLE
    beside = f"<main><article><h1>{TITLE}</h1><p>{lead}</p>{TEXT}</article></main>"
    assert roles(beside)[lead] is Role.BODY


@pytest.mark.parametrize(
    "line",
    ["문가영 기자 | 2026년 6월 27일", "Bài viết được tài trợ bởi một ngân hàng trong nước", "Mehr zu diesem Thema"],
)
def test_other_lines_in_the_title_s_element(line: str) -> None:
    """Names, a word on who paid, and a few words there are no standfirst."""
    assert under_title(line)[line] is not Role.SUBTITLE


def test_declared_subtitle_that_is_another() -> None:
    """Where the page declares another standfirst, the paragraph in the title's element is none."""
    other = Metadata(subtitles=(Declared("Kararın ardından ne olacağını üç hukukçuya sorduk", "json-ld"),))
    assert under_title(LEADS[0], metadata=other)[LEADS[0]] is Role.BODY


def test_text_begins_behind_the_byline() -> None:
    """Between a standfirst and the text may stand a byline of several lines and a summary; none of them is text."""
    lines = ("By Ann Lee", "1,204", "4,871", "27 June 2026")
    summary = "Кратко: биржа откроется снова, и деньги вернут до осени."
    shown = "".join(f"<p>{line}</p>" for line in (*lines, summary))
    found = under_title(LEADS[2], f"<div>{shown}</div>")
    assert (found[LEADS[2]], found[summary]) == (Role.SUBTITLE, Role.SUMMARY)
    assert [found[line] for line in lines] == [Role.BYLINE, Role.BOILERPLATE, Role.BOILERPLATE, Role.BYLINE]
