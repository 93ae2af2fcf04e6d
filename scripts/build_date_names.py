"""Writes pipelines/dates/names.json: names of months, weekdays and halves of the day from CLDR (through Babel)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from babel.dates import get_day_names, get_month_names

LOCALES = (
    "en pt es fr de it nl pl ru uk tr ar fa he hi bn id vi th ja ko zh_Hans zh_Hant ro cs pt_PT es_MX en_AU en_GB de_AT"
)
TARGET = Path(__file__).parents[1] / "pipelines" / "dates" / "names.json"
# "6月", "6월": a number and a mark, which the grammar reads.
NUMBERED_MONTH = re.compile(r"^\d+.?[月월]?\.?$")


def names_of(locale: Locale) -> dict[str, dict[str, list[str]]]:
    """Return wide and abbreviated names by their number."""
    return {
        "months": _names(get_month_names, ("wide", "abbreviated"), locale),
        "weekdays": _names(get_day_names, ("wide", "abbreviated", "short"), locale),
        "periods": {key: _periods(locale, key) for key in ("am", "pm")},
    }


def _names(read: Callable[..., Any], widths: tuple[str, ...], locale: Locale) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for context in ("format", "stand-alone"):
        for width in widths:
            for number, name in read(width, context, locale).items():
                if not NUMBERED_MONTH.match(name):
                    found.setdefault(str(number), set()).add(name)
    return {number: sorted(names) for number, names in sorted(found.items())}


def _periods(locale: Locale, key: str) -> list[str]:
    data: Any = locale._data["day_periods"]["format"]
    names = {dict(data[width])[key] for width in ("wide", "abbreviated") if key in dict(data[width])}
    return sorted(name for name in names if len(name) > 1)


def main() -> None:
    """Write the file anew."""
    names: dict[str, dict[str, Any]] = {}
    for tag in LOCALES.split():
        # Babel resolves the root's aliases in place, so that one locale's names would show in the next.
        localedata._cache.clear()
        merge(names.setdefault(tag.partition("_")[0], {}), names_of(Locale.parse(tag)))
    TARGET.write_text(json.dumps(names, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def merge(known: dict[str, Any], more: dict[str, dict[str, list[str]]]) -> None:
    """Add the names of a second locale of a language."""
    for kind, numbers in more.items():
        for number, names in numbers.items():
            listed = known.setdefault(kind, {}).setdefault(number, [])
            listed += [name for name in names if name not in listed]


if __name__ == "__main__":
    main()
