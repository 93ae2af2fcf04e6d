"""The development pages: real pages with truth, cut into a half to tune on and a half to report on."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDERS = ("articles", "news", "mixed", "fields")
DEFAULT = Path(__file__).parents[2] / "shared" / "dev-pages"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page and what is known to be true of it."""

    folder: str
    id: str
    url: str
    path: Path
    truth: dict[str, Any]

    @property
    def half(self) -> str:
        """Return "even" (to tune on) or "odd" (to report on)."""
        return "odd" if hashlib.sha256(self.id.encode()).digest()[-1] & 1 else "even"

    def body(self) -> bytes:
        """Return the page's bytes."""
        return gzip.decompress(self.path.read_bytes())


def pages_folder() -> Path:
    """Return where the pages are: `BABELWIRE_DEV_PAGES`, or beside the project."""
    folder = Path(os.environ.get("BABELWIRE_DEV_PAGES", DEFAULT))
    if not folder.is_dir():
        sys.exit(f"no development pages in {folder}; set BABELWIRE_DEV_PAGES to the folder that has them")
    return folder


def samples(folders: tuple[str, ...] = FOLDERS, half: str = "all") -> Iterator[Sample]:
    """Yield the pages of some folders, of one half or of both."""
    for folder in folders:
        base = pages_folder() / folder
        # (Not `splitlines`: texts hold line separators that are no line's end.)
        for line in filter(None, (base / "truth.jsonl").read_text(encoding="utf-8").split("\n")):
            row = json.loads(line)
            sample = Sample(folder, row["id"], row["url"], base / row["file"], row["truth"])
            if half in ("all", sample.half):
                yield sample
