"""Who wrote an article that the page took over from somebody else."""

from __future__ import annotations

import re

from pipelines.assemble.evidence import Evidence, without_dates
from pipelines.catalogue import key_of_name
from pipelines.site_names import squashed
from schemas.article import Source
from schemas.metadata import Declared, Metadata
from schemas.role import Role

LONGEST_NAME = 60
# A shorter name of a site begins other names too.
LONG_NAME = 5
ADDRESS = re.compile(r"https?://\S+")


def find_source(
    metadata: Metadata, evidence: Evidence, names: frozenset[str], language: str
) -> tuple[Source | None, Declared | None]:
    """Return the source that the byline labels or the page's data name, unless it is the site itself."""
    shown = [Declared(value, "label", "source") for value in evidence.values(Role.SOURCE)]
    for item in (*shown, *metadata.sources):
        name = ADDRESS.sub("", item.value)
        # (Without a digit, "last week" is a word of its name.)
        name = without_dates(name, language) if any(map(str.isdigit, name)) else name
        name = name.strip(" :：|·-–—()（）")
        if not 1 < len(name) <= LONGEST_NAME or _is_house(name, names):
            continue
        return Source(name=name, key=key_of_name(name)), item
    return None, None


def _is_house(name: str, names: frozenset[str]) -> bool:
    """Tell whether a source is the site itself, or a part of it."""
    own = squashed(name)
    return any(own == site or (len(site) >= LONG_NAME and own.startswith(site)) for site in names)
