"""Who wrote an article that the page took over from somebody else."""

from __future__ import annotations

import re

from pipelines.assemble.evidence import FAR_AHEAD, Evidence
from pipelines.catalogue import key_of_name
from pipelines.dates import parse_date
from pipelines.lexicon import fold
from schemas.article import Source
from schemas.metadata import Declared, Metadata
from schemas.role import Role

LONGEST_NAME = 60
ADDRESS = re.compile(r"https?://\S+")


def find_source(metadata: Metadata, evidence: Evidence, names: frozenset[str]) -> tuple[Source | None, Declared | None]:
    """Return the source that the byline labels or the page's data name, unless it is the site itself."""
    shown = [Declared(value, "label", "source") for value in evidence.values(Role.SOURCE)]
    for item in (*shown, *metadata.sources):
        name = ADDRESS.sub("", item.value).strip(" :：|·-–—()（）")
        if (
            not 1 < len(name) <= LONGEST_NAME
            or parse_date(name, None, FAR_AHEAD)
            or re.sub(r"[\W_]+", "", fold(name)) in names
        ):
            continue
        return Source(name=name, key=key_of_name(name)), item
    return None, None
