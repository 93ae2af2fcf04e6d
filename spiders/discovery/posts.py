"""Posts that a content system lists in JSON: their addresses, and the articles themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from pipelines.metadata.values import Json, dicts_in, plain
from pipelines.urls import is_http_address

# The most that WordPress gives at once.
POSTS_PER_PAGE: Final = 100
LIST: Final = f"wp/v2/posts?per_page={POSTS_PER_PAGE}"
# Keys that an article's page state has the same, by what they are called here.
TEXTS: Final = ("title", "content", "slug", "lang")
# Times in UTC without saying so.
GMT_TIMES: Final = {"date_gmt": "publishedAt", "modified_gmt": "updatedAt"}


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the list."""

    url: str
    published: datetime | None
    state: dict[str, Any]
    """The article, in the form in which pages carry one in their state."""

    @property
    def has_text(self) -> bool:
        """Tell whether the list holds the article's text."""
        return "content" in self.state


def posts_of(body: bytes) -> list[Post]:
    """Return the posts that an answer in JSON lists, or the one that it is; nothing where it is something else."""
    try:
        value = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return []
    return [post for raw in dicts_in(value) if (post := _post(raw))]


def posts_list(interface: str) -> str:
    """Return the address of the list of posts of an interface (`https://…/wp-json/`, `https://…/?rest_route=/`)."""
    return interface + (LIST.replace("?", "&") if "?" in interface else LIST)


def page_of_posts(url: str, number: int) -> str:
    """Return the address of a further page of a list of posts."""
    return f"{url}&page={number}"


def _post(raw: dict[str, Json]) -> Post | None:
    link = raw.get("link")
    if not isinstance(link, str) or not is_http_address(link) or not plain(raw.get("title")):
        return None
    if not {"content", "date_gmt", "date"} & raw.keys():
        return None
    texts = {key: text for key in TEXTS if (text := _text(raw.get(key)))}
    times = {name: f"{raw[key]}Z" for key, name in GMT_TIMES.items() if _moment(raw.get(key))}
    return Post(link, _moment(raw.get("date_gmt")), {**texts, **times, "link": link})


def _text(value: Json) -> str | None:
    value = value.get("rendered") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.strip() else None


def _moment(value: Json) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC) if isinstance(value, str) else None
    except ValueError:
        return None
