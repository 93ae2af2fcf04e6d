"""Reads the article out of a page's state: found by the shape of an object, not by framework or site."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from pipelines.metadata.state_json import states
from pipelines.metadata.values import Json, as_list, dicts_in, name_of, plain, url_of
from pipelines.urls import path_of
from schemas.article import AuthorRole
from schemas.metadata import (
    Declared,
    DeclaredImage,
    DeclaredPerson,
    DeclaredQuestion,
    DeclaredRelated,
    Metadata,
)

BY = "page-state"

# Names that frameworks and content systems give the same thing, compared without case, `_` and `-`.
TITLE = ("title", "headline", "newstitle", "articletitle", "posttitle", "subject")
BODY = (
    "content",
    "body",
    "html",
    "articlebody",
    "contenthtml",
    "bodyhtml",
    "htmlcontent",
    "richtext",
    "fulltext",
    "text",
    "detail",
    "articlecontent",
    "newscontent",
    "postcontent",
    "maintext",
    "paragraphs",
    "contents",
)
SUMMARY = (
    "summary",
    "aisummary",
    "abstract",
    "brief",
    "digest",
    "tldr",
    "introduction",
    "intro",
    "shortcontent",
)
DESCRIPTION = ("description", "excerpt", "lead", "lede", "leadtext", "desc", "metadescription")
SUBTITLE = ("subtitle", "dek", "deck", "subheadline", "standfirst", "kicker")
PUBLISHED = (
    "publishedat",
    "publishtime",
    "publishdate",
    "published",
    "datepublished",
    "publicationdate",
    "publishedtime",
    "publisheddate",
    "publishtimestamp",
    "pubdate",
    "pubtime",
    "releasetime",
    "releasedate",
    "issuetime",
    "firstpublishedat",
    "displaydate",
    "posttime",
    "postedat",
    "createdat",
    "createtime",
    "createddate",
    "ctime",
    "dategmt",
    "date",
    "time",
    "timestamp",
)
UPDATED = (
    "updatedat",
    "updatetime",
    "updated",
    "datemodified",
    "modifiedat",
    "modifiedtime",
    "lastmodified",
    "lastupdated",
    "lastupdatetime",
    "updateddate",
    "modifiedgmt",
    "modified",
    "utime",
    "mtime",
    "editedat",
)
PEOPLE = {
    "author": "author",
    "authors": "author",
    "authorname": "author",
    "byline": "author",
    "writer": "author",
    "editor": "editor",
    "editors": "editor",
    "translator": "translator",
    "reporter": "reporter",
    "contributors": "contributor",
}
SOURCE = (
    "source",
    "sourcename",
    "origin",
    "originname",
    "media",
    "medianame",
    "from",
    "newssource",
    "platform",
    "publishername",
)
IMAGE = (
    "image",
    "cover",
    "coverimage",
    "thumbnail",
    "coverurl",
    "imageurl",
    "featuredimage",
    "heroimage",
    "picurl",
    "pic",
    "banner",
)
TAGS = ("tags", "keywords", "taglist", "topics", "labels")
CATEGORY = ("category", "categories", "section", "categoryname", "channel", "column")
LANGUAGE = ("language", "lang", "locale")
IDENTITY = (
    "id",
    "slug",
    "url",
    "link",
    "newsid",
    "articleid",
    "postid",
    "path",
    "permalink",
    "uuid",
    "code",
    "href",
)

QUESTIONS_KEY = re.compile(r"faq|^qa|q(?:a|anda)s?$|question", re.I)
KEY_POINTS = ("keypoints", "highlights", "takeaways", "keytakeaways", "bulletpoints", "keyfacts")
ROLE_OF_PERSON = ("role", "type", "jobtitle", "title")
AUTHOR_ROLES = frozenset(role.value for role in AuthorRole)
QUESTION = ("question", "q", "title", "name", "ask")
ANSWER = ("answer", "a", "content", "text", "reply", "acceptedanswer")
RELATED_KEY = re.compile(r"relat|recommend|suggest|similar|morenews|morearticles|readmore|readnext|alsoread", re.I)

# A title shorter than this is a menu word; a body shorter than this is a teaser.
MIN_TITLE = 6
MIN_BODY = 200
MIN_OWN_TITLE = 15
# An object that neither title nor address ties to the page must be alone, and long.
MIN_LONE_BODY = 1500
KEPT_KEYS = 4096


def read_page_state(scripts: list[HtmlElement], url: str | None, titles: tuple[str, ...]) -> Metadata:
    """Return the article that the page's state holds, or nothing; `titles` are those declared elsewhere."""
    values = list(states(scripts))
    objects = [raw for value in values for raw in dicts_in(value)]
    keys = set().union(*objects)
    nodes = [_Node(raw) for raw in _having(objects, {key for key in keys if bare(key) in TITLE})]
    candidates = [node for node in nodes if node.title and len(node.body) >= MIN_BODY]
    if not candidates:
        return _without_body(nodes, titles)
    path = path_of(url)
    best = max(candidates, key=lambda node: (node.is_titled(titles), node.is_of(path), len(node.body)))
    if not (best.is_titled(titles) or best.is_of(path) or (len(candidates) == 1 and len(best.body) >= MIN_LONE_BODY)):
        return Metadata()
    questions = _questions(_lists(objects, keys, QUESTIONS_KEY))
    return _metadata(best, questions, _related(_lists(objects, keys, RELATED_KEY), best))


@functools.lru_cache(maxsize=KEPT_KEYS)
def bare(key: str) -> str:
    """Return a key as it is compared: without case, `_` and `-`."""
    return key.replace("_", "").replace("-", "").lower()


def _having(objects: list[dict[str, Json]], keys: set[str]) -> list[dict[str, Json]]:
    """Return the objects with one of the keys."""
    return [raw for raw in objects if not keys.isdisjoint(raw)]


def _without_body(nodes: list[_Node], titles: tuple[str, ...]) -> Metadata:
    """Return what an object of the page's very title says of dates and people, where none holds the text."""
    bare = {title.casefold() for title in titles}
    named = [node for node in nodes if len(node.title or "") >= MIN_OWN_TITLE and (node.title or "").casefold() in bare]
    best = max(named, key=lambda node: len(_one(node.values, PUBLISHED)) + len(_people(node.values)), default=None)
    if best is None:
        return Metadata()
    return Metadata(
        published=_one(best.values, PUBLISHED[: PUBLISHED.index("date")]),
        updated=_one(best.values, UPDATED),
        people=tuple(_people(best.values)),
        categories=_names(best.values, CATEGORY),
    )


class _Node:
    """An object of the state, its keys compared without case and separators."""

    __slots__ = ("body", "title", "values")

    def __init__(self, raw: dict[str, Json]) -> None:
        self.values = {bare(key): value for key, value in raw.items()}
        self.title = _first_text(self.values, TITLE, MIN_TITLE)
        self.body = _body(self.values) if self.title else ""

    def is_titled(self, titles: tuple[str, ...]) -> bool:
        """Tell whether the page bears the object's title elsewhere."""
        own = (self.title or "").casefold()
        return any(own in title.casefold() for title in titles)

    def is_of(self, path: str) -> bool:
        """Tell whether one of the object's identities stands in the page's path."""
        for key in IDENTITY:
            value = self.values.get(key)
            if (
                isinstance(value, int | str)
                and len(text := str(value).strip("/")) > 2
                and text.rsplit("/", 1)[-1] in path
            ):
                return True
        return False


def _first_text(values: dict[str, Json], keys: Iterable[str], minimum: int = 1) -> str | None:
    for key in keys:
        if key in values and (text := plain(values[key])) and len(text) >= minimum:
            return text
    return None


def _body(values: dict[str, Json]) -> str:
    """The longest of the values under a body's name, markup kept; lists of pieces are joined."""
    return max((_markup(values[key]) for key in BODY if key in values), key=len, default="")


def _markup(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return next(
            (text for key in ("rendered", "html", "content", "text") if isinstance(text := value.get(key), str)),
            "",
        )
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_markup(item) for item in value[:2000])))
    return ""


def _metadata(node: _Node, questions: tuple[DeclaredQuestion, ...], related: tuple[DeclaredRelated, ...]) -> Metadata:
    values = node.values
    return Metadata(
        titles=(Declared(node.title or "", BY, "title"),),
        subtitles=_one(values, SUBTITLE),
        descriptions=_one(values, DESCRIPTION),
        summaries=_one(values, SUMMARY),
        key_points=_key_points(values),
        published=_one(values, PUBLISHED),
        updated=_one(values, UPDATED),
        people=tuple(_people(values)),
        sources=tuple(
            Declared(name, BY, key)
            for key in SOURCE
            if key in values and (name := name_of(values[key])) and len(name) < 60 and "://" not in name
        )[:1],
        languages=_one(values, LANGUAGE),
        images=_images(values),
        tags=_names(values, TAGS),
        categories=_names(values, CATEGORY),
        bodies=(Declared(node.body, BY, "body"),),
        questions=questions,
        related=related,
    )


def _one(values: dict[str, Json], keys: Iterable[str]) -> tuple[Declared, ...]:
    for key in keys:
        if key in values and (text := plain(values[key])):
            return (Declared(text, BY, key),)
    return ()


def _names(values: dict[str, Json], keys: Iterable[str]) -> tuple[Declared, ...]:
    found = ((key, name_of(item)) for key in keys if key in values for item in as_list(values[key]))
    return tuple(Declared(name, BY, key) for key, name in found if name and len(name) < 60 and not name.isdigit())


def _people(values: dict[str, Json]) -> list[DeclaredPerson]:
    people = []
    for key, role in PEOPLE.items():
        for item in as_list(values.get(key)):
            name = name_of(item)
            address = url_of(item.get("url")) if isinstance(item, dict) else None
            if name and len(name) < 80 and not name.isdigit():
                people.append(DeclaredPerson(name, BY, _role_of(item) or role, address))
    return people


def _role_of(item: Json) -> str | None:
    """The role that a person's own object names, where it is one of the record's."""
    if not isinstance(item, dict):
        return None
    said = (str(item.get(key, "")).lower() for key in ROLE_OF_PERSON)
    return next((word for word in said if word in AUTHOR_ROLES), None)


def _images(values: dict[str, Json]) -> tuple[DeclaredImage, ...]:
    """The article's picture, with what its object says of it."""
    for key in IMAGE:
        item = values.get(key)
        address = url_of(item)
        if address and "/" in address:
            said = item if isinstance(item, dict) else {}
            caption, credit = plain(said.get("caption")), name_of(said.get("credit") or said.get("copyright"))
            return (DeclaredImage(address, BY, plain(said.get("alt")), caption, credit),)
    return ()


def _key_points(values: dict[str, Json]) -> tuple[str, ...]:
    items = next((values[key] for key in KEY_POINTS if isinstance(values.get(key), list)), None)
    return tuple(text for item in as_list(items) if (text := name_of(item)))


def _lists(objects: list[dict[str, Json]], keys: set[str], form: re.Pattern[str]) -> list[list[dict[str, Json]]]:
    """Return the lists of objects that stand under a key of that form."""
    wanted = {key for key in keys if form.search(bare(key))}
    found = []
    for value in (value for raw in _having(objects, wanted) for key, value in raw.items() if key in wanted):
        if isinstance(value, dict):
            value = next((item for item in value.values() if isinstance(item, list)), None)
        if isinstance(value, list) and value:
            found.append([item for item in value if isinstance(item, dict)])
    return found


def _questions(lists: list[list[dict[str, Json]]]) -> tuple[DeclaredQuestion, ...]:
    for items in lists:
        pairs = [(_raw(item, QUESTION), _raw(item, ANSWER)) for item in items]
        if found := tuple(DeclaredQuestion(question, answer) for question, answer in pairs if question and answer):
            return found
    return ()


def _raw(item: dict[str, Json], keys: Iterable[str]) -> str | None:
    for key in keys:
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("text")
        if isinstance(value, str) and value.strip():
            return value
    return None


def _related(lists: list[list[dict[str, Json]]], best: _Node) -> tuple[DeclaredRelated, ...]:
    for items in lists:
        cards = [_Node(item) for item in items]
        found = tuple(_card(card) for card in cards if card.title and card.title != best.title)
        if found:
            return found
    return ()


def _card(card: _Node) -> DeclaredRelated:
    published = _one(card.values, PUBLISHED)
    source = next((name for key in SOURCE if key in card.values and (name := name_of(card.values[key]))), None)
    return DeclaredRelated(
        title=card.title or "",
        url=_first_text(card.values, ("url", "link", "href", "permalink", "path")),
        summary=_first_text(card.values, (*SUMMARY, *DESCRIPTION)),
        source=source,
        published=published[0].value if published else None,
    )
