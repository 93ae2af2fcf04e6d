"""The known sites, as data: a file each in `sites/` (where the facts come from: README.md beside it)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from schemas.site import Site

__all__ = ["key_of_name", "load_sites", "read_site", "site_of_key", "site_of_url", "without_edition"]

DATA: Final = Path(__file__).with_name("sites")
# Where a file names no rank: behind those that do.
UNRANKED: Final = 1_000
# Subdomains that lead to the same site: mirrors for phones, and editions (es., zh-tw.).
MIRROR: Final = re.compile(r"^(?:www|m|mobile|amp|[a-z]{2}(?:-[a-z]{2,4})?)\.(?=[^.]+\.)")
LOCALE: Final = re.compile(r"^[a-z]{2}(?:-[a-z]{2,4})?$", re.I)
# A number that counts articles, or a headline's words.
ARTICLE_NAME: Final = re.compile(r"\d{4,}|[0-9a-f]{8}-[0-9a-f]{4}|[^-]+(?:-[^-]+){2,}")


@cache
def load_sites() -> Mapping[str, Site]:
    """Return the known sites by key, most important first."""
    rows = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in DATA.glob("*.toml")}
    ordered = sorted(rows, key=lambda key: (rows[key].get("rank", UNRANKED), key))
    return MappingProxyType({key: read_site(key, rows[key]) for key in ordered})


def site_of_key(key: str) -> Site | None:
    """Return the site of a key; None where no known site has it."""
    return load_sites().get(key)


def site_of_url(url: str) -> Site | None:
    """Return the known site that an address belongs to: by the shape of its articles, then by its host."""
    parts = _split(url)
    if parts is None:
        return None
    # A site's articles may stand on a host that is not its own (a newsletter's), or share a host with other things.
    shaped = next((site for site, shape in _article_shapes() if shape.match(url)), None)
    return shaped or _site_of_host(parts)


def without_edition(url: str) -> str | None:
    """Return an address without the part that names an edition (`es.`, `/pt-br/`); None where it names no article.

    Sites whose editions share one id or one slug have the same address for an article and its translations then.
    """
    parts = _split(url)
    steps = [step for step in parts.path.split("/") if step] if parts else []
    if parts is None or not steps or not ARTICLE_NAME.search(steps[-1]):
        return None
    own = steps[1:] if len(steps) > 1 and LOCALE.match(steps[0]) else steps
    return f"{MIRROR.sub('', parts.hostname or '')}/{'/'.join(own)}"


def key_of_name(name: str) -> str | None:
    """Return the key of the site that has this name or alias, whatever its case, width and blanks."""
    return _keys_by_name().get(_folded(name))


def read_site(key: str, facts: Mapping[str, Any]) -> Site:
    """Return the site of some facts, as its file has them; what is for people only is left out."""
    return Site(
        key=key,
        name=facts["name"],
        home=facts["home"],
        languages=tuple(facts.get("languages", ())),
        locale_urls=facts.get("locale_urls", {}),
        feeds=tuple(facts.get("feeds", ())),
        sitemap=facts.get("sitemap"),
        api=facts.get("api"),
        article_url=facts.get("article_url"),
        timezone=facts.get("timezone"),
        kind=facts.get("kind", "outlet"),
        aliases=tuple(facts.get("aliases", ())),
        browser=facts.get("browser", False),
    )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.hostname else None
    except ValueError:
        return None


@cache
def _article_shapes() -> tuple[tuple[Site, re.Pattern[str]], ...]:
    return tuple((site, re.compile(site.article_url)) for site in load_sites().values() if site.article_url)


def _site_of_host(parts: SplitResult) -> Site | None:
    host = parts.hostname or ""
    site = _sites_by_host().get(host) or _sites_by_host().get(MIRROR.sub("", host))
    return site if site and _in_section(parts.path, site) else None


def _in_section(path: str, site: Site) -> bool:
    # The site may be one section of its host: rbc.ru/crypto/ is a crypto site, the rest of rbc.ru is not.
    section = {part for part in urlsplit(site.home).path.split("/") if part and not LOCALE.match(part)}
    return section <= set(path.split("/"))


@cache
def _sites_by_host() -> Mapping[str, Site]:
    hosts: dict[str, Site] = {}
    for site in load_sites().values():
        for host in _hosts(site):
            hosts.setdefault(host, site)
    return hosts


def _hosts(site: Site) -> Iterator[str]:
    for url in (site.home, *site.locale_urls.values()):
        host = urlsplit(url).hostname or ""
        yield host
        yield MIRROR.sub("", host)


@cache
def _keys_by_name() -> Mapping[str, str]:
    keys: dict[str, str] = {}
    sites = load_sites().values()
    # A site's own name outranks another site's alias: Cointelegraph Brasil has its own row.
    for site in sites:
        keys.setdefault(_folded(site.name), site.key)
    for site in sites:
        for alias in (site.key, *site.aliases):
            keys.setdefault(_folded(alias), site.key)
    return keys


def _folded(name: str) -> str:
    # Default ignorable characters (joiners, direction marks) are as invisible as blanks.
    letters = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in letters if not letter.isspace() and unicodedata.category(letter) != "Cf")
