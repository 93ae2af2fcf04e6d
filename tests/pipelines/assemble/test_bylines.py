"""People are read from bylines of many kinds: who signs beside whom, for whom, and as what."""

from __future__ import annotations

import pytest

from tests.pipelines.assemble.layout import PROSE, TITLE, ld, names, record


@pytest.mark.parametrize(
    ("terms", "name", "source", "day"),
    [
        (("기자명", "노은결", "출처", "새벽통신", "입력", "2026-06-26"), "노은결", "새벽통신", "2026-06-26"),
        (
            ("Автор", "Анна Ли", "Источник", "Северные ведомости", "Опубликовано", "26 июня 2026"),
            "Анна Ли",
            "Северные ведомости",
            "2026-06-26",
        ),
        (("بقلم :", "ليلى حسن", "المصدر :", "صحيفة الفجر"), "ليلى حسن", "صحيفة الفجر", None),
        (("著者", "森下 彩", "出典", "暁通信", "公開日", "2026年6月26日"), "森下 彩", "暁通信", "2026-06-26"),
    ],
)
def test_terms_and_what_they_say(terms: tuple[str, ...], name: str, source: str, day: str | None) -> None:
    """In a list of terms, a label that is all of a term says what the next entry is."""
    entries = "".join(f"<dt>{term}</dt><dd>{value}</dd>" for term, value in zip(terms[::2], terms[1::2], strict=True))
    article = record(f"<dl>{entries}</dl>")
    assert article.source is not None
    assert (names(article), article.source.name, article.published_at) == ([name], source, day)


@pytest.mark.parametrize(
    ("desk", "line", "name"),
    [
        ("鏈報編輯部", "作者：王曉芳", "王曉芳"),
        ("새벽 편집국", "작성자: 한유진", "한유진"),
        ("Haber Merkezi", "Yazar: Ayşe Yılmaz", "Ayşe Yılmaz"),
        ("Ban biên tập", "Tác giả: Nguyễn Minh Tú", "Nguyễn Minh Tú"),
        ("กองบรรณาธิการ", "โดย สมชาย ใจดี", "สมชาย ใจดี"),
        ("Новостная служба", "Автор: Анна Ли", "Анна Ли"),
    ],
)
def test_desk_that_data_names(desk: str, line: str, name: str) -> None:
    """Whom the byline shows signs in place of a desk that data name; where nobody is shown, the desk does."""
    head = ld(author={"@type": "Person", "name": desk})
    assert names(record(f"<p>{line}</p>", head=head)) == [name]
    assert names(record(head=head)) == [desk]


@pytest.mark.parametrize(
    ("line", "together"),
    [
        ("Von Jana Vogt und Max Roth", ["Jana Vogt", "Max Roth"]),
        ("Авторы: Анна Ли, Пётр Гром", ["Анна Ли", "Пётр Гром"]),
        ("作者：王晓芳、李明", ["王晓芳", "李明"]),
        ("Yazar: Ayşe Yılmaz ve Can Demir", ["Ayşe Yılmaz", "Can Demir"]),
    ],
)
def test_writers_whom_a_line_names_together(line: str, together: list[str]) -> None:
    """Where data name but the first of those whom a line names, the others sign too; a line without it adds none."""
    first = ld(author={"@type": "Person", "name": together[0]})
    assert names(record(f"<p>{line}</p>", head=first)) == together
    other = ld(author={"@type": "Person", "name": "Kim Novak"})
    assert names(record(f"<p>{line}</p>", head=other)) == ["Kim Novak"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("作者：Nancy，PANews", ["Nancy"]),
        ("作者：李明，鏈報", ["李明"]),
        ("文：王芳，晨报", ["王芳"]),
        ("作者：李明、王芳", ["李明", "王芳"]),
        ("Tác giả: Minh Tú, Hải Yến", ["Minh Tú", "Hải Yến"]),
    ],
)
def test_house_behind_a_comma(line: str, found: list[str]) -> None:
    """Behind a Chinese label a comma parts a name from the house it writes for; elsewhere it parts names."""
    assert names(record(f"<p>{line}</p>")) == found


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("税理士 森下 彩", "森下 彩"),
        ("森下 彩 さん", "森下 彩"),
        ("公認会計士　佐藤 健", "佐藤 健"),
        ("박서연 변호사", "박서연"),
        ("张伟 分析师", "张伟"),
    ],
)
def test_calling_as_a_word_beside_a_name(shown: str, name: str) -> None:
    """What somebody is, in a word of its own before or behind the name, is no part of it."""
    assert names(record(f"<div class=author>{shown}</div>")) == [name]


def test_authors_label_over_more_labels() -> None:
    """A label for the author under the title has a name behind it, and other labels below; it opens no section."""
    page = record(
        around_title="<dl><dt>執筆者</dt><dd>森下 彩</dd><dt>公開日</dt><dd>2026年6月27日</dd></dl>",
    )
    assert (names(page), page.published_at) == (["森下 彩"], "2026-06-27")


def test_labelled_date_in_a_bar_over_the_title() -> None:
    """A date with its label counts in a bar that is named after menus, some lines before the title."""
    lines = ("کد خبر: ۷۱۴", "تاریخ انتشار: ۰۴ آذر ۱۴۰۵ - ۱۱:۲۴", "نسخه چاپی", "۳ نظر", "اشتراک")
    bar = f"<div class='news_nav'>{''.join(f'<div>{line}</div>' for line in lines)}</div>"
    page = record(body=f"{bar}<h1>{TITLE}</h1><p>{PROSE}</p><p>{PROSE} More.</p>")
    assert page.published_at == "2026-11-25T11:24:00"
