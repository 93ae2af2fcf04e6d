"""Where the commands that read what crawls wrote look for it."""

from __future__ import annotations

import os
from pathlib import Path


def output_folder(given: Path | None) -> Path:
    """Return the folder that crawls write to: the one given, else BABELWIRE_OUTPUT, else `output`."""
    return given or Path(os.environ.get("BABELWIRE_OUTPUT", "output"))


def index_path(given: Path | None, folder: Path) -> Path:
    """Return the file of the search index: the one given, else the one in the output folder."""
    from pipelines.search.embedded.database import INDEX_NAME

    return given or folder / INDEX_NAME
