"""The pages of `tests/sites` in archives, for engines that are to make the same records of them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.pipelines.archive import HTML, URL, Archive

SITES = Path(__file__).parents[2] / "sites"


def write_archives(folder: Path) -> list[Path]:
    """Write an archive of every second page, and a plain one of the others; two pages of each give no record."""
    facts = [path for path in sorted(SITES.glob("*/*/page.json")) if json.loads(path.read_bytes())["url"]]
    archives = []
    for number, name in enumerate(("even.warc.gz", "odd.warc")):
        archive = Archive(gzipped=name.endswith(".gz"))
        for path in facts[number::2]:
            _add(archive, path)
        archive.response(f"{URL}-{name}", HTML, line="404 Not Found")
        archive.response(f"{URL}-{name}", HTML)
        archives.append(folder / name)
        archives[-1].write_bytes(archive.data)
    return archives


def _add(archive: Archive, facts: Path) -> None:
    told = json.loads(facts.read_bytes())
    (body,) = facts.parent.glob("page.[ht]*[lt]")
    headers = {"Content-Type": told.get("content_type") or "text/html", "X-Robots-Tag": "noai"}
    date = told.get("fetched_at") or "2026-06-27T00:00:00Z"
    archive.response(told["url"], body.read_bytes(), headers, WARC_Date=date)
