"""When an article was changed is told where somebody meant to tell it."""

from __future__ import annotations

import json

from tests.pipelines.assemble.layout import PROSE, TITLE, ld, record

MOMENT, LATER = "2026-06-26T09:30:00+03:00", "2026-06-27T08:00:00+03:00"


def test_one_moment_twice_in_search_data() -> None:
    """Data for search engines that name one moment as both dates tell of no change; a later one is a change."""
    same = record(head=ld(datePublished=MOMENT, dateModified=MOMENT))
    assert (same.published_at, same.updated_at) == (MOMENT, None)
    assert record(head=ld(datePublished=MOMENT, dateModified=LATER)).updated_at == LATER


def test_one_day_twice() -> None:
    """A day has room for a change."""
    assert record(head=ld(datePublished="2026-06-26", dateModified="2026-06-26")).updated_at == "2026-06-26"


def test_moment_behind_a_label_of_change() -> None:
    """What readers are shown as the date of change is one, the same moment or not."""
    article = record("<p>Обновлено: 26 июня 2026, 09:30</p>", head=ld(datePublished="2026-06-26T09:30:00"))
    assert (article.published_at, article.updated_at) == ("2026-06-26T09:30:00", "2026-06-26T09:30:00")
    shown = record("<dl><dt>입력</dt><dd>2026-06-26 09:30</dd><dt>수정</dt><dd>2026-06-26 09:30</dd></dl>")
    assert (shown.published_at, shown.updated_at) == ("2026-06-26T09:30:00", "2026-06-26T09:30:00")


def test_moment_that_an_application_holds() -> None:
    """What a page's own application holds as the date of change is one."""
    said = {"title": TITLE, "publishedAt": MOMENT, "updatedAt": MOMENT, "body": f"<p>{PROSE}</p>"}
    state = json.dumps({"props": {"pageProps": {"article": said}}})
    article = record(after_text=f'<script id="__NEXT_DATA__" type="application/json">{state}</script>')
    assert (article.published_at, article.updated_at) == (MOMENT, MOMENT)
