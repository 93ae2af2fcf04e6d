"""Writes RESULTS.md: quality on the odd half and on all pages, then speed. `make bench` runs it.

`--extractors A,B` leaves the others out: newspaper4k alone takes longer than all the rest.
"""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

import addresses
import quality
import speed
from dataset import FOLDERS

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Measure, and write the tables with versions and date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extractors", type=lambda text: text.split(","))
    chosen = parser.parse_args().extractors
    today = datetime.date.today().isoformat()
    command = f"python benchmarks/run.py --extractors {','.join(chosen)}" if chosen else "make bench"
    method = "Rules were written from the even half; the odd one's totals decided which stayed."
    parts = [f"# Results\n\n{today}, `{command}`. {method}"]
    rows, versions = quality.measured(chosen, "all", FOLDERS, 2)
    for half in ("odd", "all"):
        inside = [row for row in rows if half in ("all", row["half"])]
        parts.append(f"\n## Quality, {half} pages\n{quality.table(inside, versions)}")
    parts.append(f"\n## Speed\n\n{speed.side_by_side(400)}\n{speed.scaling()}\n{speed.memory()}")
    parts.append(f"\n{addresses.HEADING}\n\n{addresses.table(addresses.measured('odd'))}")
    RESULTS.write_text("\n".join(parts) + "\n", encoding="utf-8")
    print("\n".join(parts))


if __name__ == "__main__":
    main()
