"""The chain end to end: records as they come out, and bad input turned away with its reason."""

from __future__ import annotations

import pickle
import time
from datetime import UTC, datetime

import pytest

from pipelines.extract import extract
from schemas.article import Article
from schemas.page import NotAnArticle, Page, Rejection
from schemas.site import Site

NOW = datetime(2026, 6, 27, 12, 30, tzinfo=UTC)
PROSE = "The court said on Friday that the exchange, which had been closed since May, may open its doors again."
HTML = (
    "<html lang='en'><head><title>The exchange may open again</title></head><body><h1>The exchange may open again</h1>"
)
PAGE = HTML + f"<p>{PROSE}</p><p>{PROSE} And more.</p></body></html>"


def reason(body: bytes) -> Rejection:
    with pytest.raises(NotAnArticle) as caught:
        extract(Page(body=body, url="https://news.example/a"))
    return caught.value.reason


def test_record() -> None:
    """A page becomes a record with every key, and the record survives its own JSON."""
    article = extract(Page(body=PAGE.encode(), url="https://news.example/a?utm_source=x&p=7#top", fetched_at=NOW))
    assert article.title == "The exchange may open again"
    assert article.body == f"{PROSE}\n\n{PROSE} And more."
    assert article.canonical_url == "https://news.example/a?p=7"
    assert article.language == "en"
    assert article.fetched_at == "2026-06-27T12:30:00Z"
    assert Article.model_validate_json(article.model_dump_json()) == article
    assert set(article.model_dump()) == set(Article.model_fields)


def test_same_page_same_record() -> None:
    """The chain is pure, and what goes in and out can travel between processes."""
    page = Page(body=PAGE.encode(), url="https://news.example/a")
    assert extract(pickle.loads(pickle.dumps(page))) == extract(page)
    assert pickle.loads(pickle.dumps(extract(page))) == extract(page)


def test_id_is_the_address() -> None:
    """The id comes from the canonical address, so that tracking and revisions do not change it."""
    one = extract(Page(body=PAGE.encode(), url="https://news.example/a"))
    other = extract(Page(body=PAGE.replace("more", "less").encode(), url="https://news.example/a?fbclid=1"))
    assert one.id == other.id
    assert one.content_hash != other.content_hash


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", Rejection.EMPTY),
        (b"\x00\x01\x02\x03" * 500, Rejection.BINARY),
        (b"%PDF-1.4", Rejection.BINARY),
        (b"<html><body></body></html>", Rejection.NO_PROSE),
        (
            b"<html><head><title>404 Not Found</title></head><body><p>Nothing is here, sorry.</p></body></html>",
            Rejection.ERROR_PAGE,
        ),
        (b"<title>Log in</title><h1>Log in</h1><p>Please log in to read on.</p>", Rejection.LOGIN_PAGE),
    ],
)
def test_what_is_no_article(body: bytes, expected: Rejection) -> None:
    """What is no article is turned away by name."""
    assert reason(body) is expected


def test_list_of_articles_is_none() -> None:
    """A page of cards is a list, not an article."""
    cards = "".join(
        f"<div><h2><a href='/{n}'>Story number {n} of the day</a></h2><p>Teaser.</p></div>" for n in range(12)
    )
    assert reason(f"<html><body><h1>News</h1>{cards}</body></html>".encode()) is Rejection.INDEX_PAGE


@pytest.mark.parametrize(
    "broken",
    [
        PAGE.replace("<head>", '<head><script type="application/ld+json">not json {{{</script>'),
        PAGE.replace("</body></html>", ""),
        PAGE.replace("court", "co\x00urt"),
        "<div>" * 1000 + PAGE,
        PAGE.replace("<p>", "<p><b><i><a>"),
    ],
)
def test_broken_pages_are_read(broken: str) -> None:
    """Broken data, cut-off pages, NUL bytes and nesting cost nothing of the text."""
    assert extract(Page(body=broken.encode())).body.endswith("may open its doors again. And more.")


def test_hundred_thousand_elements() -> None:
    """Nesting without end is turned away in bounded time."""
    started = time.monotonic()
    assert reason(b"<div>" * 100_000 + PROSE.encode()) is Rejection.NO_PROSE
    assert time.monotonic() - started < 30


def test_site_zone_is_for_times_without_one() -> None:
    """A site's zone applies to times without one, and the record says so."""
    site = Site(key="x", name="X", home="https://news.example/", timezone="Asia/Seoul")
    head = '<head><meta property="article:published_time" content="{}">'
    naive = PAGE.replace("<head>", head.format("2026-06-27T08:15:00"))
    zoned = PAGE.replace("<head>", head.format("2026-06-27T08:15:00+02:00"))
    one = extract(Page(body=naive.encode(), site=site))
    assert (one.published_at, one.provenance["published_at"].zone) == ("2026-06-27T08:15:00+09:00", "site")
    other = extract(Page(body=zoned.encode(), site=site))
    assert (other.published_at, other.provenance["published_at"].zone) == ("2026-06-27T08:15:00+02:00", "page")


def test_dates_that_disagree() -> None:
    """A declared date that the address contradicts is doubted."""
    page = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2026-06-27">')
    article = extract(Page(body=page.encode(), url="https://news.example/2024/01/05/a"))
    assert article.published_at == "2026-06-27"
    assert "date_disagreement" in article.warnings


def test_rights_are_recorded() -> None:
    """What page and response declare about use is in the record; a paywall is never guessed."""
    page = PAGE.replace("<head>", '<head><meta name="robots" content="noai">').replace(
        "may open", "subscribers only: may open"
    )
    access = extract(Page(body=page.encode(), headers={"TDM-Reservation": "1"})).access
    assert (access.paywalled, access.robots, access.tdm_reservation) == (None, "noai", True)


def test_relative_times_need_a_time_of_fetching() -> None:
    """A related card's "7 h" is resolved against the time of fetching; without one it stays as shown."""
    card = "Leituras Relacionadas\n\nAnother story of the day\n\nmarsbitHá 7h"
    text = f"The exchange may open again\n\n{PROSE}\n\n{PROSE}\n\n{card}"
    dated = extract(Page(body=text.encode(), fetched_at=NOW)).related[0]
    undated = extract(Page(body=text.encode())).related[0]
    assert (dated.published_at, dated.published_raw) == ("2026-06-27T05:30:00Z", "Há 7h")
    assert (undated.published_at, undated.published_raw) == (None, "Há 7h")
    assert dated.source is not None
    assert (dated.source.name, dated.source.key) == ("marsbit", "marsbit")


def test_a_symbol_named_endlessly_costs_no_more_than_its_text() -> None:
    """A page that names one asset a hundred thousand times is read in the time that its size takes."""
    flood = f"{'(' * 1_000_000}</p><p>{'$BTC (' * 100_000}"
    started = time.monotonic()
    article = extract(Page(body=PAGE.replace("And more.", f"</p><p>{flood}").encode()))
    assert [asset.symbol for asset in article.assets] == ["BTC"]
    # Over a minute, if each mention is looked for.
    assert time.monotonic() - started < 15


def test_lists_have_their_reader_too() -> None:
    """For a list the record says who spoke for its first item: the page's data, a label, or the layout."""
    meta = '<meta name="author" content="Ann Lee"><meta property="article:tag" content="Courts">'
    qa = "<section><h2>Perguntas relacionadas</h2><div>QWhat now?</div><div>ANobody knows it yet.</div></section>"
    page = PAGE.replace("<head>", f"<head>{meta}").replace("</body>", f"{qa}</body>")
    told = extract(Page(body=page.encode())).provenance
    assert [(told[name].by, told[name].raw) for name in ("authors", "tags")] == [
        ("meta", "Ann Lee"),
        ("meta", "Courts"),
    ]
    assert told["qa"].by == "label"
    assert "related" not in told


def test_a_quote_in_another_language_is_marked() -> None:
    """A block says its language where that is not the article's."""
    spanish = "La bolsa puede volver a abrir sus puertas cuando quiera, dijo el juez a los periodistas en la sala."
    russian = "Биржа может снова открыть свои двери, когда захочет, сказал судья журналистам в зале."
    own = "The exchange may open its doors again whenever it likes, said the judge to the reporters in the room."
    quotes = f"<blockquote>{spanish}</blockquote><p>{russian}</p><blockquote>{own}</blockquote>"
    page = PAGE.replace("</body>", f"{quotes}<p>{PROSE} And so it ended.</p></body>")
    marked = {block.text: block.language for block in extract(Page(body=page.encode())).blocks}
    assert (marked[spanish], marked[russian], marked[own], marked[PROSE]) == ("es", "ru", None, None)


def test_dates_and_buttons_are_no_tags() -> None:
    """Among the links of a tag list those that are a date, a button or another article's title are left out."""
    links = (
        "もっと見る",
        "2026.8.9(Tue) 8:15",
        "ビットコイン",
        "2026年最大規模、百九十万人の利用者の情報が取引所から流出した事件の経過と対策",
    )
    listed = "".join(f"<a href='/{place}'>{text}</a>" for place, text in enumerate(links))
    page = PAGE.replace("</body>", f"<div class='tags'>{listed}</div></body>")
    assert extract(Page(body=page.encode())).tags == ["ビットコイン"]
