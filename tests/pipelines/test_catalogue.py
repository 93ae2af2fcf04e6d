"""The catalogue of known sites."""

from __future__ import annotations

import pickle
import re
import tomllib
from dataclasses import fields
from zoneinfo import ZoneInfo

import pytest

from pipelines.catalogue import DATA, key_of_name, load_sites, site_of_key, site_of_url, without_edition
from schemas.site import Site

FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in DATA.iterdir()}
EXAMPLES = [
    (key, facts["example"])
    for key, facts in FILES.items()
    if "article_url" in facts and not set("{}") & set(facts.get("example", "{"))
]


def test_sites_come_in_the_order_of_their_ranks() -> None:
    """Seventy sites have a rank of their own, in which they come; those that were added without one come last."""
    assert list(load_sites())[:3] == ["htx", "chaincatcher", "marsbit"]
    ranks = [FILES[key].get("rank") for key in load_sites()]
    assert ranks[:70] == list(range(1, 71))
    assert set(ranks[70:]) <= {None}


def test_facts_that_nobody_reads() -> None:
    """Every fact of a file is one that is read, or an example for people."""
    known = {field.name for field in fields(Site)} - {"key"} | {"rank", "example"}
    assert {name for facts in FILES.values() for name in facts} <= known


def test_every_site_is_sound() -> None:
    """Home, feeds and list pages are addresses, zones exist, shapes compile."""
    for site in load_sites().values():
        addresses = (site.home, *site.feeds, *site.locale_urls.values(), *filter(None, [site.sitemap]))
        assert all(re.match(r"https?://[^/]+/", address) for address in addresses), site.key
        assert site.languages, site.key
        assert site.timezone is None or ZoneInfo(site.timezone).key == site.timezone
        assert site.article_url is None or re.compile(site.article_url).pattern == site.article_url
        assert site.kind in {"outlet", "exchange", "flash", "aggregator"}, site.key


@pytest.mark.parametrize(("key", "url"), EXAMPLES)
def test_example_is_an_article_of_its_site(key: str, url: str) -> None:
    """An article's address as seen in public matches the shape of its site, and no other site's."""
    site = site_of_url(url)
    assert site is not None
    assert site.key == key


@pytest.mark.parametrize("key", list(load_sites()))
def test_home_belongs_to_its_site_and_is_no_article(key: str) -> None:
    """A home page is told to be the site's, and not taken for an article."""
    site = load_sites()[key]
    found = site_of_url(site.home)
    assert found is not None
    assert found.key == key
    assert site.article_url is None or not re.match(site.article_url, site.home)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.htx.com/pt-br/news/", "htx"),
        ("https://htx.com/xx-yy/news/what-1/", "htx"),
        ("https://es.cointelegraph.com/tags/bitcoin", "cointelegraph"),
        ("https://cointelegraph.com.br/tags/bitcoin", "cointelegraph-br"),
        ("https://m.theblockbeats.info/list", "blockbeats"),
        ("https://wublock.substack.com/p/some-letter", "wublockchain"),
        ("HTTPS://WWW.COINDESK.COM/markets", "coindesk"),
        ("https://www.rbc.ru/crypto/tags/", "rbc-crypto"),
        ("https://www.rbc.ru/politics/", None),
        ("https://other.substack.com/p/some-letter", None),
        ("https://notcointelegraph.com/", None),
        ("https://en.com/", None),
        ("/news/1", None),
        ("http://[broken/", None),
        ("", None),
    ],
)
def test_site_of_url(url: str, key: str | None) -> None:
    """An address belongs to a site by its article shape or its host: mirrors and editions too, look-alikes not."""
    site = site_of_url(url)
    assert (site.key if site else None) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("链捕手", "chaincatcher"),
        ("鏈捕手", "chaincatcher"),
        ("marsbit", "marsbit"),
        ("火星财经", "marsbit"),
        ("Mars  finance", "marsbit"),
        ("ＭａｒｓＢｉｔ", "marsbit"),
        (" Chain\u200bCatcher\n", "chaincatcher"),
        ("odaily 星球日报", "odaily"),
        ("Cointelegraph Brasil", "cointelegraph-br"),
        ("สยามบล็อกเชน", "siamblockchain"),
        ("Reuters", None),
        ("", None),
    ],
)
def test_key_of_name(name: str, key: str | None) -> None:
    """A name or alias leads to its site, whatever its case, width and blanks; any other name to none."""
    assert key_of_name(name) == key


def test_unknown_key() -> None:
    """A key that nobody has gives None; a known one its site with the facts."""
    assert site_of_key("nobody") is None
    htx = site_of_key("htx")
    assert htx is not None
    assert htx.locale_urls["pt-BR"] == "https://www.htx.com/pt-br/news/"
    assert htx.kind == "exchange"


def test_a_site_travels_to_worker_processes() -> None:
    """A site survives pickling, since pages carry their site into other processes."""
    assert all(pickle.loads(pickle.dumps(site)) == site for site in load_sites().values())


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://www.chaincatcher.com/ko/article/2202906", "chaincatcher.com/article/2202906"),
        ("https://www.chaincatcher.com/article/2202906/", "chaincatcher.com/article/2202906"),
        ("https://jp.cointelegraph.com/news/fees-fall-again", "cointelegraph.com/news/fees-fall-again"),
        ("https://www.htx.com/pt-br/news/428387/?x=1", "htx.com/news/428387"),
        ("https://www.htx.com/pt-br/news/", None),
        ("https://www.htx.com/", None),
        ("http://[::1", None),
    ],
)
def test_addresses_without_their_edition(url: str, bare: str | None) -> None:
    """What names an edition is left out; an address that names no article has none without it."""
    assert without_edition(url) == bare
