"""Posts that a content system lists in JSON: their addresses, and the articles themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from pipelines.dates import parse_date
from pipelines.metadata.page_state import BODY, PUBLISHED, TITLE, bare
from pipelines.metadata.state_links import ADDRESS
from pipelines.metadata.values import Json, dicts_in, plain
from pipelines.urls import is_http_address, joined

# The most that WordPress gives at once.
POSTS_PER_PAGE: Final = 100
LIST: Final = f"wp/v2/posts?per_page={POSTS_PER_PAGE}"
# Times in UTC without saying so, and what page state calls them.
GMT_TIMES: Final = {"dategmt": "publishedAt", "modifiedgmt": "updatedAt"}
# What WordPress cuts off the beginning of a text is no summary.
CUT: Final = frozenset({"excerpt"})


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the list."""

    url: str
    title: str
    published: datetime | None
    """Aware."""
    state: dict[str, Any]
    """The article, in the form in which pages carry one in their state."""

    @property
    def has_text(self) -> bool:
        """Tell whether the list holds the article's text."""
        return any(bare(key) in BODY for key in self.state)


def posts_of(body: bytes, base: str) -> list[Post]:
    """Return the posts that an answer in JSON lists, or the one that it is; nothing where it is something else."""
    try:
        value = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return []
    return [post for raw in dicts_in(value) if (post := _post(raw, base))]


def posts_list(interface: str) -> str:
    """Return the address of the list of posts of an interface (`https://…/wp-json/`, `https://…/?rest_route=/`)."""
    return interface + (LIST.replace("?", "&") if "?" in interface else LIST)


def page_of_posts(url: str, number: int) -> str:
    """Return the address of a further page of a list of posts."""
    return f"{url}&page={number}"


def _post(raw: dict[str, Json], base: str) -> Post | None:
    values = {bare(key): value for key, value in raw.items()}
    address = next((value for key in ADDRESS if isinstance(value := values.get(key), str) and value.strip()), None)
    title = next((text for key in TITLE if (text := plain(values.get(key)))), None)
    if not address or not title or values.keys().isdisjoint((*PUBLISHED, *BODY)):
        return None
    url = joined(base, address.strip())
    if not is_http_address(url):
        return None
    gmt = {name: f"{values[key]}Z" for key, name in GMT_TIMES.items() if isinstance(values.get(key), str)}
    state = {key: value for key, value in raw.items() if bare(key) not in CUT}
    return Post(url, title, _published(values, gmt), {**state, **gmt, "link": url})


def _published(values: Mapping[str, Json], gmt: Mapping[str, str]) -> datetime | None:
    told = [gmt.get("publishedAt"), *(plain(values[key]) for key in PUBLISHED if key in values)]
    found = (parse_date(text, None, datetime.now(UTC)) for text in told if text)
    return next((parsed.at for parsed in found if parsed and parsed.at.tzinfo), None)
