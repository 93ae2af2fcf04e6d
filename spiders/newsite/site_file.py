"""The file of a new site, for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pipelines.reports.sources import USUAL_PLACE
from spiders.newsite.doubts import Doubt
from spiders.newsite.findings import Findings

WIDTH = 120


def site_file(findings: Findings, doubts: Iterable[Doubt], today: str) -> str:
    """Return the text of a site's file: what was found as facts, what was doubtful as comments."""
    return "\n".join([*_comments(findings, doubts, today), *_facts(findings), *_editions(findings)]) + "\n"


def _comments(findings: Findings, doubts: Iterable[Doubt], today: str) -> Iterator[str]:
    yield f"# As a look at {len(findings.articles)} articles found it on {today}; nobody has corrected it yet."
    for shape, told in findings.learned.shapes.told().items():
        yield f"# {shape}: {told}"
    for source in findings.learned.sources:
        if source.problem and source.origin != USUAL_PLACE:
            yield f"# {source.kind} {source.url}: {source.problem}"
    for doubt in doubts:
        yield f"# {doubt.what}: {doubt.number}, e.g. {doubt.example}".replace("\n", " ")


def _facts(findings: Findings) -> Iterator[str]:
    yield f"name = {quoted(findings.name)}"
    yield f"home = {quoted(findings.learned.home)}"
    yield "# outlet, exchange (takes articles over), flash (one paragraph) or aggregator."
    yield 'kind = "outlet"'
    yield f"languages = {_list(findings.languages)}"
    if findings.timezone:
        yield f"# By the offsets of its dates ({_told_offsets(findings)})."
        yield f"timezone = {quoted(findings.timezone)}"
    else:
        yield f"# The newsroom's, for times printed without a zone; the dates tell none ({_told_offsets(findings)})."
        yield '# timezone = "Area/City"'
    yield "# Names under which other sites credit it, in any language."
    yield "aliases = []"
    if feeds := findings.living("feed"):
        yield f"feeds = {_list(feeds)}"
    if sitemaps := findings.living("sitemap"):
        yield f"sitemap = {quoted(sitemaps[0])}"
    if (posts := findings.living("posts")) and _needs_posts(findings):
        yield f"api = {quoted(posts[0])}"
    yield from _shape(findings)


def _shape(findings: Findings) -> Iterator[str]:
    shape = findings.learned.shapes.regex()
    example = next((each.url for each in findings.sample if each.article and each.url), None)
    if shape:
        yield f"article_url = {quoted(shape)}"
    if example:
        yield f"example = {quoted(example)}"


def _editions(findings: Findings) -> Iterator[str]:
    if findings.editions:
        yield ""
        yield "[locale_urls]"
        yield from (f"{tag} = {quoted(url)}" for tag, url in findings.editions.items())


def _needs_posts(findings: Findings) -> bool:
    return any(each.article and each.page and not each.stands_alone for each in findings.sample)


def _told_offsets(findings: Findings) -> str:
    return ", ".join(f"{offset} {number}" for offset, number in findings.offsets.most_common())


def _list(values: Iterable[str]) -> str:
    each = [quoted(value) for value in values]
    line = f"[{', '.join(each)}]"
    return line if len(line) < WIDTH - len("languages = ") else "[\n" + "".join(f"    {text},\n" for text in each) + "]"


def quoted(text: str) -> str:
    """Return a text as TOML has it; one with backslashes as it stands, where that can be."""
    # Strings of JSON are strings of TOML, but for the character that JSON leaves as it is.
    is_plain = "\\" in text and "'" not in text and text.isprintable()
    return f"'{text}'" if is_plain else json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
