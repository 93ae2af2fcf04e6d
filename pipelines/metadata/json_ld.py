"""Reads JSON-LD: news articles, their people and pictures, and question pages."""

from __future__ import annotations

from lxml.html import HtmlElement

from pipelines.metadata.values import Json, as_list, dicts_in, load_json, name_of, plain, url_of
from pipelines.urls import path_of
from schemas.metadata import Declared, DeclaredImage, DeclaredPerson, DeclaredQuestion, Metadata

BY = "json-ld"
PEOPLE = {
    "author": "author",
    "creator": "author",
    "editor": "editor",
    "translator": "translator",
    "contributor": "contributor",
    "reviewedBy": "editor",
}


def read_json_ld(scripts: list[HtmlElement], url: str | None) -> Metadata:
    """Return what the page's JSON-LD says about its article."""
    nodes = [node for script in scripts if _is_json_ld(script) for node in dicts_in(load_json(script.text or ""))]
    if not nodes:
        return Metadata()
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 2}
    article = max((node for node in nodes if _is_article(node)), key=lambda node: _fit(node, url), default=None)
    types = tuple(dict.fromkeys(name for node in nodes for name in types_of(node)))
    questions = tuple(question for node in nodes for question in _questions(node))
    shared = Metadata(types=types, questions=questions, categories=_breadcrumbs(nodes))
    if article is None:
        return _without_article(shared, nodes, by_id)
    return _of_article(article, by_id, shared)


def types_of(node: dict[str, Json]) -> list[str]:
    """Return the names of a node's types, without their vocabulary's address."""
    return [str(name).rsplit("/", 1)[-1] for name in as_list(node.get("@type"))]


def _is_json_ld(script: HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _is_article(node: dict[str, Json]) -> bool:
    return any(
        name.endswith(("Article", "Posting", "Report", "BlogPost", "Review", "Recipe")) and name != "ClaimReview"
        for name in types_of(node)
    )


def _fit(node: dict[str, Json], url: str | None) -> tuple[bool, bool, int]:
    """Rank an article node: the one of this page, then one with a headline, then the fullest."""
    path = path_of(url)
    own = {path_of(found) for key in ("url", "mainEntityOfPage", "@id") if (found := url_of(node.get(key)))}
    return (bool(path) and path in own, bool(node.get("headline") or node.get("name")), len(node))


def _of_article(node: dict[str, Json], by_id: dict[str, dict[str, Json]], shared: Metadata) -> Metadata:
    free = node.get("isAccessibleForFree")
    return Metadata(
        titles=_declared(node, "headline", "name"),
        subtitles=_declared(node, "alternativeHeadline", "alternateName"),
        descriptions=_declared(node, "description"),
        summaries=_declared(node, "abstract"),
        published=_declared(node, "datePublished", "dateCreated"),
        updated=_declared(node, "dateModified"),
        people=tuple(_people(node, by_id)),
        sources=_named(node, by_id, "sourceOrganization", "isBasedOn"),
        publishers=_named(node, by_id, "publisher"),
        languages=_named(node, by_id, "inLanguage"),
        canonical=tuple(
            Declared(found, BY, key) for key in ("url", "mainEntityOfPage") if (found := url_of(node.get(key)))
        ),
        images=tuple(_images(node, by_id)),
        tags=_keywords(node, by_id),
        categories=tuple(
            Declared(name, BY, "articleSection")
            for item in as_list(node.get("articleSection"))
            if (name := name_of(item))
        )
        or shared.categories,
        bodies=tuple(Declared(body, BY, "articleBody") for body in [_body(node)] if body),
        questions=shared.questions,
        types=shared.types,
        license=url_of(node.get("license")),
        accessible_for_free=_truth(free),
    )


def _without_article(shared: Metadata, nodes: list[dict[str, Json]], by_id: dict[str, dict[str, Json]]) -> Metadata:
    """A page that declares itself only: its WebPage node knows dates, people and language."""
    page = next((node for node in nodes if "WebPage" in types_of(node)), None)
    if page is None:
        return shared
    return Metadata(
        published=_declared(page, "datePublished"),
        updated=_declared(page, "dateModified"),
        people=tuple(_people(page, by_id)),
        languages=_declared(page, "inLanguage"),
        categories=shared.categories,
        questions=shared.questions,
        types=shared.types,
    )


def _declared(node: dict[str, Json], *keys: str) -> tuple[Declared, ...]:
    found = ((key, plain(item)) for key in keys for item in as_list(node.get(key))[:1])
    return tuple(Declared(value, BY, key) for key, value in found if value)


def _named(node: dict[str, Json], by_id: dict[str, dict[str, Json]], *keys: str) -> tuple[Declared, ...]:
    found = ((key, name_of(_resolved(item, by_id))) for key in keys for item in as_list(node.get(key)))
    return tuple(Declared(name, BY, key) for key, name in found if name)


def _resolved(value: Json, by_id: dict[str, dict[str, Json]]) -> Json:
    # Beside its reference a node may say a part of itself: WordPress's SEO plugins give an author's name there, and
    # the address in the node.
    if isinstance(value, dict) and "@id" in value:
        return {**by_id.get(str(value["@id"]), {}), **value}
    return value


def _people(node: dict[str, Json], by_id: dict[str, dict[str, Json]]) -> list[DeclaredPerson]:
    people = []
    for key, role in PEOPLE.items():
        for item in as_list(node.get(key)):
            person = _resolved(item, by_id)
            address = person.get("url") if isinstance(person, dict) else None
            house = isinstance(person, dict) and any("Organization" in name for name in types_of(person))
            names = as_list(person.get("name")) if isinstance(person, dict) else [person]
            people += [DeclaredPerson(name, BY, role, url_of(address), house) for name in map(name_of, names) if name]
    return people


def _images(node: dict[str, Json], by_id: dict[str, dict[str, Json]]) -> list[DeclaredImage]:
    images = []
    for key in ("image", "thumbnailUrl"):
        for item in as_list(node.get(key)):
            image = _resolved(item, by_id)
            if not (address := url_of(image)):
                continue
            said = image if isinstance(image, dict) else {}
            images.append(DeclaredImage(address, BY, None, plain(said.get("caption")), name_of(said.get("creditText"))))
    return images


def _keywords(node: dict[str, Json], by_id: dict[str, dict[str, Json]]) -> tuple[Declared, ...]:
    words = [name_of(_resolved(item, by_id)) for key in ("keywords", "about") for item in as_list(node.get(key))]
    split = [part.strip() for word in words if word for part in word.split(",")]
    return tuple(Declared(part, BY, "keywords") for part in dict.fromkeys(split) if part)


def _body(node: dict[str, Json]) -> str | None:
    """The text with its line breaks: they are all the structure that `articleBody` has."""
    body = node.get("articleBody") or node.get("text")
    if isinstance(body, list):
        body = "\n\n".join(part for part in body if isinstance(part, str))
    if not isinstance(body, str):
        updates = [_body(item) for item in as_list(node.get("liveBlogUpdate")) if isinstance(item, dict)]
        return "\n\n".join(update for update in updates if update) or None
    return body.strip() or None


def _questions(node: dict[str, Json]) -> list[DeclaredQuestion]:
    if "Question" not in types_of(node):
        return []
    answer = next((item for item in as_list(node.get("acceptedAnswer")) if isinstance(item, dict)), None)
    question = node.get("name") or node.get("text")
    text = answer.get("text") if answer else None
    if isinstance(question, str) and isinstance(text, str) and question.strip() and text.strip():
        return [DeclaredQuestion(question, text)]
    return []


def _breadcrumbs(nodes: list[dict[str, Json]]) -> tuple[Declared, ...]:
    """The steps between home and the article; the first and the last are those two."""
    for node in nodes:
        if "BreadcrumbList" not in types_of(node):
            continue
        steps = [item for item in as_list(node.get("itemListElement")) if isinstance(item, dict)]
        names = [name_of(step.get("name") or step.get("item")) for step in steps]
        return tuple(Declared(name, BY, "breadcrumb") for name in names[1:-1] if name)
    return ()


def _truth(value: Json) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.rsplit("/", 1)[-1].lower())
    return None
