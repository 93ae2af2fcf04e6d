"""What a person has to look at before a new site is trusted, each with an example."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.rights import rights_of
from pipelines.site_names import squashed
from schemas.article import Article
from schemas.page import Rejection
from spiders.links import of_same_site
from spiders.newsite.findings import Findings
from spiders.newsite.sample import Sampled

# A paragraph that so many articles share, and half of them, is the site's and not the articles'.
SHARED: Final = 3
# The title of an article that ends in the name of its site: shorter names are words.
SHORTEST_NAME: Final = 3
WARNINGS: Final = {
    "short_body": "short bodies (a flash, or cut off)",
    "date_disagreement": "dates that disagree",
    "language_uncertain": "language uncertain",
    "interface_language_disagreement": "declared language and labels disagree",
    "truncated_html": "pages that break off",
    "broken_encoding": "letters that cannot be read",
}
RIGHTS: Final = {
    "tdm_reserved": "reserved for text and data mining",
    "noindex": "not to be indexed (robots meta)",
    "noai": "not to be used by an AI (robots meta)",
}
REASONS: Final = {
    Rejection.INDEX_PAGE: "lists among the articles",
    Rejection.NO_PROSE: "pages without prose among the articles",
    Rejection.LOGIN_PAGE: "pages that ask for a login",
    Rejection.VIDEO_ONLY: "pages with nothing but a film",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful, how often it was met, and where first."""

    what: str
    number: int
    example: str


def doubts_of(findings: Findings) -> list[Doubt]:
    """Return what is doubtful of a site, the commonest first."""
    examples: defaultdict[str, list[str]] = defaultdict(list)
    shared = _shared_paragraphs(findings.articles)
    for each in findings.sample:
        for what in _doubts_of_page(each, findings, shared):
            examples[what].append(each.origin)
    found = [Doubt(what, len(origins), origins[0]) for what, origins in examples.items()]
    return sorted(found, key=lambda doubt: -doubt.number)


def _doubts_of_page(each: Sampled, findings: Findings, shared: frozenset[str]) -> Iterator[str]:
    if each.url and not of_same_site(each.url, findings.learned.home):
        yield "pages of another site"
    if each.article is None:
        yield _rejected(each)
        return
    article = each.article
    yield from (what for what, is_so in CHECKS.items() if is_so(article))
    yield from (WARNINGS.get(code, code) for code in article.warnings)
    yield from (RIGHTS[right] for right in rights_of(article.access))
    if _ends_in_name(article.title, findings.name):
        yield f"titles that end in {findings.name!r}"
    if found := next((block.text for block in article.blocks if block.text in shared), None):
        yield f"a paragraph in many bodies: “{found[:60]}”"
    if each.page and not each.stands_alone:
        yield "the page is a shell; its text came from the list of posts (name that list as `api`)"


def _rejected(each: Sampled) -> str:
    if each.is_shell:
        return "shells that a script has to fill (look for an `api`, or else set `browser = true`)"
    return next((what for reason, what in REASONS.items() if reason == each.reason), f"no article: {each.reason}")


def _no_zone(article: Article) -> bool:
    told = article.provenance.get("published_at")
    return "T" in (article.published_at or "") and told is not None and told.zone == "unknown"


CHECKS: Final[dict[str, Callable[[Article], bool]]] = {
    "no date": lambda article: not article.published_at,
    "a date without a time": lambda article: bool(article.published_at) and "T" not in (article.published_at or ""),
    "zone unknown (give the newsroom's `timezone`)": _no_zone,
    "no author": lambda article: not article.authors and not article.source,
    "behind a paywall": lambda article: article.access.paywalled is True,
}


def _ends_in_name(title: str, name: str) -> bool:
    own, ending = squashed(name), squashed(title)
    return len(own) >= SHORTEST_NAME and ending.endswith(own) and ending != own


def _shared_paragraphs(articles: Sequence[Article]) -> frozenset[str]:
    # (Copies of one article share all of their paragraphs.)
    bodies = {article.content_hash: {block.text for block in article.blocks if block.text} for article in articles}
    texts = Counter(text for body in bodies.values() for text in body)
    return frozenset(text for text, number in texts.items() if number >= max(SHARED, len(bodies) / 2))
