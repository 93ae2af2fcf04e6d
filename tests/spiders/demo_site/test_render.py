"""Pages of the demo site show their facts, and show them the same way every time."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spiders.demo_site.facts import ArticleFacts, articles, interfaces
from spiders.demo_site.render import LAYOUTS, expected, render

NOW = datetime(2026, 6, 27, 12, 30, tzinfo=UTC)
SLUGS = sorted(articles())
INTERFACES = sorted(interfaces())
SEED = "us-large-models-closure"


def page_text(body: bytes) -> str:
    """Return everything a page says, its scripts included, without tags."""
    text = re.sub(r"\\(.)", lambda mark: " " if mark[1] == "n" else mark[1], body.decode())
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text)))


def words_of(article: ArticleFacts) -> list[str]:
    """Return every text that a page about the article must hold."""
    shown = [line for block in article.blocks for line in block.shown.split("\n")]
    cells = [cell for line in shown for cell in line.split(" | ")]
    questions = [text for item in article.qa for text in (item.question, item.answer)]
    cards = [text for card in article.related for text in (card.title, card.summary, card.source)]
    people = [person.name for person in article.authors]
    picture = [article.image.caption, article.image.alt, article.image.credit] if article.image else []
    texts = [article.title, article.summary, *article.key_points, *cells, *questions, *cards, *people, *article.tags]
    return [re.sub(r"\s+", " ", text).strip() for text in [*texts, *picture]]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_holds_all_facts(layout: str, slug: str) -> None:
    """Every text of the article stands on the page, whatever the layout."""
    article = articles()[slug]
    interface = interfaces()[INTERFACES[SLUGS.index(slug) % len(INTERFACES)]]
    raw = render(article, interface, layout, NOW)
    text = page_text(raw) + html.unescape(raw.decode())
    assert [fact for fact in words_of(article) if fact not in text] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rendering_is_deterministic(layout: str) -> None:
    """The same facts give the same bytes."""
    article, interface = articles()["kyoto-shops"], interfaces()["th"]
    assert render(article, interface, layout, NOW) == render(article, interface, layout, NOW)


def test_the_glued_line_stands_as_on_the_seed_page() -> None:
    """Source, label and dates stand in spans of their own without a blank between."""
    page = render(articles()[SEED], interfaces()["pt"], "soup", NOW).decode()
    glued = "<span>链捕手</span><span>Publicado em 2026-06-27</span><span>Última atualização em 2026-06-27</span>"
    assert glued in page


def test_state_pages_show_no_article_outside_their_state() -> None:
    """Without its scripts, a state page is a shell."""
    page = render(articles()[SEED], interfaces()["pt"], "state", NOW).decode()
    shell = re.sub(r"(?s)<script.*?</script>", "", page)
    assert "On the morning of June 27" in page
    assert "On the morning of June 27" not in shell


def test_json_in_pages_parses() -> None:
    """JSON-LD and page state are JSON, markup inside them notwithstanding."""
    article, interface = articles()["meridian-upgrade-fees"], interfaces()["ru"]
    page = render(article, interface, "jsonld", NOW).decode()
    graph = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    page = render(article, interface, "state", NOW).decode()
    state = json.loads(re.search(r'__NEXT_DATA__" type="application/json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert [node["@type"] for node in graph["@graph"]][2:4] == ["NewsArticle", "FAQPage"]
    assert state["props"]["pageProps"]["post"]["publishTime"] == 1782324300000


@pytest.mark.parametrize(
    ("layout", "published"),
    [
        ("semantic", "2026-06-27T08:40:00+09:00"),
        ("soup", "2026-06-27"),
        ("jsonld", "2026-06-27T08:40:00+09:00"),
        ("state", "2026-06-26T23:40:00Z"),
        ("wordpress", "2026-06-26T23:40:00Z"),
    ],
)
def test_a_layout_tells_times_at_its_own_precision(layout: str, published: str) -> None:
    """What is expected of a date is what the layout lets a reader know."""
    record = expected(articles()["seoul-custody"], interfaces()["ko"], layout, NOW)
    assert record["published_at"] == published


def test_expectations_do_not_depend_on_the_machine_zone() -> None:
    """Times of the cards are UTC, whatever zone `now` is in."""
    article, interface = articles()[SEED], interfaces()["pt"]
    there = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    assert expected(article, interface, "soup", there) == expected(article, interface, "soup", NOW)


def test_the_seed_is_expected_as_its_record() -> None:
    """The article that the project started from must give the record that came with it."""
    fixture = Path(__file__).parents[2] / "sites" / "htx" / "seed-text" / "article.json"
    record = json.loads(fixture.read_text("utf-8"))
    found = expected(articles()[SEED], interfaces()["pt"], "soup", NOW)
    same = ("title", "authors", "published_at", "updated_at", "language", "interface_language", "summary", "body", "qa")
    assert {key: found[key] for key in same} == {key: record[key] for key in same}
    assert [(b["type"], b["text"]) for b in found["blocks"]] == [(b["type"], b["text"]) for b in record["blocks"]]
    assert [card["published_at"] for card in found["related"]] == [card["published_at"] for card in record["related"]]
