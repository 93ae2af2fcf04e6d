"""The demo site's lists: home pages with their further pages, sections, tags, authors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from spiders.demo_site import edition, words
from spiders.demo_site.answer import Answer
from spiders.demo_site.edition import Story
from spiders.demo_site.facts import Interface, interfaces
from spiders.demo_site.render import render_chrome

# Short enough that the stories need several pages.
LIST_LENGTH: Final = 6


class Entry(NamedTuple):
    """A line of a list page."""

    href: str
    title: str
    teaser: str = ""


def entry(story: Story) -> Entry:
    """Return a story as lists show it."""
    return Entry(story.url, story.article.title, words.shortened(story.article.summary, 120))


def listing(
    interface: Interface,
    heading: str,
    entries: Iterable[Entry],
    previous_page: str | None = None,
    next_page: str | None = None,
) -> Answer:
    """Return a list page."""
    neighbours = {"previous_page": previous_page, "next_page": next_page}
    return Answer(render_chrome("list.html", interface, heading=heading, entries=list(entries), **neighbours))


def _names(story: Story, kind: str) -> set[str]:
    article = story.article
    names = article.tags if kind == "tags" else [person.name for person in article.authors]
    return {name.replace(" ", "-") for name in names}


class Lists:
    """All lists over the site's stories."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self._stories = stories

    def home(self, tag: str, page: str | None) -> Answer | None:
        """Return a page of an edition's list, or None beyond the last."""
        interface, place = interfaces().get(tag), int(page or 1)
        entries = self._entries(tag)[(place - 1) * LIST_LENGTH :]
        if interface is None or not entries:
            return None
        before = f"/{tag}/page/{place - 1}/" if place > 1 else None
        after = f"/{tag}/page/{place + 1}/" if len(entries) > LIST_LENGTH else None
        return listing(interface, interface.nav[0], entries[:LIST_LENGTH], before, after)

    def _entries(self, tag: str) -> list[Entry]:
        """Return everything the lists link, an edition's own stories first."""
        ranked = sorted(self._stories, key=lambda story: story.interface.tag != tag)
        return [*map(entry, ranked), *(Entry(path, title) for path, title in edition.SPECIAL.items())]

    def section(self, tag: str, place: str) -> Answer | None:
        """Return the list of a section: every so many stories, so that each section has some."""
        interface = interfaces().get(tag)
        if interface is None or int(place) >= len(interface.nav):
            return None
        entries = map(entry, self._stories[int(place) :: len(interface.nav)])
        return listing(interface, interface.nav[int(place)], entries)

    def filed(self, kind: str, key: str) -> Answer | None:
        """Return the stories under a tag or an author's name."""
        found = [entry(story) for story in self._stories if key in _names(story, kind)]
        return listing(interfaces()["en"], key.replace("-", " "), found) if found else None
