"""The sites of the universe: each publishes in its own way, and some of what they declare is dead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from tests.spiders.small_site import Reply
from tests.spiders.universe import lists
from tests.spiders.universe.press import LIST_LENGTH, TRAP, Press, html, links

SHELL = '<html lang="{}"><head><title>N</title></head><body><div id="app"></div>{}</body></html>'
# The shape of addresses that WordPress gives by default, `plain`.
QUERY = "/?p={number}"


@dataclass
class Universe:
    """All sites at one port: what each host answers, and which articles it has."""

    port: int
    pages: dict[str, dict[str, Reply]] = field(default_factory=dict)
    """By host, then by path."""
    articles: dict[str, set[str]] = field(default_factory=dict)
    """By home page."""
    titles: dict[str, str] = field(default_factory=dict)
    """By address of the article."""
    otherwise: dict[str, Reply] = field(default_factory=dict)
    """What hosts answer that know no 404."""

    def press(self, host: str, language: str, shape: str = "/{slug}/", **more: str | int) -> Press:
        """Return a paper at a host."""
        return Press(f"http://{host}.example:{self.port}", language, shape, **more)  # type: ignore[arg-type]

    def add(self, press: Press, pages: dict[str, Reply], home: Press | None = None) -> None:
        """Publish a paper, as an edition of the site at `home`."""
        host = press.base.partition("//")[2]
        self.pages.setdefault(host, {}).update({**press.surroundings(), **press.articles(), **pages})
        self.articles.setdefault((home or press).home, set()).update(press.addresses)
        self.titles |= {press.base + story.path: story.title for story in press.stories}


def universe(port: int) -> Universe:
    """Return all sites."""
    made = Universe(port)
    for site in SITES:
        site(made)
    return made


def wordpress(made: Universe) -> None:
    """Korean addresses, a feed of the latest, posts in JSON, a home page with further pages."""
    press = made.press("wordpress", "ko")
    feeds = (
        f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/feed/", "/comments/feed/")
    )
    head = "".join(feeds) + '<link rel="https://api.w.org/" href="/wp-json/">'
    made.add(
        press,
        {
            **press.pages("/page/{n}/", head=head, rel='class="next page-numbers"'),
            "/feed/": lists.feed(press, press.stories[:LIST_LENGTH]),
            "/comments/feed/": lists.feed(press, []),
            "/wp-json/wp/v2/posts?per_page=100": lists.posts(press, press.stories),
        },
    )


def next_js(made: Universe) -> None:
    """Chinese; the list stands in the page's state only, and so do the articles."""
    press = made.press("next", "zh", "/article/{number}")
    rows = [
        {"id": story.number, "title": story.title, "url": story.path, "publishTime": story.stamp}
        for story in press.stories
    ]
    articles = {
        story.path: html(SHELL.format("zh", lists.next_state({**row, "content": story.html})))
        for story, row in zip(press.stories, rows, strict=True)
    }
    made.add(press, {"/": html(SHELL.format("zh", lists.next_state({"list": rows}))), **articles})


def nuxt(made: Universe) -> None:
    """Japanese; the home page leads to a section whose state tells slugs, not addresses."""
    press = made.press("nuxt", "ja", "/news/{slug}")
    section = html(SHELL.format("ja", lists.nuxt_state(press.stories)))
    menu = links([("/news", "ニュース"), ("/price/bitcoin/", "価格")])
    made.add(press, {"/": html(SHELL.format("ja", f"<nav>{menu}</nav>")), "/news": section})


def path_editions(made: Universe) -> None:
    """English, Arabic and Turkish below paths of one host, tied by hreflang; articles have numbers."""
    presses = [made.press("paths", tag, "/news/{number}/", prefix=f"/{tag}") for tag in ("en", "ar", "tr")]
    head = "".join(f'<link rel="alternate" hreflang="{press.language}" href="{press.home}">' for press in presses)
    for press in presses:
        made.add(press, press.pages("/page/{n}/", head=head), presses[0])


def host_editions(made: Universe) -> None:
    """English, Vietnamese and Thai on hosts of their own, tied by hreflang; each declares its feed."""
    presses = [made.press(host, tag) for host, tag in (("hosts", "en"), ("vi.hosts", "vi"), ("th.hosts", "th"))]
    head = "".join(f'<link rel="alternate" hreflang="{press.language}" href="{press.home}">' for press in presses)
    declared = head + '<link rel="alternate" type="application/atom+xml" href="/atom">'
    for press in presses:
        first = press.listing(press.stories[:LIST_LENGTH], head=declared)
        made.add(press, {"/": first, "/atom": lists.feed(press, press.stories)}, presses[0])


def dead_feed(made: Universe) -> None:
    """Russian; the declared feed is gone, and the sitemap at a usual place lists all kinds of pages."""
    press = made.press("deadfeed", "ru", "/{year}/{day}/{slug}.html")
    head = '<link rel="alternate" type="application/rss+xml" href="/rss/news.xml">'
    others = [press.base + path for path in (*press.menu, press.tag, press.author, *press.static, TRAP)]
    made.add(
        press,
        {
            "/": press.listing(press.stories[:LIST_LENGTH], head=head),
            "/rss/news.xml": Reply(status=410),
            "/sitemap.xml": lists.sitemap([*others, *sorted(press.addresses)]),
        },
    )


def page_for_feed(made: Universe) -> None:
    """Turkish; whatever is not there is answered with the app's page, the declared feed too."""
    press = made.press("pageforfeed", "tr", "/haber/{slug}-{number}")
    head = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    made.add(press, press.pages("/?page={n}", head=head))
    made.otherwise[press.base.partition("//")[2]] = html(SHELL.format("tr", ""))


def packed_index(made: Universe) -> None:
    """Portuguese; robots.txt names an index of gzipped sitemaps, some of tags and authors."""
    press = made.press("index", "pt", "/mercado/{slug}")
    addresses = sorted(press.addresses)
    names = ("post-sitemap1", "post-sitemap2", "post_tag-sitemap", "author-sitemap", "page-sitemap")
    static = [press.base + path for path in press.static]
    made.add(
        press,
        {
            "/": press.listing(press.stories[:2]),
            "/robots.txt": lists.robots(f"{press.base}/maps/all.xml.gz"),
            "/maps/all.xml.gz": lists.packed(lists.index(f"{press.base}/maps/{name}.xml.gz" for name in names)),
            "/maps/post-sitemap1.xml.gz": lists.packed(lists.sitemap(addresses[:7])),
            "/maps/post-sitemap2.xml.gz": lists.packed(lists.sitemap(addresses[7:])),
            "/maps/post_tag-sitemap.xml.gz": lists.packed(lists.sitemap([press.base + press.tag])),
            "/maps/author-sitemap.xml.gz": lists.packed(lists.sitemap([press.base + press.author])),
            "/maps/page-sitemap.xml.gz": lists.packed(lists.sitemap(static)),
        },
    )


def older_pages(made: Universe) -> None:
    """Thai; nothing but lists, whose next page is told by a word only."""
    press = made.press("older", "th")
    made.add(press, press.pages("/?start={n}", text=press.words["older"]))


def data_only(made: Universe) -> None:
    """English; every page is an app's shell, and the articles stand in the posts in JSON only."""
    press = made.press("data", "en")
    shell = html(SHELL.format("en", "<p>Please switch on JavaScript.</p>"))
    articles = dict.fromkeys((story.path for story in press.stories), shell)
    made.add(press, {"/": shell, "/wp-json/wp/v2/posts?per_page=100": lists.posts(press, press.stories), **articles})


def stale_feed(made: Universe) -> None:
    """Vietnamese; the declared feed has been left alone for months, a news sitemap has the latest, lists the rest."""
    press = made.press("stale", "vi", "/{slug}-{number}.html")
    head = '<link rel="alternate" type="application/rss+xml" href="/old.rss">'
    made.add(
        press,
        {
            **press.pages("/trang/{n}/", head=head),
            "/old.rss": lists.feed(press, press.stories[-2:], older=timedelta(days=90)),
            "/news-sitemap.xml": lists.news_sitemap(press, press.stories[:LIST_LENGTH]),
        },
    )


def query_ids(made: Universe) -> None:
    """Japanese; articles are told by a number in the query, and the feed has the latest."""
    press = made.press("query", "ja", QUERY)
    head = '<link rel="alternate" type="application/feed+json" href="/feed.json">'
    made.add(press, {**press.pages("/page/{n}/", head=head), "/feed.json": lists.json_feed(press, press.stories[:4])})


SITES: tuple[Callable[[Universe], None], ...] = (
    wordpress,
    next_js,
    nuxt,
    path_editions,
    host_editions,
    dead_feed,
    page_for_feed,
    packed_index,
    older_pages,
    data_only,
    stale_feed,
    query_ids,
)
