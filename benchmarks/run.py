"""Writes RESULTS.md: quality on the odd half and on all pages, then speed. `make bench` runs it.

`--extractors A,B` leaves the others out: newspaper4k alone takes longer than all the rest.
"""

from __future__ import annotations

import argparse
import datetime

import addresses
import quality
import speed
from dataset import FOLDERS
from results import RESULTS, write_section


def main() -> None:
    """Measure, and write the tables with versions and date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extractors", type=lambda text: text.split(","))
    chosen = parser.parse_args().extractors
    today = datetime.date.today().isoformat()
    command = f"python benchmarks/run.py --extractors {','.join(chosen)}" if chosen else "make bench"
    made = f"{today}, `{command}`."
    rows, versions = quality.measured(chosen, "all", FOLDERS, 2)
    for half in ("odd", "all"):
        inside = [row for row in rows if half in ("all", row["half"])]
        write_section(f"Quality, {half} pages", f"{made}\n{quality.table(inside, versions)}")
    write_section("Speed", f"{made}\n\n{speed.side_by_side(400)}\n{speed.scaling()}\n{speed.memory()}")
    write_section(addresses.TITLE, f"{made}\n\n{addresses.table(addresses.measured('odd'))}")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main()
