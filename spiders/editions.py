"""Editions of a site: its pages in one language."""

from __future__ import annotations

from collections.abc import Collection

from schemas.site import Site


def edition_url(site: Site, locale: str) -> str | None:
    """Return the list page of an edition, named by its tag or as the site's addresses name it (`pt-br`, `zh-cn`)."""
    wanted = locale.replace("_", "-").casefold()
    for tag, url in site.locale_urls.items():
        if wanted == tag.casefold() or wanted in _names_in(url):
            return url
    for tag, url in site.locale_urls.items():
        if tag.casefold().startswith(f"{wanted}-"):
            return url
    only = not site.locale_urls and any(f"{tag.casefold()}-".startswith(f"{wanted}-") for tag in site.languages)
    return site.home if only else None


def list_pages(site: Site) -> tuple[str, ...]:
    """Return the first list page of each edition."""
    return tuple(site.locale_urls.values()) or (site.home,)


def in_editions(url: str, site: Site, chosen: Collection[str]) -> bool:
    """Tell whether an address belongs to one of the chosen editions, or to none in particular."""
    if not chosen:
        return True
    prefixes = [prefix for prefix in {*chosen, *site.locale_urls.values()} if url.startswith(prefix)]
    return not prefixes or max(prefixes, key=len) in chosen


def _names_in(url: str) -> set[str]:
    """Return the parts of an address that may name an edition: the subdomain and the directories."""
    _, _, rest = url.partition("://")
    host, _, path = rest.casefold().partition("/")
    return {host.partition(".")[0], *path.split("/")} - {"", "www"}
