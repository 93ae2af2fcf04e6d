"""Who wrote, edited, translated or reported the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, tee

from pipelines.assemble.evidence import Evidence, Said
from pipelines.lexicon import fold, load_lexicon
from pipelines.lexicon.phrases import ends_in_phrase, is_phrase
from pipelines.lexicon.shapes import CASED, is_full_name, words
from pipelines.site_names import squashed
from pipelines.urls import absolute
from schemas.article import Author, AuthorRole
from schemas.block import LabelledBlock
from schemas.metadata import DeclaredPerson, Metadata
from schemas.role import Role

ROLES = {
    Role.AUTHOR: AuthorRole.AUTHOR,
    Role.EDITOR: AuthorRole.EDITOR,
    Role.TRANSLATOR: AuthorRole.TRANSLATOR,
    Role.REPORTER: AuthorRole.REPORTER,
}
# Who wrote it: where data names the writers, a line elsewhere on the page names somebody else.
WRITERS = frozenset((AuthorRole.AUTHOR, AuthorRole.REPORTER))
# Between names; the words are "and" in the languages that part names with one.
BETWEEN = re.compile(
    r"\s*(?:[,;、，；/|｜]|\s&\s|\s\+\s)\s*|\s+(?:and|und|et|y|e|i|en|och|og|и|та|และ|và|dan|ve|و|व|এবং|ו|a|și)\s+",
    re.I,
)
# Behind a Chinese label a comma parts a name from the house it writes for ("作者：Nancy，PANews").
HAN = re.compile(r"[\u3400-\u9fff]")
AFFILIATION = re.compile(r"\s*[，,]")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
HANDLE = re.compile(r"\(?\s*@\w+\s*\)?")
LEADING = re.compile(
    r"^(?:by|von|par|por|di|da|door|av|af|przez|oleh|written by|posted by|text:|autor:|author:)\s+", re.I
)
# A paper's sign for its writer, or how a name is read ("Elena Huber (ehu)", "水無瀬 航（みなせ・わたる）").
BESIDE = re.compile(r"(?<=\w)\s*[(（][^()（）]{1,20}[)）]\s*$")
NAME_LETTER = re.compile(r"[^\W\d_]")
# What stands behind names ("Ann Lee, Ph.D., CFP®").
CREDENTIAL = re.compile(
    r"^(?:[A-Z]{2,6}[®™]?|(?:[A-Z][a-z]?\.){2,}[A-Z]?\.?|Ph\.? ?D\.?|[A-Z]-[A-Z]{2,4}(?: \d+)?|Jr\.?|Sr\.?|Esq\.?)$"
)
READERS = ("json-ld", "meta", "microdata", "page-state")
ACCOUNT = re.compile(r"^[a-z][a-z0-9._-]+$")
# A byline is so many blocks at most.
ONE_BYLINE = 2
# A longer value is a sentence about somebody.
LONGEST_NAME = 60
MOST_WORDS = 6
MOST_SURE_WORDS = 4


def find_people(
    metadata: Metadata,
    evidence: Evidence,
    nearby: Iterable[tuple[Said, ...]],
    names_of_site: frozenset[str],
    base: str | None,
) -> list[Author]:
    """Return the article's people: the declared ones, then those that the byline names in other roles."""
    declared = _without_handles(_of_best_reader(metadata, names_of_site, base))
    shown = _shown(evidence.said)
    people = [person for person in declared if not _is_house(person.name, names_of_site)]
    if better := _better(people, shown, evidence.names):
        people = [*(person for person in people if person.role not in WRITERS), *better]
    if not people and not any(person.role in WRITERS for person in shown):
        sources, again = tee(chain((evidence.names,), nearby))
        # Where nobody else signs, the site may sign itself ("By Wirepost").
        found = _first_of(sources, names_of_site) or ([] if declared else _first_of(again, frozenset()))
        # Beside a house that signs, a lone word is a button's rather than somebody's name.
        shown += [person for person in found if not declared or is_full_name(person.name)]
    declared = people or ([] if shown else declared)
    said = {fold(person.name): person.role for person in shown}
    # Data knows only "author"; the line under the title may know better.
    declared = [person.model_copy(update={"role": said.get(fold(person.name), person.role)}) for person in declared]
    if any(person.role in WRITERS for person in declared):
        beside = _beside(declared, evidence.said)
        shown = [person for person in shown if person.role not in WRITERS or fold(person.name) in beside]
    return _distinct([*declared, *shown])


def with_addresses(people: list[Author], labelled: Iterable[LabelledBlock], base: str | None) -> list[Author]:
    """Return people, those without an address with the one that their name in a byline links to."""
    found = {
        fold(link.text): address
        for item in labelled
        if item.role is Role.BYLINE
        for link in item.block.links
        if (address := absolute(link.href, base))
    }
    return [
        person if person.url else person.model_copy(update={"url": found.get(fold(person.name))}) for person in people
    ]


def _beside(declared: list[Author], said: Iterable[Said]) -> set[str]:
    """The names that a line has beside a declared writer's under the same label: data often names but the first."""
    known = {fold(person.name) for person in declared}
    lines: dict[int, set[str]] = {}
    for item in said:
        if (role := ROLES.get(item.part.role)) in WRITERS:
            names = {fold(person.name) for person in _named(item.part.value, role) if _is_sure(person.name)}
            lines.setdefault(item.position, set()).update(names)
    return {name for names in lines.values() if names & known for name in names}


def _better(declared: list[Author], shown: list[Author], named: tuple[Said, ...]) -> list[Author]:
    """The writers whom the byline names in full where data has but an account's name, a first name or a description."""
    writers = [person for person in declared if person.role in WRITERS]
    if not writers or any(_is_sure(person.name) for person in writers):
        return []
    sure = [person for person in shown if person.role in WRITERS and _is_sure(person.name)]
    return sure or [person for person in _shown(named)[:1] if _is_sure(person.name)]


def _is_sure(name: str) -> bool:
    """Tell whether a name is surely a person's: not a desk's, an account's or half of one."""
    if ends_in_phrase("desk", name):
        return False
    return (is_full_name(name) or not CASED.search(name)) and len(name.split()) <= MOST_SURE_WORDS


def _shown(said: Iterable[Said]) -> list[Author]:
    """The people that labels name; of the writers those of the first line, others stand under other articles."""
    people, first = [], None
    for item in said:
        role = ROLES.get(item.part.role)
        value = AFFILIATION.split(item.part.value)[0] if HAN.search(item.part.label) else item.part.value
        named = _named(value, role) if role else []
        if not item.part.label:
            named = [person for person in named if not _has(person.name, "buttons")]
        if not named or role is None:
            continue
        if role in WRITERS:
            first = item.position if first is None else first
            if item.position - first > ONE_BYLINE:
                continue
        people += named
    persons = [person for person in people if person.role not in WRITERS or not _has(person.name, "callings")]
    return persons if any(person.role in WRITERS for person in persons) else people


def _has(name: str, kind: str) -> bool:
    return not words(kind).isdisjoint(fold(name).split())


def _first_of(sources: Iterable[tuple[Said, ...]], names_of_site: frozenset[str]) -> list[Author]:
    """The writers of the first source that names somebody."""
    for source in sources:
        found = [person for person in _shown(source) if not _is_house(person.name, names_of_site)]
        if found:
            return found
    return []


def _of_best_reader(metadata: Metadata, names_of_site: frozenset[str], base: str | None) -> list[Author]:
    """The writers that the most trusted reader names (the others add addresses), and everybody of another role.

    Microdata comes behind meta elements: comments, pictures and cards of other articles have authors too.
    """
    found = [(person.by, author) for person in metadata.people for author in _of_declared(person, names_of_site, base)]
    ranked = sorted(found, key=lambda item: READERS.index(item[0]) if item[0] in READERS else len(READERS))
    best = next(
        (by for by, author in ranked if author.role in WRITERS and not _is_house(author.name, names_of_site)), None
    )
    names = {fold(author.name) for by, author in ranked if by == best}
    return [author for by, author in ranked if best is None or author.role not in WRITERS or fold(author.name) in names]


def _without_handles(people: list[Author]) -> list[Author]:
    """Drop the name of an account beside a full name ("annlee", "Ann Lee")."""
    full = any(person.role in WRITERS and " " in person.name for person in people)
    return [person for person in people if not (full and ACCOUNT.match(person.name))]


def _of_declared(person: DeclaredPerson, names_of_site: frozenset[str], base: str | None) -> list[Author]:
    address = absolute(person.url, base)
    return [author.model_copy(update={"url": address}) for author in _named(person.name, AuthorRole(person.role))]


def _named(value: str, role: AuthorRole) -> list[Author]:
    value = LEADING.sub("", HANDLE.sub("", EMAIL.sub("", value)).strip())
    hit = load_lexicon().prefix(value)
    if hit and hit.marked and hit.has(*ROLES):
        value = value[hit.end_of_mark :]
    head, _, rest = value.partition(" ")
    value = rest if rest and fold(head) in words("by_words") else value
    names = [BESIDE.sub("", part).strip(" .,:：-–—·()|") for part in BETWEEN.split(value)]
    names = [name for place, name in enumerate(names) if not (place and CREDENTIAL.match(name))]
    return [_person(name, role) for name in names if is_name(name) and not load_lexicon().exact(name)]


def _person(name: str, role: AuthorRole) -> Author:
    """Return a person, the name without the calling that stands beside it ("강이현 기자", "税理士 森下 彩")."""
    parts = [part for part in name.split() if fold(part) not in words("callings_beside")]
    name = " ".join(parts) or name
    hit = load_lexicon().suffix(name)
    bare = name[: hit.start].strip() if hit and hit.has(Role.REPORTER) else ""
    return Author(name=bare, role=AuthorRole.REPORTER) if len(bare) > 1 else Author(name=name, role=role)


def is_name(text: str) -> bool:
    """Tell whether a text may be somebody's name."""
    if not 1 < len(text) <= LONGEST_NAME or not NAME_LETTER.search(text) or "://" in text or "www." in text:
        return False
    return (
        len(text.split()) <= MOST_WORDS
        and not is_phrase("house", text)
        and not any(mark in text for mark in "?!{}<>=《》「」『』【】")
    )


def _is_house(name: str, names_of_site: frozenset[str]) -> bool:
    own = squashed(name)
    return any(own == site or (len(site) > 4 and site in own) for site in names_of_site)


def _distinct(people: Iterable[Author]) -> list[Author]:
    """Keep each name once, the first with an address or else the first."""
    found: dict[str, Author] = {}
    for person in people:
        key = fold(person.name)
        known = found.get(key)
        if known is None or (known.url is None and person.url and known.role is person.role):
            found[key] = person
    return list(found.values())
