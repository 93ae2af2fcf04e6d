"""What speaks for a block's role, in words for people."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.inspect.evidence import rule_docs
from pipelines.inspect.inspection import SeenBlock


def reasons_of(seen: SeenBlock) -> Iterator[tuple[str, str]]:
    """Yield what speaks for a block's role, each with its name."""
    yield "rule", f"{seen.why}: {rule_docs().get(seen.why, '')}"
    if seen.opener is not None:
        yield "section", f"opened by block {seen.opener}" if seen.opener != seen.position else "opened by this block"
    for hit in seen.hits:
        yield "lexicon", str(hit)
    for place in seen.places:
        yield "element", place
    if seen.hints:
        yield "hints", ", ".join(seen.hints)
    yield "place", "in the article's region" if seen.in_region else "outside the article's region"
    yield "block", f"{seen.type} in {seen.tag}, weight {seen.weight}, {seen.link_density:.0%} links"
