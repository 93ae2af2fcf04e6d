"""Which article the demo site serves where, in which layout and language, and its pages that are no articles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Final, NamedTuple

from schemas.site import Site
from spiders.demo_site import dates
from spiders.demo_site.expectation import page_url
from spiders.demo_site.facts import ArticleFacts, Interface, articles, interfaces
from spiders.demo_site.words import SITE_NAME


class Placement(NamedTuple):
    """An article's slug, its layout, and the interface language around it."""

    slug: str
    layout: str
    tag: str
    charset: str = "utf-8"
    """What its bytes are; the site says UTF-8, or nothing, of all of them."""


PLACEMENTS: Final = (
    Placement("us-large-models-closure", "soup", "pt"),
    Placement("meridian-upgrade-fees", "jsonld", "ru"),
    Placement("mineradores-vento", "semantic", "pt"),
    Placement("gulf-stablecoin", "soup", "ar"),
    Placement("iran-farms", "wordpress", "fa"),
    Placement("kyoto-shops", "semantic", "ja"),
    Placement("seoul-custody", "state", "ko"),
    Placement("shenzhen-power", "wordpress", "en", "gbk"),
    Placement("taipei-savings", "jsonld", "zh-Hant"),
    Placement("bangkok-tickets", "state-window", "th"),
    Placement("ural-mining", "wordpress", "ru", "windows-1251"),
    Placement("istanbul-bazaar", "soup", "tr"),
    Placement("mekong-rice", "jsonld", "en"),
    Placement("jaipur-land", "semantic", "hi"),
    Placement("stadtwerke-wallet", "state", "es"),
    Placement("andes-remesas", "wordpress", "de"),
)

# What else the lists link under addresses that look like an article's.
MOVED: Final = "/en/news/rollup-fees-record-low"
MOVED_TO: Final = "/ru/news/meridian-upgrade-fees"
GONE: Final = "/en/news/withdrawn-story"
FORBIDDEN: Final = "/en/news/embargo-quarterly-report"
DUPLICATE: Final = "/pt/news/energia-excedente-mineradores"
DUPLICATE_OF: Final = "mineradores-vento"
TIP_FORM: Final = "/en/news/send-us-a-tip"
TAG_INDEX: Final = "/en/news/tag-bitcoin"
LOGIN_WALL: Final = "/en/news/members-login"
SPECIAL: Final = {
    DUPLICATE: "Energia excedente vai para mineradores",
    MOVED: "Rollup fees at a record low",
    GONE: "Exchange denies report",
    FORBIDDEN: "Quarterly report (embargoed until Monday)",
    TIP_FORM: "Send us a tip",
    TAG_INDEX: "All about Bitcoin",
    LOGIN_WALL: "Members only",
}


@dataclass(frozen=True, slots=True)
class Story:
    """An article as this site serves it."""

    article: ArticleFacts
    interface: Interface
    layout: str
    charset: str
    url: str

    @property
    def rfc_822(self) -> str:
        """Return the time of publishing as feeds write it."""
        return format_datetime(dates.moment(self.article.published))


def stories(base_url: str) -> list[Story]:
    """Return all articles at their addresses."""
    return [_story(placement, base_url) for placement in PLACEMENTS]


def _story(placement: Placement, base_url: str) -> Story:
    article, interface = articles()[placement.slug], interfaces()[placement.tag]
    return Story(article, interface, placement.layout, placement.charset, page_url(article, interface, base_url))


def site(base_url: str) -> Site:
    """Return what a spider is told about this site."""
    tags = tuple(dict.fromkeys(placement.tag for placement in PLACEMENTS))
    return Site(
        key="demo",
        name=SITE_NAME,
        home=f"{base_url}/en/",
        languages=tags,
        locale_urls={tag: f"{base_url}/{tag}/" for tag in tags},
        feeds=(f"{base_url}/feed.xml",),
        sitemap=f"{base_url}/sitemap.xml",
        article_url=rf"^{re.escape(base_url)}/[A-Za-z-]+/news/[a-z0-9-]+/?(?:[?#].*)?$",
        kind="exchange",
    )
