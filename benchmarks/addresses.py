"""Article or not, by the address: `python benchmarks/addresses.py [--half odd] [--wrong N]`.

Articles are the addresses of the development pages. What is certainly none comes from the links of the same pages: to
tags and authors (`rel`), to the home page, and of navigation and footer with texts of a word or two. The judge reads
none of these signs. It is asked twice: by the address alone, and with what the page's other links show of the site.
"""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dataset import FOLDERS, Sample, samples
from results import write_section
from scrapy.http import HtmlResponse

from pipelines.segment.weight import weight
from spiders.discovery.prior import verdict_of
from spiders.discovery.shapes import Shapes, Sign, headline_groups
from spiders.links import Link, links_of, of_same_site

TITLE = "Article or not, by the address"
# A word or two; menus call sections so, and articles hardly ever.
SHORT = 15


@dataclass
class Count:
    """How a judge did."""

    articles: int = 0
    found: int = 0
    others: int = 0
    mistaken: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return the share of articles among what was taken for one."""
        return self.found / max(self.found + self.mistaken, 1)

    @property
    def even_precision(self) -> float:
        """Return the precision if there were as many others as articles: how many a page links is chance."""
        return self.recall / max(self.recall + 1 - self.spared, 1e-9)

    @property
    def recall(self) -> float:
        """Return the share of the articles that were taken for one."""
        return self.found / max(self.articles, 1)

    @property
    def spared(self) -> float:
        """Return the share of the other addresses that were not taken for articles."""
        return 1 - self.mistaken / max(self.others, 1)

    def add(self, url: str, why: str, *, is_article: bool, taken: bool) -> None:
        """Count a verdict."""
        self.articles += is_article
        self.found += is_article and taken
        self.others += not is_article
        self.mistaken += taken and not is_article
        if is_article != taken:
            self.wrong.append(f"{'missed' if is_article else 'mistaken'}  {url}  ({why})")

    def row(self, name: str) -> str:
        """Return a line of the table."""
        shares = (self.recall, self.spared, self.precision, self.even_precision)
        return f"| {name} | {self.articles} | {self.others} | {' | '.join(f'{share:.3f}' for share in shares)} |"


def links_on(sample: Sample) -> list[Link]:
    """Return the links of a page to its own site."""
    try:
        response = HtmlResponse(sample.url, body=sample.body(), encoding="utf-8")
        return [link for link in links_of(response) if of_same_site(link.url, sample.url)]
    except ValueError:
        return []


def certain_others(links: list[Link], url: str) -> Iterator[str]:
    """Return the links that certainly lead to no article."""
    for link in links:
        is_home = re.fullmatch(r"https?://[^/]+/?", link.url) is not None
        if link.url != url and (is_home or (link.is_menu and weight(link.text) < SHORT)):
            yield link.url


def shapes_of(links: list[Link], url: str) -> Shapes:
    """Return what the links of a page show, its own address aside: long texts are headlines, short ones sections."""
    shapes = Shapes()
    articles, sections = headline_groups([(link.url, link.text) for link in links if link.url != url])
    for found in articles:
        shapes.add(found, Sign.HEADLINES)
    for found in sections:
        shapes.add(found, Sign.MENU)
    return shapes


def measured(half: str) -> dict[str, dict[str, Count]]:
    """Return by judge and folder how it did."""
    counts = {judge: {folder: Count() for folder in FOLDERS} for judge in ("address alone", "with the page's links")}
    seen: set[str] = set()
    # (Some pages are without an address.)
    for sample in filter(lambda sample: sample.url, samples(half=half)):
        links = links_on(sample)
        shapes = shapes_of(links, sample.url)
        judges = {"address alone": verdict_of, "with the page's links": shapes.verdict}
        asked = [(sample.url, True), *((url, False) for url in certain_others(links, sample.url))]
        for url, is_article in asked:
            # Many pages of one site have one menu.
            if url in seen:
                continue
            seen.add(url)
            for name, judge in judges.items():
                verdict = judge(url)
                count = counts[name][sample.folder]
                count.add(url, verdict.why, is_article=is_article, taken=verdict.is_article)
    return counts


def table(counts: dict[str, dict[str, Count]]) -> str:
    """Return the figures."""
    names = ("articles", "others", "recall", "others spared", "precision", "precision, if as many others as articles")
    lines = [f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for judge, folders in counts.items():
        lines += [count.row(f"{judge}, {folder}") for folder, count in folders.items()]
        lines.append(total(folders).row(f"**{judge}, all**"))
    return "\n".join(lines)


def total(folders: dict[str, Count]) -> Count:
    """Return the sum over folders."""
    whole = Count()
    for count in folders.values():
        whole.articles += count.articles
        whole.found += count.found
        whole.others += count.others
        whole.mistaken += count.mistaken
    return whole


def main() -> None:
    """Measure; write the odd half's figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="odd", choices=("even", "odd"))
    parser.add_argument("--wrong", type=int, default=0, help="print so many wrong verdicts (even half only)")
    given = parser.parse_args()
    counts = measured(given.half)
    print(table(counts))
    for folder, count in counts["address alone"].items() if given.half == "even" else ():
        for line in count.wrong[: given.wrong]:
            print(folder, line)
    if given.half == "odd":
        today = datetime.date.today().isoformat()
        write_section(TITLE, f"{today}, `python benchmarks/addresses.py`, odd pages.\n\n{table(counts)}")


if __name__ == "__main__":
    main()
